"""What people make of points, and taking it back."""

from __future__ import annotations

import datetime as dt
import json

import pytest

from assistant.errors import Conflict, NotFound
from assistant.model.feedback import (
    Example,
    Routed,
)
from assistant.records import SqlLedger
from tests.adapters.feedback_samples import add_three, ids, message, moved, point, stored


@pytest.fixture
def three(ledger: SqlLedger) -> SqlLedger:
    return add_three(ledger)


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
