"""Minutes in versions, and their lines in people's hands."""

import datetime as dt
from dataclasses import replace

import pytest

from assistant.errors import Conflict, InvalidInput, NotFound
from assistant.model import (
    ActionItem,
    ClosedAction,
    CustomerRemark,
    Decision,
    Gap,
    LineState,
    MinutesStatus,
    NextMeeting,
    OpenQuestion,
    ParkedTopic,
    SummaryLine,
)
from assistant.records import SqlLedger
from tests.adapters.samples import action, add_meeting, decision, minutes, transcript


def test_minutes_come_back_as_they_were_saved(ledger: SqlLedger) -> None:
    add_meeting(ledger)
    made = replace(
        minutes(
            summary=(SummaryLine(id="s1", text="要約", evidence=(0,)), SummaryLine(id="s2", text="次", evidence=(4,))),
            decisions=(decision(confidence=0.5, doubtful=True),),
            actions=(action(), action("a2", owner=None, due=None)),
            open_questions=(OpenQuestion(id="q", text="いつ", evidence=(1,)),), notes=("モデルなし",),
            feedback=(CustomerRemark(id="f", text="遅い", evidence=(0,), departments=("物流部",), urgency="high"),),
            parked=(ParkedTopic(id="p", text="運賃", evidence=(3,)),), closed_actions=(ClosedAction("x9", (1, 2)),),
            next_meeting=NextMeeting(dt.date(2026, 10, 3), dt.time(14, 0), (4,))),
        coverage=replace(minutes().coverage, unheard=(Gap(1.0, 2.0, "overlap"),), parts=3))
    assert ledger.save_minutes(made, "system") == made
    assert ledger.minutes("m1") == made


def test_older_versions_stay_readable_as_people_left_them(ledger: SqlLedger) -> None:
    add_meeting(ledger)
    ledger.save_minutes(minutes(decisions=(decision(),)), "system")
    ledger.save_line("m1", decision(text="直した", state=LineState.EDITED), "佐藤")
    second = ledger.save_minutes(minutes(decisions=(decision("d2"),)), "system")
    assert second.version == 2
    assert [d.text for d in ledger.minutes("m1", version=1).decisions] == ["直した"]
    assert ledger.minutes("m1", version=2) == second
    with pytest.raises(NotFound):
        ledger.minutes("m1", version=3)


def test_drafting_the_same_once_more_makes_no_new_version(ledger: SqlLedger) -> None:
    add_meeting(ledger)
    ledger.save_minutes(minutes(actions=(action(),)), "system")
    assert ledger.save_minutes(minutes(actions=(action(),)), "system").version == 1


def test_a_meeting_without_minutes_says_so(ledger: SqlLedger) -> None:
    add_meeting(ledger)
    assert not ledger.has_minutes("m1")
    with pytest.raises(NotFound):
        ledger.minutes("m1")


def test_two_lines_of_one_id_are_a_mistake(ledger: SqlLedger) -> None:
    add_meeting(ledger)
    with pytest.raises(ValueError, match="same id"):
        ledger.save_minutes(minutes(decisions=(decision("x"),), actions=(action("x"),)), "system")
    assert not ledger.has_minutes("m1")


def test_a_line_is_changed_in_place_and_changed_back(ledger: SqlLedger) -> None:
    add_meeting(ledger)
    ledger.save_minutes(minutes(decisions=(decision("d0"), decision("d1"), decision("d2"))), "system")
    once, twice = decision(text="一", state=LineState.EDITED), decision(text="二", state=LineState.EDITED)
    ledger.save_line("m1", once, "佐藤")
    ledger.save_line("m1", twice, "佐藤")
    assert [d.text for d in ledger.minutes("m1").decisions] == [decision().text, "二", decision().text]
    assert ledger.minutes("m1").version == 1
    assert ledger.undo_line("m1", "d1", "佐藤") == once
    assert ledger.undo_line("m1", "d1", "佐藤") == decision()
    with pytest.raises(NotFound):
        ledger.undo_line("m1", "d1", "佐藤")


def test_whoever_saves_second_learns_that_the_line_has_changed(ledger: SqlLedger) -> None:
    add_meeting(ledger)
    ledger.save_minutes(minutes(decisions=(decision(),)), "system")
    ledger.save_line("m1", decision(text="先"), "佐藤", expected=decision())
    with pytest.raises(Conflict):
        ledger.save_line("m1", decision(text="後"), "鈴木", expected=decision())
    assert ledger.minutes("m1").decisions[0].text == "先"


def test_an_added_line_comes_last_and_taking_it_back_rejects_it(ledger: SqlLedger) -> None:
    add_meeting(ledger)
    ledger.save_minutes(minutes(actions=(action(),)), "system")
    ledger.add_line("m1", action("own", text="自分で足した"), "佐藤")
    assert [a.id for a in ledger.minutes("m1").actions] == ["a1", "own"]
    assert [f.action.id for f in ledger.actions()] == ["a1", "own"]
    assert ledger.undo_line("m1", "own", "佐藤").state is LineState.REJECTED
    assert [f.action.id for f in ledger.actions()] == ["a1"]
    with pytest.raises(Conflict):
        ledger.add_line("m1", action("own"), "佐藤")


def test_a_line_may_become_another_kind(ledger: SqlLedger) -> None:
    add_meeting(ledger)
    ledger.save_minutes(minutes(decisions=(decision("x"),), actions=(action(),)), "system")
    ledger.save_line("m1", ActionItem(id="x", text="やる", evidence=(1,)), "佐藤")
    assert ledger.minutes("m1").decisions == ()
    assert [f.action.id for f in ledger.actions()] == ["a1", "x"]
    assert isinstance(ledger.undo_line("m1", "x", "佐藤"), Decision)
    assert [f.action.id for f in ledger.actions()] == ["a1"]


def test_changes_made_on_another_transcript_cannot_be_taken_back(ledger: SqlLedger) -> None:
    add_meeting(ledger)
    ledger.save_transcript(transcript(), "system")
    ledger.save_minutes(minutes(decisions=(decision(),)), "system")
    ledger.save_line("m1", decision(text="直した"), "佐藤")
    ledger.save_transcript(transcript(shift_s=3), "system")
    with pytest.raises(NotFound):
        ledger.undo_line("m1", "d1", "佐藤")


def test_approval_is_kept_until_minutes_are_drafted_again(ledger: SqlLedger) -> None:
    add_meeting(ledger)
    ledger.save_minutes(minutes(), "system")
    ledger.set_minutes_status("m1", "approved", "佐藤")
    assert ledger.minutes("m1").status is MinutesStatus.APPROVED
    with pytest.raises(InvalidInput):
        ledger.set_minutes_status("m1", "signed", "佐藤")


def test_lines_are_read_across_the_last_meetings_without_rejected_ones(ledger: SqlLedger) -> None:
    for n, day in enumerate(("2026-08-01", "2026-08-08", "2026-08-15")):
        add_meeting(ledger, f"m{n}", day)
        kept, gone = decision(f"k{n}"), decision(f"g{n}", state=LineState.REJECTED)
        ledger.save_minutes(minutes(f"m{n}", decisions=(kept, gone), actions=(action(f"a{n}"),)), "system")
    assert [(f.line.id, f.meeting.id) for f in ledger.lines("decisions", "定例", 2)] == [("k2", "m2"), ("k1", "m1")]
    assert [f.line.id for f in ledger.lines("actions", "定例", 1)] == ["a2"]
    with pytest.raises(InvalidInput):
        ledger.lines("jokes", "定例", 2)


def test_a_decision_is_superseded_only_as_long_as_a_later_one_says_so(ledger: SqlLedger) -> None:
    add_meeting(ledger)
    add_meeting(ledger, "m2", "2026-09-09")
    ledger.save_minutes(minutes(decisions=(decision(),)), "system")
    newer = decision("d2", supersedes="d1")
    ledger.save_minutes(minutes("m2", decisions=(newer,)), "system")
    assert ledger.minutes("m1").decisions[0].status == "superseded"
    assert [f.line.status for f in ledger.lines("decisions", "定例", 5)] == ["active", "superseded"]
    # A merge copies what it reads; the mark must not stay because of that.
    ledger.save_minutes(replace(ledger.minutes("m1"), notes=("再作成",)), "system")
    ledger.save_line("m2", replace(newer, state=LineState.REJECTED), "佐藤")
    assert ledger.minutes("m1").decisions[0].status == "active"
