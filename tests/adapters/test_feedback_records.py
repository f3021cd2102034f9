"""Customers' messages in the records: added once, found, counted."""

from __future__ import annotations

import datetime as dt
import json
import sqlite3
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import event, inspect, text

import assistant.records
from assistant.errors import InvalidInput, NotFound
from assistant.model.feedback import (
    Example,
    PointState,
    ReadPoint,
    Reply,
    ReplyState,
)
from assistant.ports.feedback import DayCount, DepartmentCounts, FeedbackLedger, Waiting
from assistant.records import SqlLedger
from assistant.records.store import FILE, connect
from tests.adapters.feedback_samples import DAY, NOON, add_three, ids, message, moved, point
from tests.adapters.samples import add_meeting


@pytest.fixture
def three(ledger: SqlLedger) -> SqlLedger:
    return add_three(ledger)

def test_the_ledger_keeps_every_promise_of_its_port() -> None:
    promised = {name for name in vars(FeedbackLedger) if not name.startswith("_")}
    own = {name for kind in SqlLedger.__mro__ if kind is not FeedbackLedger for name in vars(kind)}
    assert promised <= own


def test_records_of_the_version_before_are_brought_up_to_date(database: str) -> None:
    engine = connect(database)
    config = Config()
    config.set_main_option("script_location", str(Path(assistant.records.__file__).parent / "migrations"))
    with engine.connect().execution_options(writing=True) as connection, connection.begin():
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        connection.execute(text("insert into audit (at, who, what, subject, detail) values "
                                "('2026-01-01 00:00:00', 'x', 'y', 'z', '')"))
    ledger = SqlLedger.open(database)
    assert ledger.add_messages([(message("a"), [point("a1")])], "鈴木") == 1
    assert [e.subject for e in ledger.audit()] == ["a", "z"]
    ledger.close()
    with engine.connect().execution_options(writing=True) as connection, connection.begin():
        config.attributes["connection"] = connection
        command.downgrade(config, "0001")
        assert [n for n in inspect(connection).get_table_names() if "feedback" in n] == []
    engine.dispose()


def test_a_message_is_added_once_however_often_it_comes(three: SqlLedger) -> None:
    again = replace(message("x"), key="key a")
    assert three.add_messages([(again, [point("x1", "x")]), (message("d"), []), (message("d2", key="key d"), [])],
                              "鈴木") == 1
    assert [m.id for m in three.messages()] == ["b", "d", "c", "a"]
    assert three.known_keys(["key a", "key d", "key z"]) == {"key a", "key d"}
    assert ids(three.points()) == ["b1", "a1", "a2"]


def test_messages_are_added_all_or_none(ledger: SqlLedger) -> None:
    with pytest.raises(ValueError, match="another message"):
        ledger.add_messages([(message("a"), [point("a1")]), (message("b"), [point("a2", "a")])], "鈴木")
    with pytest.raises(NotFound):
        ledger.add_messages([(message("a"), []), (message("b", meeting_id="gone"), [])], "鈴木")
    assert ledger.messages() == []
    assert ledger.audit() == []


def test_messages_are_found_by_batch_day_customer_story_and_meeting(three: SqlLedger) -> None:
    add_meeting(three, "m1")
    three.add_messages([(message("e", story="a", meeting_id="m1", date=DAY + dt.timedelta(2)), [])], "鈴木")

    def found(**wanted: Any) -> list[str]:
        return [m.id for m in three.messages(**wanted)]

    assert found(batch="i1") == ["b", "c", "a"]
    assert found(since=DAY + dt.timedelta(1)) == ["e", "b"]
    assert found(until=DAY) == ["c", "a"]
    assert found(customer="佐藤") == ["b"]
    assert found(customer="") == ["c"]
    assert found(story="a") == ["e", "a"]
    assert found(meeting="m1") == ["e"]
    assert found(limit=1) == ["e"]
    with pytest.raises(NotFound):
        three.message("nobody")


def test_points_are_filtered_counted_and_paged(three: SqlLedger) -> None:
    three.save_points([replace(point("a1"), state=PointState.DONE)], "鈴木", "state")

    def found(**wanted: Any) -> list[str]:
        by_list = ids(three.points(**wanted))
        assert three.count_points(**wanted) == len(by_list)
        return by_list

    assert found() == ["b1", "a1", "a2"]
    assert found(review=True) == ["b1"]
    assert found(review=False) == ["a1", "a2"]
    assert found(department="物流部") == ["b1", "a1"]
    assert found(department="物流部", review=False) == ["a1"]
    assert found(department="物流部", state="done") == ["a1"]
    assert found(department="物流部", state="open") == ["b1"]
    assert found(state="open") == ["b1", "a2"]
    assert found(message_id="a") == ["a1", "a2"]
    assert found(since=DAY + dt.timedelta(1)) == ["b1"]
    assert found(department="営業部", since=DAY + dt.timedelta(1)) == []
    assert ids(three.points(limit=1, offset=1)) == ["a1"]
    with pytest.raises(InvalidInput):
        three.points(state="lost")


def test_messages_are_searched_by_words_of_any_width_and_case(ledger: SqlLedger) -> None:
    ledger.add_messages([
        (message("a", text="ＳＳＬ証明書が切れています", subject="ｻｰﾊﾞｰ"), [point("a1")]),
        (message("b", text="100%と書いてあった", customer="高橋_工務店"), [point("b1", "b")]),
    ], "鈴木")
    assert ids(ledger.points(words="ssl サーバー")) == ["a1"]
    assert ids(ledger.points(words="ssl　工務店")) == []
    assert ids(ledger.points(words="100%")) == ["b1"]
    assert ids(ledger.points(words="高橋_")) == ["b1"]
    assert ids(ledger.points(words="0%%")) == []
    assert len(ledger.points(words="  ")) == 2


def test_a_snoozed_point_comes_back_to_the_queue_on_its_day(three: SqlLedger) -> None:
    today = three.store.clock.today()
    three.save_points([replace(point("b1", "b", review=True), snoozed=today + dt.timedelta(1))], "鈴木", "snooze")
    assert ids(three.points(review=True)) == []
    assert ids(three.points()) == ["b1", "a1", "a2"]
    three.save_points([replace(point("b1", "b", review=True), snoozed=today)], "鈴木", "snooze")
    assert ids(three.points(review=True)) == ["b1"]


def test_a_point_is_late_when_it_is_open_due_and_its_clock_runs(three: SqlLedger) -> None:
    three.save_points([point("a1", due=NOON), replace(point("a2", "a", "営業部", start=6), due=NOON, paused=NOON)],
                      "鈴木", "due")
    later = NOON + dt.timedelta(minutes=1)
    assert ids(three.points(late_at=later)) == ["a1"]
    assert three.count_points(late_at=NOON) == 0
    three.save_points([point("a1", due=NOON, state=PointState.DONE)], "鈴木", "state")
    assert three.points(late_at=later) == []


def test_points_of_many_messages_come_at_once(three: SqlLedger) -> None:
    assert {m: [p.id for p in found] for m, found in three.points_of(["c", "b", "a"]).items()} == {
        "b": ["b1"], "a": ["a1", "a2"]}
    assert ids(three.points_with(["a2", "gone", "b1"])) == ["a2", "b1"]
    assert three.point("a2")[1].id == "a"
    with pytest.raises(NotFound):
        three.point("gone")


def test_a_message_is_found_by_its_key(three: SqlLedger) -> None:
    assert three.message_with_key("key b") == three.message("b")
    assert three.message_with_key("key z") is None


def test_the_queue_is_ranked_without_reading_its_points(three: SqlLedger) -> None:
    three.set_story("b", "a", "同じ箱", "鈴木")
    three.add_messages([(message("d"), [point("d1", "d", review=True, snoozed=dt.date(2099, 1, 1)),
                                        replace(point("d2", "d", start=9), read=ReadPoint("x", 9, 10))])], "鈴木")
    assert three.waiting() == [Waiting("b1", "b", "high", 0.75, 2), Waiting("d2", "d", "normal", None, 1)]


def test_a_reply_is_written_approved_and_sent(three: SqlLedger) -> None:
    assert three.reply("a") is None
    three.save_reply(Reply("a", "申し訳ございません。"), "佐藤")
    three.save_reply(Reply("a", "申し訳ございません。", ReplyState.APPROVED, "鈴木", NOON), "鈴木")
    assert three.reply("a") == Reply("a", "申し訳ございません。", ReplyState.APPROVED, "鈴木", NOON)
    assert [json.loads(e.detail) for e in three.audit("a")] == [
        {"state": ["draft", "approved"], "edited": False}, {"state": [None, "draft"], "edited": True}]
    with pytest.raises(NotFound):
        three.save_reply(Reply("gone", ""), "佐藤")


def test_departments_are_counted_by_state_review_and_lateness(three: SqlLedger) -> None:
    three.save_points([moved(point("a1", due=NOON), "物流部", "営業部"),
                       replace(point("a2", "a", "営業部", start=6), state=PointState.DONE, due=NOON),
                       replace(point("b1", "b", review=True), due=NOON)], "鈴木", "x")
    assert three.department_counts(NOON + dt.timedelta(days=1)) == [
        DepartmentCounts("営業部", new=1, done=1, late=1), DepartmentCounts("物流部", new=1, review=1, late=1)]


def test_days_are_counted_by_department_and_sentiment(three: SqlLedger) -> None:
    after = DAY + dt.timedelta(1)
    assert three.day_counts(DAY, after) == [
        DayCount(DAY, "営業部", "negative", 1), DayCount(DAY, "物流部", "negative", 1), DayCount(after, "", "negative", 1)]
    assert len(three.day_counts(after, after)) == 1


def test_reads_of_feedback_go_by_index(tmp_path: Path) -> None:
    ledger = SqlLedger.open(tmp_path)
    ledger.save_batch("i1", {}, "x")
    ledger.add_messages([
        (message(f"m{n}", batch=f"i{n % 3}", date=DAY + dt.timedelta(n % 9), story=f"m{n % 40}"),
         [point(f"p{n}", f"m{n}", f"部{n % 5}", review=n % 4 == 0)]) for n in range(200)], "x")
    ledger.save_points([point("p1", "m1", "部1", due=NOON)], "x", "x", examples=[Example("p1", "x", ())])
    statements: list[tuple[str, object]] = []
    event.listen(ledger.store.engine, "before_cursor_execute",
                 lambda _c, _cursor, statement, parameters, *_: statements.append((statement, parameters)))
    for wanted in ({"review": True}, {"review": False, "state": "open"}, {"department": "部1"}, {"state": "new"},
                   {"department": "部1", "state": "new"}, {"department": "部1", "review": True}, {"since": DAY},
                   {"message_id": "m1"}, {"late_at": NOON}, {"department": "部1", "since": DAY}):
        ledger.points(limit=50, **wanted)
    ledger.points_with(["p1"])
    ledger.points_of(["m1"])
    for asked in ({"batch": "i1"}, {"since": DAY}, {"customer": "山田"}, {"story": "m1"}, {"meeting": "x"}):
        ledger.messages(limit=50, **asked)
    ledger.known_keys(["key m1"])
    ledger.message_with_key("key m1")
    ledger.waiting()
    ledger.batch("i1")
    ledger.message("m1")
    ledger.story_sizes(["m1"])
    ledger.day_counts(DAY, DAY)
    ledger.point_history("p1")
    ledger.settled(NOON)
    ledger.undo_points("p1", "x")
    ledger.reply("m1")
    ledger.undo_batch("i1", "x")
    ledger.close()
    with sqlite3.connect(tmp_path / FILE) as plain:
        for statement, parameters in statements:
            if statement.startswith(("SELECT", "DELETE", "UPDATE")) and not isinstance(parameters, list):
                explained = plain.execute(f"EXPLAIN QUERY PLAN {statement}", parameters)  # type: ignore[arg-type]
                plan = [str(row[3]) for row in explained]
                assert [step for step in plan if step.startswith("SCAN") and "USING" not in step] == [], statement
