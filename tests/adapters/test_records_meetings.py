"""Meetings, the organisation, conversations, jobs and the audit trail in the records."""

import datetime as dt
import unicodedata
from dataclasses import replace

import pytest

from assistant.errors import Conflict, InvalidInput, NotFound
from assistant.model import Attendee, Job, JobState, MeetingStatus
from assistant.records import SqlLedger
from tests.adapters.samples import add_meeting


def test_a_meeting_comes_back_as_it_was_added(ledger: SqlLedger) -> None:
    meeting = add_meeting(ledger, start=dt.time(14, 0), attendees=(Attendee("佐藤", "営業部"),))
    assert ledger.meeting("m1") == meeting
    assert ledger.meeting_with_hash("sha-m1") == meeting


def test_the_same_content_belongs_to_one_meeting(ledger: SqlLedger) -> None:
    meeting = add_meeting(ledger)
    with pytest.raises(Conflict) as refused:
        ledger.add_meeting(replace(meeting, id="m2"), "sha-m1", "佐藤")
    assert meeting.title in refused.value.say("ja")
    assert [m.id for m in ledger.meetings()] == ["m1"]


def test_meetings_are_listed_newest_first_and_by_series(ledger: SqlLedger) -> None:
    add_meeting(ledger, "old", "2026-01-05")
    add_meeting(ledger, "noon", "2026-02-02", start=dt.time(12, 0))
    add_meeting(ledger, "morning", "2026-02-02", start=dt.time(9, 0))
    add_meeting(ledger, "other", "2026-03-01", series="企画")
    assert [m.id for m in ledger.meetings()] == ["other", "noon", "morning", "old"]
    assert [m.id for m in ledger.meetings(series="定例", limit=1, offset=1)] == ["morning"]
    assert ledger.series() == sorted(["定例", "企画"])


def test_a_name_finds_by_id_title_file_and_the_beginning_of_an_id(ledger: SqlLedger) -> None:
    add_meeting(ledger, "abcdef01", title="九月定例", source="が.vtt")
    add_meeting(ledger, "abcdef02", title="ABC会議", source="b.vtt")
    assert [m.id for m in ledger.meetings_named("九月定例")] == ["abcdef01"]
    assert [m.id for m in ledger.meetings_named(unicodedata.normalize("NFD", "が.vtt"))] == ["abcdef01"]
    assert [m.id for m in ledger.meetings_named("ａｂｃ会議")] == ["abcdef02"]
    assert len(ledger.meetings_named("abcd")) == 2
    assert ledger.meetings_named("abc") == []
    assert ledger.meetings_named("abc%") == []


def test_an_exact_title_wins_over_one_in_other_letters(ledger: SqlLedger) -> None:
    add_meeting(ledger, "m1", title="ABC")
    add_meeting(ledger, "m2", title="abc")
    assert [m.id for m in ledger.meetings_named("abc")] == ["m2"]


def test_changing_a_meeting_says_in_the_audit_what_changed(ledger: SqlLedger) -> None:
    add_meeting(ledger)
    changed = ledger.update_meeting("m1", "鈴木", title="臨時", start=dt.time(9, 5), status="ready")
    assert (changed.title, changed.start, changed.status) == ("臨時", dt.time(9, 5), MeetingStatus.READY)
    assert ledger.meetings_named("臨時") == [changed]
    last = ledger.audit("m1")[0]
    assert last.who == "鈴木"
    assert "title: 定例 m1 → 臨時" in last.detail
    assert "title_key" not in last.detail


def test_unknown_fields_and_unknown_meetings_are_refused(ledger: SqlLedger) -> None:
    add_meeting(ledger)
    with pytest.raises(InvalidInput):
        ledger.update_meeting("m1", "佐藤", sha256="x")
    with pytest.raises(NotFound):
        ledger.meeting("nobody")


def test_a_new_version_of_a_file_takes_the_place_of_the_old_content(ledger: SqlLedger) -> None:
    add_meeting(ledger)
    ledger.new_version("m1", "sha-new", "m1 (2).vtt", "佐藤")
    assert ledger.meeting_with_hash("sha-m1") is None
    found = ledger.meeting_with_hash("sha-new")
    assert found is not None
    assert found.source == "m1 (2).vtt"


def test_what_no_database_can_hold_is_left_out_of_a_text(ledger: SqlLedger) -> None:
    add_meeting(ledger, title="a\x00b\ud800", attendees=(Attendee("c\x00\\u0000d"),))
    assert ledger.meeting("m1").title == "ab?"
    assert ledger.meeting("m1").attendees == (Attendee("c\\u0000d"),)


def test_conversations_belong_to_the_person_who_began_them(ledger: SqlLedger) -> None:
    ledger.save_turn("c1", "佐藤", {"question": "いつ?", "answer": "火曜"})
    ledger.save_turn("c2", "佐藤", {"question": "誰が?"})
    ledger.save_turn("c1", "佐藤", {"question": "どこで?"})
    assert [t["question"] for t in ledger.conversation("c1")] == ["いつ?", "どこで?"]
    assert [(c["id"], c["title"], c["turns"]) for c in ledger.conversations("佐藤")] == [("c1", "いつ?", 2),
                                                                                   ("c2", "誰が?", 1)]
    assert ledger.conversations("鈴木") == []
    with pytest.raises(NotFound):
        ledger.save_turn("c1", "鈴木", {"question": "横から"})


def test_settings_are_plain_values_under_a_name(ledger: SqlLedger) -> None:
    assert ledger.setting("speed", {}) == {}
    ledger.save_setting("speed", {"decode": 0.1}, "renkei")
    ledger.save_setting("speed", {"decode": 0.2}, "renkei")
    assert ledger.setting("speed") == {"decode": 0.2}


def test_a_job_is_changed_whole_or_not_at_all(ledger: SqlLedger) -> None:
    add_meeting(ledger)
    ledger.save_job(Job("j1", "m1", "/x", JobState.QUEUED, options={"lang": "ja"}))
    ledger.save_job(Job("j2", None, "/y", JobState.FAILED))
    running = ledger.change_job("j1", lambda job: replace(job, state=JobState.RUNNING, progress=0.5))
    assert ledger.job("j1") == running
    assert ledger.change_job("j1", lambda _job: None) == running
    assert [j.id for j in ledger.jobs()] == ["j2", "j1"]
    assert [j.id for j in ledger.unfinished_jobs()] == ["j1"]
    assert [e.what for e in ledger.audit("j1")] == ["job.running", "job.queued"]


def test_every_change_leaves_one_line_of_who_did_what(ledger: SqlLedger) -> None:
    add_meeting(ledger)
    ledger.note("鈴木", "export", "m1", "docx")
    assert [(e.who, e.what, e.detail) for e in ledger.audit("m1")] == [("鈴木", "export", "docx"),
                                                                     ("佐藤", "meeting.add", "m1.vtt")]
