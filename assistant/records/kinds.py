"""The kinds of lines minutes have, and how a line becomes a row."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, select

from assistant.errors import InvalidInput
from assistant.model import (
    ActionItem,
    CustomerRemark,
    Decision,
    Line,
    LineState,
    OpenQuestion,
    ParkedTopic,
    SummaryLine,
)
from assistant.records import tables
from assistant.records.codec import pack

KINDS: dict[str, type[Line]] = {
    "summary": SummaryLine, "decisions": Decision, "actions": ActionItem, "open_questions": OpenQuestion,
    "feedback": CustomerRemark, "parked": ParkedTopic,
}
REJECTED = str(LineState.REJECTED)
_L = tables.lines


def kind_of(line: Line) -> str:
    """The kind of a line. InvalidInput for one that is none of them."""
    for kind, its_type in KINDS.items():
        if type(line) is its_type:
            return kind
    raise InvalidInput("records.no_such_kind", kind=type(line).__name__)


def line_columns(line: Line, position: int) -> dict[str, Any]:
    """The row of a line, but for its meeting."""
    supersedes = line.supersedes if isinstance(line, Decision) else None
    return {"id": line.id, "kind": kind_of(line), "position": position, "state": str(line.state),
            "supersedes": supersedes, "document": pack(line)}


def with_superseded(connection: Connection, decisions: Iterable[Line]) -> list[Decision]:
    """The decisions with those marked that a decision nobody rejected replaces."""
    found = [d for d in decisions if isinstance(d, Decision)]
    named = _L.c.supersedes.in_([d.id for d in found])
    query = select(_L.c.supersedes).where(named, _L.c.state != REJECTED)
    gone = set(connection.execute(query).scalars()) if found else set()
    return [replace(d, status="superseded") if d.id in gone else d for d in found]
