"""Points across messages: filtered, counted, a page at a time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from sqlalchemy import ColumnElement, Connection, func, or_, select

from assistant.errors import InvalidInput, NotFound
from assistant.model.feedback import FeedbackPoint, Message, PointState
from assistant.records.feedback_rows import messages_with, points_in_order, stored_points
from assistant.records.feedback_tables import feedback_departments, feedback_messages, feedback_points
from assistant.records.meetings import name_key
from assistant.records.store import Repository

_M, _P, _D = feedback_messages, feedback_points, feedback_departments
OPEN = (str(PointState.NEW), str(PointState.ON_HOLD))
"""The states in which a customer still waits."""


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What points are filtered by."""

    review: bool | None
    department: str | None
    state: str | None
    message_id: str | None
    since: dt.date | None
    words: str
    late_at: dt.datetime | None


class FeedbackPoints(Repository):
    """Points with their messages."""

    def points(self, *, review: bool | None = None, department: str | None = None, state: str | None = None,
               message_id: str | None = None, since: dt.date | None = None, words: str = "",
               late_at: dt.datetime | None = None, limit: int | None = None,
               offset: int = 0) -> list[tuple[FeedbackPoint, Message]]:
        wanted = _Wanted(review, department, state, message_id, since, words, late_at)
        ordered = _D if department is not None else _P
        order = (ordered.c.date.desc(), ordered.c.message_n.desc(), _P.c.start_i, _P.c.end_i, _P.c.id)
        page = self._matching(select(_P.c.id), wanted).order_by(*order).limit(limit).offset(offset)
        with self.store.reading() as connection:
            return _read(connection, list(connection.execute(page).scalars()))

    def count_points(self, *, review: bool | None = None, department: str | None = None, state: str | None = None,
                     message_id: str | None = None, since: dt.date | None = None, words: str = "",
                     late_at: dt.datetime | None = None) -> int:
        wanted = _Wanted(review, department, state, message_id, since, words, late_at)
        with self.store.reading() as connection:
            return int(connection.execute(self._matching(select(func.count()), wanted)).scalar_one())

    def point(self, point_id: str) -> tuple[FeedbackPoint, Message]:
        found = self.points_with([point_id])
        if not found:
            raise NotFound("records.no_point", point=point_id)
        return found[0]

    def points_with(self, ids: Sequence[str]) -> list[tuple[FeedbackPoint, Message]]:
        with self.store.reading() as connection:
            return _read(connection, ids)

    def points_of(self, message_ids: Sequence[str]) -> dict[str, list[FeedbackPoint]]:
        with self.store.reading() as connection:
            stored = points_in_order(connection, dict.fromkeys(message_ids))
        return {message: [s.point for s in group] for message, group in groupby(stored, lambda s: s.point.message_id)}

    def _matching(self, query: Any, wanted: _Wanted) -> Any:
        query = query.select_from(_P)
        if wanted.department is not None:
            query = query.join(_D, _D.c.point_id == _P.c.id).where(_D.c.name == wanted.department)
        if wanted.words.strip():
            query = query.join(_M, _M.c.id == _P.c.message_id)
        return query.where(*_conditions(wanted, self.store.clock.today()))


def _conditions(wanted: _Wanted, today: dt.date) -> Iterator[ColumnElement[bool]]:
    """``review``, ``state`` and ``since`` are asked of the table whose index the list is read by."""
    led = _D if wanted.department is not None else _P
    if wanted.review is not None:
        yield led.c.review.is_(wanted.review)
    if wanted.review:
        yield is_awake(today)
    if wanted.state is not None:
        yield led.c.state.in_(OPEN) if wanted.state == "open" else led.c.state == _state(wanted.state)
    if wanted.message_id is not None:
        yield _P.c.message_id == wanted.message_id
    if wanted.since is not None:
        yield led.c.date >= wanted.since
    if wanted.late_at is not None:
        yield is_late(wanted.late_at)
    for word in name_key(wanted.words).split():
        yield _M.c.found_by.contains(word, autoescape=True)


def is_awake(today: dt.date) -> ColumnElement[bool]:
    """Not snoozed, or no longer."""
    return or_(_P.c.snoozed.is_(None), _P.c.snoozed <= today)


def is_late(now: dt.datetime) -> ColumnElement[bool]:
    """Open, due before now, and nobody waits for the customer."""
    return _P.c.state.in_(OPEN) & (_P.c.due < now) & _P.c.paused.is_(None)


def _state(state: str) -> str:
    if state not in set(PointState):
        raise InvalidInput("records.no_such_status", status=state)
    return str(state)


def _read(connection: Connection, ids: Sequence[str]) -> list[tuple[FeedbackPoint, Message]]:
    """In the order of ``ids``. Lists are put in order by ids alone: sorting whole points costs ten times as much."""
    found = stored_points(connection, ids)
    points = [found[point_id].point for point_id in ids if point_id in found]
    messages = messages_with(connection, (point.message_id for point in points))
    return [(point, messages[point.message_id]) for point in points]
