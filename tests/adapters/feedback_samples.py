"""Small customer messages to keep in records."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

from sqlalchemy import inspect, text

from assistant.model.feedback import (
    FeedbackPoint,
    Grounds,
    Message,
    ReadPoint,
    Routed,
    Why,
)
from assistant.records import SqlLedger

DAY = dt.date(2026, 9, 1)
NOON = dt.datetime(2026, 9, 1, 12, tzinfo=dt.UTC)
SECRET = "箱が三つ足りない"


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


def add_three(ledger: SqlLedger) -> SqlLedger:
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


def stories(ledger: SqlLedger) -> dict[str, str]:
    return {m.id: m.story for m in ledger.messages()}
