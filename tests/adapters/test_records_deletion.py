"""Deleting a meeting takes every trace of it."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from sqlalchemy import inspect, text

from assistant.errors import NotFound
from assistant.model import (
    ActionStatus,
    Agenda,
    AgendaItem,
    ClosedAction,
    Job,
    JobState,
    LineState,
    Moment,
    Passage,
    Reason,
    Transcript,
    Utterance,
)
from assistant.records import SqlLedger
from assistant.records.store import FILE
from tests.adapters.samples import action, add_meeting, decision, minutes

SECRET = "箱が三つ足りない"


def item(item_id: str, *moments: Moment, edited: bool = False) -> AgendaItem:
    return AgendaItem(id=item_id, topic=item_id, reason=Reason.OPEN_ACTION, why="", minutes=5, moments=moments,
                      edited=edited)


@pytest.fixture
def filled(ledger: SqlLedger) -> SqlLedger:
    """m1 keeps, m2 goes: it closes an action of m1, supersedes its decision, and is quoted everywhere."""
    add_meeting(ledger)
    ledger.save_minutes(minutes(actions=(action(),), decisions=(decision(),)), "system")
    add_meeting(ledger, "m2", "2026-09-09", title=SECRET, source=f"{SECRET}.vtt")
    spoken = (Utterance(0, 0, 1, "佐藤", SECRET), Utterance(1, 1, 2, "", "x"))
    ledger.save_transcript(Transcript("m2", spoken), "system")
    ledger.edit_utterance("m2", 1, SECRET, None, "佐藤")
    said = minutes("m2", actions=(action("b1", text=SECRET),), closed_actions=(ClosedAction("a1", (0,)),),
                   decisions=(decision("d2", text=SECRET, supersedes="d1"),))
    ledger.save_minutes(said, "system")
    ledger.set_action("b1", "佐藤", text=f"{SECRET}!")
    ledger.save_line("m2", decision("d2", text="直した", state=LineState.EDITED), "佐藤")
    ledger.save_minutes(replace(ledger.minutes("m2"), notes=("再作成",)), "system")
    ledger.save_passages("m2", [Passage("p", "m2", 0, 0, 0.0, SECRET)], np.ones((1, 2), dtype=np.float32), "e5")
    ledger.save_job(Job("j2", "m2", f"/in/{SECRET}", JobState.RUNNING))
    ledger.save_turn("c1", "佐藤", {"question": "何が?", "answer": SECRET, "citations": [{"meeting": "m2", "i": 0}]})
    ledger.save_turn("c1", "佐藤", {"question": "それで?", "answer": "はい", "citations": [{"meeting": "m1", "i": 0}]})
    ledger.save_agenda(Agenda(series="定例", date=None, items=(
        item(SECRET, Moment("m2", 0)), item("both", Moment("m1", 1), Moment("m2", 0)), item("goal"),
        item("by hand", Moment("m2", 1), edited=True))), "system")
    return ledger


def everything_stored(ledger: SqlLedger) -> str:
    engine = ledger.store.engine
    with engine.connect() as connection:
        queries = [text(f"select * from {table}") for table in inspect(connection).get_table_names()]
        return "\n".join(str(tuple(row)) for query in queries for row in connection.execute(query))


def test_no_row_of_a_deleted_meeting_stays_but_one_audit_line(filled: SqlLedger) -> None:
    assert SECRET in everything_stored(filled)
    filled.delete_meeting("m2", "鈴木")
    stored = everything_stored(filled)
    assert SECRET not in stored
    assert "直した" not in stored
    assert [(e.who, e.what, e.detail) for e in filled.audit("m2")] == [("鈴木", "meeting.delete", "")]
    for gone in (lambda: filled.meeting("m2"), lambda: filled.job("j2"), lambda: filled.action("b1")):
        with pytest.raises(NotFound):
            gone()


def test_what_a_deleted_meeting_said_about_others_no_longer_counts(filled: SqlLedger) -> None:
    assert filled.action("a1").action.status is ActionStatus.DONE
    filled.delete_meeting("m2", "鈴木")
    assert filled.action("a1").action.status is ActionStatus.OPEN
    assert filled.minutes("m1").decisions[0].status == "active"


def test_a_report_about_an_action_goes_with_the_action(filled: SqlLedger) -> None:
    filled.delete_meeting("m1", "鈴木")
    assert filled.minutes("m2").closed_actions == ()


def test_agenda_items_from_a_deleted_meeting_alone_go_and_a_persons_stay(filled: SqlLedger) -> None:
    filled.delete_meeting("m2", "鈴木")
    left = filled.agenda("定例")
    assert left is not None
    assert [(i.id, i.moments) for i in left.items] == [("both", (Moment("m1", 1),)), ("goal", ()), ("by hand", ())]


def test_of_an_answer_that_quoted_it_only_the_question_stays(filled: SqlLedger) -> None:
    filled.delete_meeting("m2", "鈴木")
    first, second = filled.conversation("c1")
    assert first == {"question": "何が?", "withdrawn": True}
    assert second["answer"] == "はい"


def test_the_same_file_can_be_added_again(filled: SqlLedger) -> None:
    filled.delete_meeting("m2", "鈴木")
    add_meeting(filled, "m2", "2026-09-09")
    assert filled.transcript("m2").utterances == ()


def test_nothing_said_can_be_read_from_the_file_any_more(filled: SqlLedger, tmp_path: Path) -> None:
    filled.delete_meeting("m2", "鈴木")
    for file in tmp_path.glob(f"{FILE}*"):  # none where the records are in PostgreSQL
        assert SECRET.encode() not in file.read_bytes(), file.name


def test_a_meeting_that_is_not_there_cannot_be_deleted(ledger: SqlLedger) -> None:
    with pytest.raises(NotFound):
        ledger.delete_meeting("nobody", "鈴木")
