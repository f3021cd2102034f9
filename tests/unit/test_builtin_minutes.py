"""Minutes without a chat model and without an embedder: what must hold whatever the model's weights."""

from __future__ import annotations

import datetime as dt

import numpy as np

from assistant.minutes.brief import MinutesBrief
from assistant.minutes.builtin import BuiltinMinutes, talk_of
from assistant.minutes.closing import closed_actions
from assistant.model import (
    ActionItem,
    Attendee,
    Department,
    Kind,
    Meeting,
    Organisation,
    Person,
    Transcript,
    Utterance,
)
from assistant.ports.records import FiledAction

GARAGE = Organisation("車庫", (
    Department("整備課", ("整備",), "車を直す", ("車の修理と点検", "部品の手配"), (), "水野", (Person("水野", department="整備課"),)),
    Department("受付課", ("受付",), "お客様を迎える", ("予約の受付", "電話の応対"), (), "岡崎", (Person("岡崎", department="受付課"),))))
TALK = [
    ("岡崎", "おはようございます。始めましょうか。"),
    ("水野", "朝から寒いですね。"),
    ("岡崎", "あの、お客様から、代車が臭いっていうお電話が三件ありまして。"),
    ("水野", "それは申し訳ないな。"),
    ("岡崎", "代車の掃除、毎週に増やしませんか。"),
    ("水野", "賛成です、そうしましょう。"),
    ("岡崎", "では毎週ということで。"),
    ("水野", "部品の見積もりは、私が来週の金曜までに出します。"),
    ("岡崎", "お願いします。"),
    ("水野", "冬用タイヤの置き場って、結局どこになるんですかね。"),
    ("岡崎", "うーん、今日のところは分からないですね。"),
    ("岡崎", "では次回は三月の十八日、水曜の十時から。お疲れさまでした。"),
]
MEETING = Meeting("m1", "週例", dt.date(2026, 3, 4), "週例", dt.time(10), "ja",
                  attendees=(Attendee("岡崎", "受付課"), Attendee("水野", "整備課")))


def brief(turns: list[tuple[str, str]], meeting: Meeting = MEETING, sections: tuple[tuple[int, str], ...] = ()) -> MinutesBrief:
    said = tuple(Utterance(i, 4.0 * i, 4.0 * i + 3, who, text) for i, (who, text) in enumerate(turns))
    return MinutesBrief(meeting=meeting, transcript=Transcript("m1", said, sections=sections), organisation=GARAGE)


DRAFT = BuiltinMinutes(None).draft(brief(TALK))


def test_a_promise_is_an_action_with_its_owner_department_and_date() -> None:
    action = next(a for a in DRAFT.actions if 7 in a.evidence)
    assert (action.owner, action.department, action.due) == ("水野", "整備課", dt.date(2026, 3, 13))


def test_the_next_meeting_is_found_with_its_time() -> None:
    assert DRAFT.next_meeting is not None
    assert (DRAFT.next_meeting.date, DRAFT.next_meeting.time) == (dt.date(2026, 3, 18), dt.time(10))


def test_every_line_rests_on_utterances_of_the_meeting() -> None:
    lines = [*DRAFT.decisions, *DRAFT.actions, *DRAFT.open_questions, *DRAFT.feedback, *DRAFT.parked, *DRAFT.summary]
    assert lines and all(0 <= i < len(TALK) for line in lines for i in line.evidence)


def test_the_receipt_says_what_the_minutes_rest_on() -> None:
    assert (DRAFT.coverage.utterances, DRAFT.coverage.start_s, DRAFT.coverage.end_s) == (len(TALK), 0.0, 47.0)


def test_without_an_embedder_it_says_so() -> None:
    assert DRAFT.notes


def test_drafting_again_gives_the_same_ids() -> None:
    again = BuiltinMinutes(None).draft(brief(TALK))
    assert [a.id for a in again.actions] == [a.id for a in DRAFT.actions]


def test_an_empty_transcript_has_empty_minutes() -> None:
    assert BuiltinMinutes(None).draft(brief([])).actions == ()


def test_a_single_utterance_and_a_voice_without_a_name_do_no_harm() -> None:
    assert BuiltinMinutes(None).draft(brief([("", "はい。")])).coverage.utterances == 1


def test_a_report_closes_the_action_it_fits_and_no_other() -> None:
    earlier = [FiledAction(ActionItem(id=name, text=text, evidence=(1,), owner="水野"), MEETING) for name, text in
               (("tyre", "冬用タイヤを二十本注文する"), ("oil", "廃油の業者に電話する"))]
    said = talk_of(brief([("水野", "冬用タイヤの二十本、月曜に注文してあります。"), ("岡崎", "助かります。")]))
    closed = closed_actions(said, np.array([0.9, 0.0], np.float32), None, earlier, None)
    assert [(c.action_id, c.evidence) for c in closed] == [("tyre", (0,))]


NOTES = [("", "出席: 岡崎、水野"), ("", "代車の掃除は毎週とする"), ("", "水野: 部品の見積もりを3月13日までに出す"), ("", "チラシの版を直す(岡崎)"),
         ("", "前回の見積もり → 済"), ("", "3月18日(水) 10:00から")]
SECTIONS = ((0, "出席者"), (1, "決定事項"), (2, "TODO"), (5, "次回"))
WRITTEN = Meeting("m1", "週例", dt.date(2026, 3, 4), "週例", None, "ja", kind=Kind.NOTES)


def test_written_notes_are_read_by_their_headings() -> None:
    read = BuiltinMinutes(None).draft(brief(NOTES, WRITTEN, SECTIONS))
    assert [d.evidence for d in read.decisions] == [(1,)]
    assert [(a.owner, a.due) for a in read.actions] == [("水野", dt.date(2026, 3, 13)), ("岡崎", None)]
    assert read.next_meeting is not None and read.next_meeting.date == dt.date(2026, 3, 18)
