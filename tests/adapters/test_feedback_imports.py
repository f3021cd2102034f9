"""Imports: gone on with, looked into, taken back without a trace."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from assistant.errors import NotFound
from assistant.model.feedback import (
    Example,
    Reply,
)
from assistant.ports.feedback import Unreadable
from assistant.records import SqlLedger
from assistant.records.store import FILE
from tests.adapters.feedback_samples import NOON, SECRET, add_three, ids, message, moved, point, stored, stories
from tests.adapters.samples import add_meeting


@pytest.fixture
def three(ledger: SqlLedger) -> SqlLedger:
    return add_three(ledger)


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
    again = [(message(f"again r{n}", key=m.key, batch="i1"), [point(f"again r{n}p", f"again r{n}")])
             for n, (m, _) in enumerate(rows)]
    assert ledger.add_messages(again[3:], "鈴木") == 4
    assert ledger.count_points() == len(ledger.messages()) == 10


def test_two_imports_of_the_same_file_at_once_add_each_message_once(ledger: SqlLedger) -> None:
    added: list[int] = []
    errors: list[Exception] = []

    def run(who: str) -> None:
        try:
            for start in range(0, 60, 10):
                added.append(ledger.add_messages(
                    [(message(f"{who}{n}", key=f"key {n}"), [point(f"{who}{n}p", f"{who}{n}")])
                     for n in range(start, start + 10)], who))
        except Exception as error:
            errors.append(error)

    threads = [threading.Thread(target=run, args=(who,)) for who in ("x", "y", "z")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    assert sum(added) == len(ledger.messages()) == ledger.count_points() == 60


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
    assert (stories(ledger), ids(ledger.points())) == ({"y": "y"}, ["y1"])
    assert (ledger.unreadable(), ledger.batches()) == ([], [])
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


def test_a_batch_that_was_a_meeting_leaves_no_audit_line_behind(ledger: SqlLedger) -> None:
    add_meeting(ledger)
    ledger.save_batch("i2", {}, "鈴木")
    ledger.add_messages([(message("a", batch="i1", meeting_id="m1"), []), (message("b", batch="i2", meeting_id="m1"), [])],
                        "鈴木")
    ledger.delete_meeting("m1", "鈴木")
    assert (ledger.audit("i1"), len(ledger.audit("i2"))) == ([], 2)
