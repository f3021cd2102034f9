"""Customers' messages in the records: added once, changed, taken back, removed without a trace."""

from __future__ import annotations

import datetime as dt
import itertools
import json
import sqlite3
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from alembic import command
from alembic.config import Config
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import event, inspect, text

import assistant.records
from assistant.errors import Conflict, InvalidInput, NotFound
from assistant.model.feedback import (
    Channel,
    Example,
    FeedbackPoint,
    Grounds,
    Message,
    PointState,
    ReadPoint,
    Reply,
    ReplyState,
    Routed,
    Rule,
    Why,
)
from assistant.ports.feedback import DayCount, DepartmentCounts, FeedbackLedger, StoryCounts, Unreadable, Waiting
from assistant.records import SqlLedger
from assistant.records.store import FILE, connect
from tests.adapters.samples import add_meeting

DAY = dt.date(2026, 9, 1)
NOON = dt.datetime(2026, 9, 1, 12, tzinfo=dt.UTC)
SECRET = "箱が三つ足りない"
number = itertools.count()
examples = settings(max_examples=25, deadline=None, database=None,
                    suppress_health_check=[HealthCheck.function_scoped_fixture])


def message(message_id: str = "a", **fields: Any) -> Message:
    values: dict[str, Any] = {"key": f"key {message_id}", "text": f"{message_id}の箱が潰れて届きました。", "date": DAY,
                              "customer": "山田", "story": message_id}
    return Message(message_id, **(values | fields))


def point(point_id: str = "a1", message_id: str = "a", *departments: str, start: int = 0, review: bool = False,
          **fields: Any) -> FeedbackPoint:
    routed = tuple(Routed(name, 0.75) for name in departments or ("物流部",))
    read = ReadPoint("箱が潰れて", start, start + 5, routed, review, Why(Grounds.CARD, ("配送",)), "negative", "high")
    return FeedbackPoint(point_id, message_id, read, **fields)


def moved(old: FeedbackPoint, *departments: str, **fields: Any) -> FeedbackPoint:
    """The point as a person decides it belongs."""
    routed = tuple(Routed(name, 1.0) for name in departments)
    read = replace(old.read, departments=routed, review=not routed, why=Why(Grounds.PERSON))
    return replace(old, read=read, **fields)


def ids(found: list[tuple[FeedbackPoint, Message]]) -> list[str]:
    return [one.id for one, _ in found]


@pytest.fixture
def three(ledger: SqlLedger) -> SqlLedger:
    """Message a with the points a1 and a2, b a day later with b1 in review, c without points."""
    ledger.add_messages([
        (message("a", batch="i1"), [point("a1"), point("a2", "a", "営業部", start=6)]),
        (message("b", batch="i1", date=DAY + dt.timedelta(1), customer="佐藤"), [point("b1", "b", review=True)]),
        (message("c", batch="i1", customer=""), []),
    ], "鈴木")
    return ledger


def stored(ledger: SqlLedger, *tables: str) -> str:
    """Every row of these tables (all, when none is named), as text."""
    with ledger.store.engine.connect() as connection:
        names = tables or tuple(sorted(inspect(connection).get_table_names()))
        queries = [text(f"select * from {table}") for table in names]
        return "\n".join(sorted(str(tuple(row)) for query in queries for row in connection.execute(query)))


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


# --- adding and finding ---

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


# --- changing and taking back ---

def test_a_change_tells_what_changed_in_its_audit_line(three: SqlLedger) -> None:
    three.save_points([moved(point("a1"), "営業部", owner="高橋")], "鈴木", "feedback.correct")
    three.save_points([moved(point("a1"), "営業部", owner="高橋")], "鈴木", "feedback.correct")
    three.save_points([moved(point("a1"), "営業部")], "鈴木", "feedback.assign", "owner: 高橋 → –")
    first, second = three.point_history("a1")
    assert (first.who, first.what, second.detail) == ("鈴木", "feedback.correct", "owner: 高橋 → –")
    assert json.loads(first.detail) == {"departments": [["物流部"], ["営業部"]], "grounds": ["card", "person"],
                                        "owner": ["", "高橋"]}


def test_the_departments_lists_go_by_follow_a_correction(three: SqlLedger) -> None:
    three.save_points([moved(point("a1"), "営業部", "総務部")], "鈴木", "feedback.correct")
    assert ids(three.points(department="総務部")) == ["a1"]
    assert ids(three.points(department="物流部")) == ["b1"]


def test_a_department_named_twice_lists_its_point_once(ledger: SqlLedger) -> None:
    ledger.add_messages([(message("a"), [point("a1", "a", "物流部", "物流部")])], "鈴木")
    assert ids(ledger.points(department="物流部")) == ["a1"]


def test_points_are_changed_all_or_none(three: SqlLedger) -> None:
    with pytest.raises(NotFound):
        three.save_points([moved(point("a1"), "営業部"), point("gone")], "鈴木", "feedback.correct")
    with pytest.raises(ValueError, match="is of message"):
        three.save_points([moved(point("a1"), "営業部"), point("b1", "a")], "鈴木", "feedback.correct")
    with pytest.raises(ValueError, match="other points"):
        three.save_points([point("a1")], "鈴木", "x", examples=[Example("b1", "x", ())])
    assert three.point("a1")[0] == point("a1")
    assert three.point_history("a1") == []


def test_points_of_one_call_are_taken_back_together_with_what_they_taught(three: SqlLedger) -> None:
    three.save_example(Example("a1", "箱が潰れて", ("総務部",)), "鈴木")
    before = stored(three, "feedback_points", "feedback_departments", "feedback_examples")
    three.save_points([moved(point("a1"), "営業部"), moved(point("b1", "b"), "営業部")], "佐藤", "feedback.correct",
                      examples=[Example("a1", "箱が潰れて", ("営業部",)), Example("b1", "箱が潰れて", ("営業部",))])
    assert [e.departments for e in three.examples()] == [("営業部",), ("営業部",)]
    assert [p.id for p in three.undo_points("b1", "佐藤")] == ["b1"]
    assert stored(three, "feedback_points", "feedback_departments", "feedback_examples") == before
    assert three.point_history("a1")[-1].what == "feedback.undo"
    with pytest.raises(NotFound):
        three.undo_points("a1", "佐藤")


def test_what_was_changed_again_since_stays_when_an_older_change_is_taken_back(three: SqlLedger) -> None:
    three.save_points([moved(point("a1"), "総務部"), moved(point("b1", "b"), "総務部")], "佐藤", "feedback.move")
    three.save_points([moved(point("b1", "b"), "営業部")], "鈴木", "feedback.correct")
    three.undo_points("a1", "佐藤")
    assert three.point("a1")[0] == point("a1")
    assert three.point("b1")[0] == moved(point("b1", "b"), "営業部")
    three.undo_points("b1", "佐藤")
    assert three.point("b1")[0] == moved(point("b1", "b"), "総務部")
    three.undo_points("b1", "佐藤")
    assert three.point("b1")[0] == point("b1", "b", review=True)


def test_a_split_is_taken_back_by_any_of_its_parts(three: SqlLedger) -> None:
    three.save_example(Example("a1", "箱が潰れて", ("物流部",)), "鈴木")
    before = stored(three, "feedback_points", "feedback_departments", "feedback_examples")
    for undone_by in ("a1", "s1", "s2"):
        three.replace_points("a", [point("s1"), point("s2", start=3), point("a2", "a", "営業部", start=6)], "鈴木",
                             "feedback.split")
        assert ids(three.points(message_id="a")) == ["s1", "s2", "a2"]
        assert three.examples() == []
        assert [p.id for p in three.undo_points(undone_by, "鈴木")] == ["a1", "a2"]
        assert stored(three, "feedback_points", "feedback_departments", "feedback_examples") == before
    assert [e.what for e in three.point_history("s1")] == ["feedback.split", "feedback.undo"] * 3


def test_a_split_whose_part_was_changed_since_is_not_lost_by_taking_it_back(three: SqlLedger) -> None:
    three.replace_points("a", [point("a1"), point("s2", start=3)], "鈴木", "feedback.split")
    three.save_points([point("s2", start=3, owner="高橋")], "鈴木", "feedback.assign")
    with pytest.raises(Conflict):
        three.undo_points("a2", "鈴木")
    three.undo_points("s2", "鈴木")
    assert [p.id for p in three.undo_points("a2", "鈴木")] == ["a1", "a2"]


def test_what_the_engine_asked_at_first_outlives_merging_and_undo(three: SqlLedger) -> None:
    three.save_points([moved(point("b1", "b", first=Routed("物流部", 0.4)), "物流部")], "鈴木", "feedback.correct",
                      examples=[Example("b1", "箱が潰れて", ("物流部",))])
    three.replace_points("b", [], "鈴木", "feedback.merge")
    assert three.settled() == []
    three.undo_points("b1", "鈴木")
    found, = three.settled()
    assert (found.point_id, found.first, found.asked, found.departments) == (
        "b1", Routed("物流部", 0.4), True, ("物流部",))
    assert three.settled(since=found.at) == [found]
    assert three.settled(since=found.at + dt.timedelta(seconds=1)) == []


words = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=12)
instants = st.datetimes(dt.datetime(2000, 1, 1), dt.datetime(2100, 1, 1), timezones=st.just(dt.UTC))
dates = st.dates(dt.date(1990, 1, 1), dt.date(2100, 1, 1))
routed = st.builds(Routed, name=words, confidence=st.floats(0, 1))


def several(of: st.SearchStrategy[Any], most: int = 3) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(of, max_size=most).map(tuple)


reads = st.builds(
    ReadPoint, text=words, start=st.integers(0, 99), end=st.integers(0, 99), departments=several(routed),
    review=st.booleans(), why=st.builds(Why, grounds=st.sampled_from(Grounds), words=several(words),
                                        examples=several(words)),
    sentiment=words, urgency=words)
points = st.builds(
    FeedbackPoint, id=st.just(""), message_id=st.just(""), read=reads, state=st.sampled_from(PointState), owner=words,
    due=st.none() | instants, paused=st.none() | instants, snoozed=st.none() | dates, first=st.none() | routed)
messages = st.builds(
    Message, id=st.just(""), key=st.just(""), text=words, date=dates, lang=words, customer=words,
    channel=st.sampled_from(Channel), subject=words, folded=words, batch=words, origin=words, story=st.just(""),
    story_why=st.just(""), meeting_id=st.just(""), utterances=several(st.integers(0, 99)),
    answered=st.none() | instants)


def fresh(told: Message, found: tuple[FeedbackPoint, ...]) -> tuple[Message, list[FeedbackPoint]]:
    own = f"m{next(number)}"
    named = [replace(p, id=f"p{next(number)}", message_id=own) for p in found]
    return replace(told, id=own, key=own, story=own), named


@examples
@given(messages, several(points))
def test_whatever_a_message_is_comes_back_as_it_went_in(ledger: SqlLedger, told: Message, found: Any) -> None:
    kept, named = fresh(told, found)
    ledger.add_messages([(kept, named)], "x")
    assert ledger.message(kept.id) == kept
    in_order = sorted(named, key=lambda p: (p.read.start, p.read.end, p.id))
    assert ledger.points(message_id=kept.id) == [(p, kept) for p in in_order]
    assert ledger.points_of([kept.id]).get(kept.id, []) == in_order


@examples
@given(st.lists(st.tuples(st.sampled_from(["save", "replace"]), several(points), st.booleans()), max_size=6),
       several(points))
def test_undoing_everything_leaves_exactly_what_was(ledger: SqlLedger, changes: Any, first: Any) -> None:
    kept, named = fresh(message(), first)
    ledger.add_messages([(kept, named)], "x")
    tables = ("feedback_points", "feedback_departments", "feedback_examples", "feedback_history")
    states = [stored(ledger, *tables)]
    touched: list[str] = []
    for kind, wanted, teaches in changes:
        here = [p.id for p in ledger.points_of([kept.id]).get(kept.id, [])]
        own = [replace(p, id=here[i] if i < len(here) else f"p{next(number)}", message_id=kept.id)
               for i, p in enumerate(wanted) if kind == "replace" or i < len(here)]
        learnt = [Example(p.id, p.read.text, ()) for p in own] if teaches else []
        if kind == "save":
            ledger.save_points(own, "x", "change", examples=learnt)
        else:
            ledger.replace_points(kept.id, own, "x", "change", examples=learnt)
        if (after := stored(ledger, *tables)) != states[-1]:
            states.append(after)
            with ledger.store.reading() as connection:
                touched.append(connection.execute(text("select point_id from feedback_history order by n desc limit 1"))
                               .scalar_one())
    for point_id, before in reversed(list(zip(touched, states[:-1], strict=True))):
        ledger.undo_points(point_id, "x")
        assert stored(ledger, *tables) == before


# --- stories ---

def stories(ledger: SqlLedger) -> dict[str, str]:
    return {m.id: m.story for m in ledger.messages()}


def test_messages_are_joined_to_a_story_and_taken_out_again(three: SqlLedger) -> None:
    three.set_story("b", "a", "同じ箱", "鈴木")
    three.set_story("c", "b", "同じ箱", "鈴木")
    assert stories(three) == {"a": "a", "b": "a", "c": "a"}
    assert three.message("c").story_why == "同じ箱"
    assert three.story_sizes(["a", "b"]) == {"a": 3}
    three.set_story("c", "c", "", "鈴木")
    assert (stories(three), three.message("c").story_why) == ({"a": "a", "b": "a", "c": "c"}, "")
    three.set_story("a", "b", "前から同じ", "鈴木")
    assert stories(three) == {"a": "a", "b": "a", "c": "c"}
    assert json.loads(three.audit("c")[0].detail) == {"story": ["a", "c"], "why": ""}
    with pytest.raises(NotFound):
        three.set_story("a", "nobody", "", "鈴木")


def test_a_story_goes_on_without_the_message_that_led_it(three: SqlLedger) -> None:
    for follower in ("b", "c"):
        three.set_story(follower, "a", "同じ箱", "鈴木")
    three.set_story("a", "a", "", "鈴木")
    assert stories(three) == {"a": "a", "b": "c", "c": "c"}
    assert (three.message("b").story_why, three.message("c").story_why) == ("同じ箱", "")


def test_new_messages_find_their_story_wherever_it_begins(three: SqlLedger) -> None:
    three.set_story("b", "a", "同じ箱", "鈴木")
    twice = replace(message("a again"), key="key a")
    three.add_messages([
        (message("d", story="b", story_why="同じ"), []), (message("e", story="d"), []), (twice, []),
        (message("f", story="a again"), []), (message("g", story="gone", story_why="同じ"), []),
        (message("h", story="i"), []), (message("i"), []), (message("j", story=""), []),
    ], "鈴木")
    found = stories(three)
    assert {own: found[own] for own in "defghij"} == {"d": "a", "e": "a", "f": "a", "g": "g", "h": "i", "i": "i",
                                                      "j": "j"}
    assert three.message("g").story_why == ""


def test_a_story_counts_its_customers_and_who_is_answered(three: SqlLedger) -> None:
    three.add_messages([(message("d", story="a", customer=""), []), (message("e", story="a", customer=""), []),
                        (message("f", story="b", customer="佐藤", date=DAY + dt.timedelta(3)), [])], "鈴木")
    three.set_answered("b", NOON, "鈴木")
    three.set_answered("f", NOON, "鈴木")
    assert three.stories() == [StoryCounts("b", 2, 1, 2), StoryCounts("a", 3, 3, 0)]
    assert three.stories(open_only=True) == [StoryCounts("a", 3, 3, 0)]
    assert three.stories(limit=1, offset=1) == [StoryCounts("a", 3, 3, 0)]


# --- teaching ---

def test_examples_are_listed_oldest_first_corrections_newest_first(three: SqlLedger) -> None:
    three.save_example(Example("a1", "箱", ("物流部",)), "鈴木")
    three.save_example(Example("b1", "鍵", ()), "佐藤")
    three.save_example(Example("a1", "箱", ("営業部", "物流部")), "高橋")
    three.save_example(Example("b1", "鍵", ()), "高橋")
    three.save_example(Example("example 1", "見本", ("総務部",)), "鈴木")
    assert three.examples() == [Example("b1", "鍵", ()), Example("a1", "箱", ("営業部", "物流部")),
                                Example("example 1", "見本", ("総務部",))]
    assert [(c.example.point_id, c.who) for c in three.corrections(limit=2, offset=1)] == [("a1", "高橋"),
                                                                                          ("b1", "佐藤")]
    three.forget_example("a1", "鈴木")
    assert [e.point_id for e in three.examples()] == ["b1", "example 1"]
    assert json.loads(three.point_history("a1")[-1].detail) == {"departments": [["営業部", "物流部"], None]}
    with pytest.raises(NotFound):
        three.forget_example("a1", "鈴木")


def test_rules_are_kept_in_their_order(ledger: SqlLedger) -> None:
    rules = [Rule(("返金", "払い戻し"), "経理部"), Rule(("鍵",), "総務部")]
    ledger.save_feedback_rules([Rule(("古い",), "x")], "鈴木")
    ledger.save_feedback_rules(rules, "鈴木")
    assert ledger.feedback_rules() == rules
    ledger.save_feedback_rules([], "鈴木")
    assert ledger.feedback_rules() == []


def test_vectors_are_kept_until_their_words_change(three: SqlLedger) -> None:
    vectors = np.arange(8, dtype=np.float16).reshape(4, 2) / 3
    items = [("a", "a"), ("a1", "a"), ("a2", "a"), ("gone", "gone")]
    three.save_feedback_vectors("e5", items, np.zeros((4, 2), dtype=np.float32))
    three.save_feedback_vectors("e5", items, vectors)
    three.save_points([moved(point("a2", "a", start=6), "総務部")], "鈴木", "feedback.correct")
    assert {k: v.tolist() for k, v in three.feedback_vectors("e5", ["a", "a1", "a2", "b"]).items()} == {
        key: vectors[n].astype(np.float32).tolist() for n, key in enumerate(("a", "a1", "a2"))}
    assert three.feedback_vectors("other", ["a"]) == {}
    longer = point("a1")
    three.replace_points("a", [replace(longer, read=replace(longer.read, text="箱"))], "鈴木", "feedback.split")
    assert list(three.feedback_vectors("e5", ["a", "a1", "a2"])) == ["a"]
    three.undo_batch("i1", "鈴木")
    assert three.feedback_vectors("e5", ["a"]) == {}
    with pytest.raises(ValueError, match="4 items"):
        three.save_feedback_vectors("e5", items, vectors[:2])


# --- imports ---

def test_a_receipt_stays_who_began_it_and_tells_how_it_stands(ledger: SqlLedger) -> None:
    ledger.save_batch("i1", {"state": "running", "messages": 0}, "鈴木")
    begun = ledger.batches()[0]["at"]
    ledger.save_batch("i1", {"state": "running", "messages": 5}, "renkei")
    ledger.save_batch("i1", {"state": "done", "messages": 9}, "renkei")
    ledger.save_batch("i2", {"messages": 1}, "佐藤")
    assert [b["batch"] for b in ledger.batches()] == ["i2", "i1"]
    assert ledger.batches()[1] == {"batch": "i1", "at": begun, "who": "鈴木", "state": "done", "messages": 9}
    assert ledger.batch("i1") == ledger.batches()[1]
    with pytest.raises(NotFound):
        ledger.batch("i3")
    assert [json.loads(e.detail)["state"] for e in ledger.audit("i1")] == [["running", "done"], [None, "running"]]


def test_an_import_goes_on_where_it_was_killed(ledger: SqlLedger) -> None:
    rows = [(message(f"r{n}", batch="i1"), [point(f"r{n}p", f"r{n}")]) for n in range(10)]
    ledger.add_messages(rows[:6], "鈴木")
    again = [(replace(m, id=f"again {m.id}", story=f"again {m.id}"), [replace(p, id="x" + p.id, message_id=f"again {m.id}")
                                                                     for p in found]) for m, found in rows]
    assert ledger.add_messages(again[3:], "鈴木") == 4
    assert ledger.count_points() == len(ledger.messages()) == 10


def test_the_tray_keeps_the_raw_bytes_and_a_row_once(ledger: SqlLedger) -> None:
    first = Unreadable(3, "files.broken", {"why": "x"}, b"\x00\xff")
    ledger.keep_unreadable("i1", [first, Unreadable(9, "files.empty", {})], "鈴木")
    ledger.keep_unreadable("i1", [first, Unreadable(12, "files.empty", {})], "鈴木")
    ledger.keep_unreadable("i1", [], "鈴木")
    tray = ledger.unreadable()
    assert [(item["row"], item["key"], item["size"]) for item in tray] == [
        (12, "files.empty", 0), (3, "files.broken", 2), (9, "files.empty", 0)]
    assert ledger.unreadable_raw(tray[1]["id"]) == b"\x00\xff"
    assert ledger.unreadable_raw(tray[0]["id"]) == b""
    ledger.forget_unreadable(tray[1]["id"], "鈴木")
    gone: list[Callable[[], object]] = [lambda: ledger.unreadable_raw(tray[1]["id"]),
                                        lambda: ledger.forget_unreadable(tray[1]["id"], "鈴木")]
    for ask in gone:
        with pytest.raises(NotFound):
            ask()


def filled(ledger: SqlLedger, **fields: Any) -> SqlLedger:
    """Message z of SECRET words, with everything that can be kept of it, leading a story with y of another import."""
    ledger.save_batch("i9", {"name": SECRET}, "鈴木")
    routed_by = replace(point("z1", "z").read, text=SECRET)
    ledger.add_messages([(message("z", batch="i9", text=SECRET, customer=SECRET, **fields),
                          [replace(point("z1", "z"), read=routed_by)])], "鈴木")
    ledger.add_messages([(message("y", batch="i8", story="z", story_why="箱"), [point("y1", "y")])], "鈴木")
    ledger.save_points([replace(moved(point("z1", "z"), "営業部"), owner=SECRET)], "佐藤", "feedback.correct", SECRET,
                       examples=[Example("z1", SECRET, ("営業部",))])
    ledger.replace_points("z", [point("z2", "z")], "佐藤", "feedback.split")
    ledger.undo_points("z2", "佐藤")
    ledger.set_story("z", "z", SECRET, "佐藤")
    ledger.set_story("y", "z", "箱", "佐藤")
    ledger.save_reply(Reply("z", SECRET), "佐藤")
    ledger.set_answered("z", NOON, "佐藤")
    ledger.note("佐藤", "feedback.told", "z1", SECRET)
    ledger.keep_unreadable("i9", [Unreadable(7, "files.broken", {"why": SECRET}, SECRET.encode())], "鈴木")
    return ledger


def test_an_undone_import_leaves_one_audit_line(ledger: SqlLedger, tmp_path: Path) -> None:
    filled(ledger)
    assert ledger.undo_batch("i9", "高橋") == 1
    left = stored(ledger)
    assert SECRET not in left
    assert "'z" not in left
    assert [(e.who, e.what, e.detail) for e in ledger.audit("i9")] == [
        ("高橋", "feedback.undo_import", '{"messages": 1}')]
    assert (stories(ledger), ids(ledger.points()), ledger.unreadable(), ledger.batches()) == ({"y": "y"}, ["y1"], [], [])
    for file in tmp_path.glob(f"{FILE}*"):
        assert SECRET.encode() not in file.read_bytes(), file.name
    with pytest.raises(NotFound):
        ledger.undo_batch("i9", "高橋")


def test_what_customers_said_in_a_meeting_goes_with_it(ledger: SqlLedger) -> None:
    add_meeting(ledger)
    filled(ledger, meeting_id="m1", utterances=(2, 3))
    assert ledger.message("z").utterances == (2, 3)
    ledger.delete_meeting("m1", "鈴木")
    assert (stories(ledger), ids(ledger.points())) == ({"y": "y"}, ["y1"])
    left = stored(ledger, *(t for t in ("feedback_messages", "feedback_points", "feedback_examples", "feedback_history",
                                        "feedback_replies", "audit")))
    assert SECRET not in left
    assert [(e.what, e.detail) for e in ledger.audit("m1")] == [("feedback.remove", '{"messages": 1}'),
                                                               ("meeting.delete", "")]


# --- replies and counts ---

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
                plan = [str(row[3]) for row in plain.execute(f"EXPLAIN QUERY PLAN {statement}", parameters)]  # type: ignore[arg-type]
                assert [step for step in plan if step.startswith("SCAN") and "USING" not in step] == [], statement
