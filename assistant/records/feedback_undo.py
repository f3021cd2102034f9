"""What points and their corrections were before each change, so that a change can be taken back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import uuid4

from sqlalchemy import Connection, Row, delete, func, insert, select

from assistant.errors import Conflict, NotFound
from assistant.model.feedback import FeedbackPoint
from assistant.records.codec import pack, unpack
from assistant.records.feedback_rows import Place, Stored, parts, places_of
from assistant.records.feedback_tables import feedback_history

_H = feedback_history


def remember(connection: Connection, places: Mapping[str, Place], points: Mapping[str, Stored],
             examples: Mapping[str, Any], whole: bool = False) -> None:
    """Keep what points and their examples are now, by point id; one that is absent is not there yet. ``places`` names
    every point that is about to change. ``whole``: to be taken back all together or not at all."""
    change = uuid4().hex
    rows = [{"change": change, "whole": whole, "message_id": place.message_id, "point_id": point_id,
             "point": _plain(points.get(point_id)), "example": examples.get(point_id)}
            for point_id, place in places.items()]
    if rows:
        connection.execute(insert(_H), rows)


def last_change(connection: Connection, point_id: str) -> list[Row[Any]]:
    """The rows of the newest change that touched a point, without points that have been changed again since. NotFound
    when there is none, Conflict when it stands or falls as a whole and a part of it has been changed again."""
    newest = select(_H.c.change).where(_H.c.point_id == point_id).order_by(_H.c.n.desc()).limit(1)
    change = connection.execute(newest).scalar()
    if change is None:
        raise NotFound("records.nothing_to_undo")
    rows = list(connection.execute(select(_H).where(_H.c.change == change).order_by(_H.c.n)))
    latest = _latest(connection, (row.point_id for row in rows))
    last = [row for row in rows if latest[row.point_id] == row.n]
    if len(last) < len(rows) and rows[0].whole:
        raise Conflict("records.points_changed_since")
    return last


def forget(connection: Connection, rows: Iterable[Row[Any]]) -> None:
    """A change that was taken back cannot be taken back again."""
    for some in parts(row.n for row in rows):
        connection.execute(delete(_H).where(_H.c.n.in_(some)))


def remembered(connection: Connection, rows: Iterable[Row[Any]]) -> dict[str, Stored | None]:
    """The points as they were, by id; None for one that was not there."""
    kept = list(rows)
    places = places_of(connection, {row.message_id for row in kept}, lock=True)
    return {row.point_id: row.point and Stored(
        unpack(FeedbackPoint, row.point["point"]), row.point["asked"], places[row.message_id]) for row in kept}


def _plain(stored: Stored | None) -> dict[str, Any] | None:
    return None if stored is None else {"point": pack(stored.point), "asked": stored.asked}


def _latest(connection: Connection, ids: Iterable[str]) -> dict[str, int]:
    queries = (select(_H.c.point_id, func.max(_H.c.n).label("n")).where(_H.c.point_id.in_(some))
               .group_by(_H.c.point_id) for some in parts(set(ids)))
    return {row.point_id: row.n for query in queries for row in connection.execute(query)}
