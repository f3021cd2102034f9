"""Stories customers tell together, and what people have taught."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace

import numpy as np
import pytest

from assistant.errors import NotFound
from assistant.model.feedback import (
    Example,
    Rule,
)
from assistant.ports.feedback import StoryCounts
from assistant.records import SqlLedger
from tests.adapters.feedback_samples import DAY, NOON, add_three, message, moved, point, stories


@pytest.fixture
def three(ledger: SqlLedger) -> SqlLedger:
    return add_three(ledger)


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
