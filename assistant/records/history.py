"""What a line of minutes was before each change, so that a change can be taken back."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select

from assistant.records import tables
from assistant.records.columns import as_utc
from assistant.records.transcripts import newest_version

_H, _L, _P = tables.line_history, tables.lines, tables.action_changes


def remember(connection: Connection, meeting_id: str, line_id: str) -> None:
    """Keep the line as it is now, with what people said of it; nothing when it does not exist yet."""
    line = connection.execute(select(_L).where(_L.c.meeting_id == meeting_id, _L.c.id == line_id)).first()
    document = None if line is None else {
        "line": {name: getattr(line, name) for name in ("kind", "state", "supersedes", "document")},
        "changes": [_plain(row) for row in connection.execute(select(_P).where(*_of(_P, meeting_id, line_id)))],
    }
    connection.execute(insert(_H).values(meeting_id=meeting_id, line_id=line_id, document=document,
                                         transcript=newest_version(connection, meeting_id)))


def last_remembered(connection: Connection, meeting_id: str, line_id: str) -> Row[Any] | None:
    """The newest row of a line's history that speaks of the present transcript, or None."""
    now = newest_version(connection, meeting_id)
    query = select(_H).where(_H.c.meeting_id == meeting_id, _H.c.line_id == line_id, _H.c.transcript == now)
    return connection.execute(query.order_by(_H.c.n.desc())).first()


def bring_back_changes(connection: Connection, meeting_id: str, line_id: str, changes: list[dict[str, Any]]) -> None:
    """What people said of an action, as it was remembered."""
    connection.execute(delete(_P).where(*_of(_P, meeting_id, line_id)))
    rows = [change | {"meeting_id": meeting_id, "id": line_id, "at": as_utc(change["at"])} for change in changes]
    if rows:
        connection.execute(insert(_P), rows)


def _plain(row: Row[Any]) -> dict[str, Any]:
    return {"field": row.field, "value": row.value, "who": row.who, "at": row.at.isoformat()}


def _of(table: Any, meeting_id: str, line_id: str) -> tuple[Any, Any]:
    return table.c.meeting_id == meeting_id, table.c.id == line_id
