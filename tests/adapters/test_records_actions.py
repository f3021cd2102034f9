"""Actions across meetings: drafted, changed by people, reported done."""

import datetime as dt
from dataclasses import replace

import pytest

from assistant.errors import InvalidInput, NotFound
from assistant.model import ActionItem, ActionStatus, ClosedAction, LineState, Minutes
from assistant.records import SqlLedger
from tests.adapters.samples import action, add_meeting, minutes


@pytest.fixture
def two_meetings(ledger: SqlLedger) -> SqlLedger:
    """m1 with the actions a1 and a2, and m2 a week later without minutes."""
    add_meeting(ledger)
    add_meeting(ledger, "m2", "2026-09-09")
    ledger.save_minutes(minutes(actions=(action(), action("a2", owner="佐藤", department="営業部"))), "system")
    return ledger


def closing(*ids: str) -> Minutes:
    return minutes("m2", closed_actions=tuple(ClosedAction(i, (3, 4)) for i in ids))


def now(ledger: SqlLedger, action_id: str = "a1") -> ActionItem:
    return ledger.action(action_id).action


def test_actions_are_found_by_series_department_meeting_date_and_status(two_meetings: SqlLedger) -> None:
    ledger = two_meetings
    add_meeting(ledger, "m3", "2026-09-10", series="企画")
    ledger.save_minutes(minutes("m3", actions=(action("b1", state=LineState.REJECTED), action("b2"))), "system")
    ledger.set_action("a2", "佐藤", status="done")

    def ids(**wanted: object) -> list[str]:
        return [f.action.id for f in ledger.actions(**wanted)]  # type: ignore[arg-type]

    assert ids() == ["a1", "a2", "b2"]
    assert ids(open_only=True) == ["a1", "b2"]
    assert ids(series="企画") == ["b2"]
    assert ids(department="営業部") == ["a2"]
    assert ids(meeting_id="m1", open_only=True) == ["a1"]
    assert ids(before=dt.date(2026, 9, 10)) == ["a1", "a2"]
    with pytest.raises(NotFound):
        ledger.action("b1")


def test_what_a_person_changed_outlives_drafting_again(two_meetings: SqlLedger) -> None:
    two_meetings.set_action("a1", "佐藤", due=dt.date(2026, 9, 30), owner="高橋", status="done")
    two_meetings.save_minutes(minutes(actions=(action(text="締めの連絡"),)), "system")
    assert now(two_meetings) == action(text="締めの連絡", due=dt.date(2026, 9, 30), owner="高橋",
                                       status=ActionStatus.DONE)


def test_a_person_touching_a_draft_makes_it_theirs(two_meetings: SqlLedger) -> None:
    two_meetings.set_action("a1", "佐藤", status="done")
    two_meetings.set_action("a2", "佐藤", due=None)
    assert [a.state for a in two_meetings.minutes("m1").actions] == [LineState.ACCEPTED, LineState.EDITED]
    assert two_meetings.minutes("m1").actions[0].status is ActionStatus.DONE


def test_changing_an_action_in_the_minutes_is_the_same_as_in_the_list(two_meetings: SqlLedger) -> None:
    two_meetings.save_line("m1", replace(now(two_meetings), owner="高橋", state=LineState.EDITED), "佐藤")
    assert now(two_meetings).owner == "高橋"
    two_meetings.save_minutes(minutes(actions=(action(),)), "system")
    assert now(two_meetings).owner == "高橋"


def test_a_change_of_an_action_is_taken_back_whole(two_meetings: SqlLedger) -> None:
    two_meetings.set_action("a1", "佐藤", due=dt.date(2026, 9, 30))
    two_meetings.set_action("a1", "佐藤", status="cancelled")
    assert two_meetings.undo_line("m1", "a1", "佐藤") == action(due=dt.date(2026, 9, 30), state=LineState.EDITED)
    assert two_meetings.undo_line("m1", "a1", "佐藤") == action()
    two_meetings.save_minutes(minutes(actions=(action(due=dt.date(2026, 9, 11)),)), "system")
    assert now(two_meetings).due == dt.date(2026, 9, 11)


def test_a_later_meeting_closes_an_action_until_it_no_longer_says_so(two_meetings: SqlLedger) -> None:
    two_meetings.save_minutes(closing("a1"), "system")
    filed = two_meetings.action("a1")
    assert (filed.action.status, filed.closed_by) == (ActionStatus.DONE, ("m2", 3))
    assert two_meetings.minutes("m1").actions[0].status is ActionStatus.DONE
    two_meetings.save_minutes(closing(), "system")
    assert two_meetings.action("a1").closed_by is None
    assert now(two_meetings).status is ActionStatus.OPEN


def test_a_closing_does_not_stay_because_a_merge_copied_it(two_meetings: SqlLedger) -> None:
    two_meetings.save_minutes(closing("a1"), "system")
    two_meetings.save_minutes(replace(two_meetings.minutes("m1"), notes=("再作成",)), "system")
    two_meetings.save_line("m1", replace(now(two_meetings), text="直した", state=LineState.EDITED), "佐藤")
    two_meetings.save_minutes(closing(), "system")
    assert now(two_meetings).status is ActionStatus.OPEN


def test_a_closing_waits_for_a_meeting_that_comes_in_later(ledger: SqlLedger) -> None:
    add_meeting(ledger, "m2", "2026-09-09")
    ledger.save_minutes(closing("a1"), "system")
    add_meeting(ledger)
    ledger.save_minutes(minutes(actions=(action(),)), "system")
    assert now(ledger).status is ActionStatus.DONE


def test_a_person_who_opens_an_action_again_is_heard_until_a_new_report(two_meetings: SqlLedger) -> None:
    two_meetings.save_minutes(closing("a1"), "system")
    two_meetings.set_action("a1", "佐藤", status="open")
    two_meetings.save_minutes(replace(closing("a1"), notes=("再作成",)), "system")
    assert now(two_meetings).status is ActionStatus.OPEN
    add_meeting(two_meetings, "m3", "2026-09-16")
    two_meetings.save_minutes(replace(closing("a1"), meeting_id="m3"), "system")
    assert two_meetings.action("a1").closed_by == ("m3", 3)


def test_a_cancelled_action_is_not_closed_by_a_report(two_meetings: SqlLedger) -> None:
    two_meetings.set_action("a1", "佐藤", status="cancelled")
    two_meetings.save_minutes(closing("a1"), "system")
    assert now(two_meetings).status is ActionStatus.CANCELLED


def test_the_history_tells_who_changed_what(two_meetings: SqlLedger) -> None:
    two_meetings.set_action("a1", "佐藤", due=dt.date(2026, 9, 30), owner=None)
    two_meetings.save_minutes(closing("a1"), "system")
    two_meetings.save_minutes(closing(), "system")
    assert [(e.who, e.what, e.detail) for e in two_meetings.action_history("a1")] == [
        ("佐藤", "action.update", "due: 2026-09-08 → 2026-09-30; owner: 鈴木 → –"),
        ("system", "action.closed", "m2"), ("system", "action.reopened", "m2")]


def test_only_what_belongs_to_an_action_can_be_changed(two_meetings: SqlLedger) -> None:
    with pytest.raises(InvalidInput):
        two_meetings.set_action("a1", "佐藤", evidence=(1,))
    with pytest.raises(InvalidInput):
        two_meetings.set_action("a1", "佐藤", status="maybe")
    with pytest.raises(NotFound):
        two_meetings.set_action("nobody", "佐藤", status="done")
