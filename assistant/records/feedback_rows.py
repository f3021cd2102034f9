"""Messages and points as rows, and back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import Connection, Row, bindparam, delete, insert, select, update

from assistant.errors import NotFound
from assistant.model.feedback import Channel, FeedbackPoint, Message
from assistant.records.codec import pack, unpack
from assistant.records.feedback_tables import feedback_departments, feedback_messages, feedback_points
from assistant.records.meetings import name_key

_M, _P, _D = feedback_messages, feedback_points, feedback_departments
_T = TypeVar("_T")
_AT_ONCE = 500
"""How many values one statement asks for: databases take no longer lists for granted."""


@dataclass(frozen=True, slots=True)
class Place:
    """A message's place in the order of messages."""

    message_id: str
    date: dt.date
    n: int


@dataclass(frozen=True, slots=True)
class Stored:
    """A point as it is kept. ``asked``: the engine itself sent it to review."""

    point: FeedbackPoint
    asked: bool
    place: Place


def parts(values: Iterable[_T]) -> Iterator[list[_T]]:
    """The values in lists short enough for one statement."""
    whole = list(values)
    for start in range(0, len(whole), _AT_ONCE):
        yield whole[start:start + _AT_ONCE]


def message_columns(message: Message, story: str) -> dict[str, Any]:
    """The row of a message; ``story`` in place of its own."""
    same = ("id", "key", "text", "date", "lang", "customer", "subject", "folded", "batch", "origin", "answered")
    return {name: getattr(message, name) for name in same} | {
        "channel": str(message.channel), "story": story, "joined": story != message.id,
        "story_why": message.story_why if story == message.story else "", "meeting_id": message.meeting_id or None,
        "utterances": list(message.utterances),
        "found_by": name_key("\n".join((message.customer, message.subject, message.text))),
    }


def message_from(row: Row[Any]) -> Message:
    """The message of a row that has (at least) the messages table's columns."""
    return Message(
        id=row.id, key=row.key, text=row.text, date=row.date, lang=row.lang, customer=row.customer,
        channel=Channel(row.channel), subject=row.subject, folded=row.folded, batch=row.batch, origin=row.origin,
        story=row.story, story_why=row.story_why, meeting_id=row.meeting_id or "", utterances=tuple(row.utterances),
        answered=row.answered,
    )


def message_row(connection: Connection, message_id: str, lock: bool = False) -> Row[Any]:
    """The row of a message within an open transaction; ``lock`` makes other writers of it wait. NotFound."""
    query = select(_M).where(_M.c.id == message_id)
    row = connection.execute(query.with_for_update() if lock else query).first()
    if row is None:
        raise NotFound("records.no_message", message=message_id)
    return row


def messages_with(connection: Connection, ids: Iterable[str]) -> dict[str, Message]:
    """Those of these messages that are there, by id."""
    return {row.id: message_from(row) for some in parts(set(ids))
            for row in connection.execute(select(_M).where(_M.c.id.in_(some)))}


def places_of(connection: Connection, ids: Iterable[str], lock: bool = False) -> dict[str, Place]:
    """Where those of these messages stand that are there, by id; ``lock`` makes other writers of them wait."""
    queries = (select(_M.c.id, _M.c.date, _M.c.n).where(_M.c.id.in_(some)).order_by(_M.c.id)
               for some in parts(sorted(set(ids))))
    return {row.id: Place(row.id, row.date, row.n) for query in queries
            for row in connection.execute(query.with_for_update() if lock else query)}


def point_from(row: Any) -> FeedbackPoint:
    """The point of a row that has its document."""
    return unpack(FeedbackPoint, row.document)


def stored_points(connection: Connection, ids: Iterable[str], lock: bool = False) -> dict[str, Stored]:
    """Those of these points that are there, by id; ``lock`` makes other writers of them wait."""
    queries = (select(_P).where(_P.c.id.in_(some)).order_by(_P.c.id) for some in parts(sorted(set(ids))))
    return {row.id: _stored(row) for query in queries
            for row in connection.execute(query.with_for_update() if lock else query)}


def points_in_order(connection: Connection, message_ids: Iterable[str]) -> list[Stored]:
    """Every point of these messages, those of a message together and in their order."""
    order = (_P.c.message_id, _P.c.start_i, _P.c.end_i, _P.c.id)
    queries = (select(_P).where(_P.c.message_id.in_(some)).order_by(*order) for some in parts(message_ids))
    return [_stored(row) for query in queries for row in connection.execute(query)]


def insert_points(connection: Connection, points: Sequence[Stored]) -> None:
    """Add points that are not there yet."""
    if points:
        connection.execute(insert(_P), [_columns(stored) | {"id": stored.point.id} for stored in points])
        _insert_departments(connection, points)


def update_points(connection: Connection, points: Sequence[Stored]) -> None:
    """Put points in place of those of the same ids."""
    if points:
        for some in parts(stored.point.id for stored in points):
            connection.execute(delete(_D).where(_D.c.point_id.in_(some)))
        changed = update(_P).where(_P.c.id == bindparam("point"))
        connection.execute(changed, [_columns(stored) | {"point": stored.point.id} for stored in points])
        _insert_departments(connection, points)


def delete_points(connection: Connection, ids: Iterable[str]) -> None:
    """Remove points; what they teach stands elsewhere."""
    for some in parts(ids):
        connection.execute(delete(_P).where(_P.c.id.in_(some)))


def _stored(row: Row[Any]) -> Stored:
    return Stored(point_from(row), row.asked, Place(row.message_id, row.date, row.message_n))


def _columns(stored: Stored) -> dict[str, Any]:
    point, place = stored.point, stored.place
    return {
        "message_id": place.message_id, "date": place.date, "message_n": place.n, "start_i": point.read.start,
        "end_i": point.read.end, "review": point.read.review, "asked": stored.asked, "state": str(point.state),
        "sentiment": point.read.sentiment, "urgency": point.read.urgency,
        "surest": max((routed.confidence for routed in point.read.departments), default=None),
        "due": point.due, "paused": point.paused, "snoozed": point.snoozed,
        "document": pack(point),
    }


def _insert_departments(connection: Connection, points: Sequence[Stored]) -> None:
    rows = [row for stored in points for row in _department_rows(stored)]
    if rows:
        connection.execute(insert(_D), rows)


def _department_rows(stored: Stored) -> list[dict[str, Any]]:
    point, place = stored.point, stored.place
    filtered = {"point_id": point.id, "state": str(point.state), "review": point.read.review, "date": place.date,
                "message_n": place.n}
    claims = {routed.name: (position, routed.confidence)  # of a department named twice the first claim counts
              for position, routed in reversed(list(enumerate(point.read.departments)))}
    return [filtered | {"name": name, "position": position, "confidence": confidence}
            for name, (position, confidence) in claims.items()]
