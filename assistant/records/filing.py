"""Actions as they stand now: the line as drafted, then people's changes, then what later meetings report.

Kept as rows of their own, so that a list of open actions costs what is open and not what was ever said.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select

from assistant.model import ActionItem, ActionStatus
from assistant.records import tables
from assistant.records.codec import pack, unpack
from assistant.records.store import Store

_A, _L, _P, _C = tables.actions, tables.lines, tables.action_changes, tables.closings


@dataclass(frozen=True)
class _Laid:
    """An action with everything laid over it, and the closing that counts."""

    action: ActionItem
    closing: Row[Any] | None


def filed_documents(connection: Connection, meeting_id: str) -> dict[str, Any]:
    """Documents of a meeting's actions as they stand now, by id."""
    rows = connection.execute(select(_A.c.id, _A.c.document).where(_A.c.meeting_id == meeting_id))
    return {row.id: row.document for row in rows}


def file_actions(store: Store, connection: Connection, ids: Iterable[str], who: str) -> None:
    """Work out again how these actions stand. Notes in the audit trail which a meeting closed or no longer closes."""
    wanted = sorted(set(ids))
    if not wanted:
        return
    stood = select(_A.c.meeting_id, _A.c.id, _A.c.closed_by).where(_A.c.id.in_(wanted))
    before = {(row.meeting_id, row.id): row.closed_by for row in connection.execute(stood)}
    connection.execute(delete(_A).where(_A.c.id.in_(wanted)))
    rows = _rows(connection, wanted)
    if rows:
        connection.execute(insert(_A), rows)
    for row in rows:
        was = before.get((row["meeting_id"], row["id"]))
        if was != row["closed_by"]:
            what, meeting = ("action.closed", row["closed_by"]) if row["closed_by"] else ("action.reopened", was)
            store.audit(connection, who, what, row["id"], str(meeting), row["meeting_id"])


def _rows(connection: Connection, ids: Sequence[str]) -> list[dict[str, Any]]:
    changes: dict[tuple[str, str], dict[str, Row[Any]]] = defaultdict(dict)
    for change in connection.execute(select(_P).where(_P.c.id.in_(ids))):
        changes[change.meeting_id, change.id][change.field] = change
    closings: dict[str, list[Row[Any]]] = defaultdict(list)
    for closing in connection.execute(select(_C).where(_C.c.action_id.in_(ids)).order_by(_C.c.since, _C.c.meeting_id)):
        closings[closing.action_id].append(closing)
    lines = connection.execute(select(_L).where(_L.c.id.in_(ids), _L.c.kind == "actions"))
    return [_row(line, _laid_over(line, changes[line.meeting_id, line.id], closings[line.id])) for line in lines]


def _laid_over(line: Row[Any], changes: dict[str, Row[Any]], closings: Sequence[Row[Any]]) -> _Laid:
    action = unpack(ActionItem, line.document)
    said = {field: _value(field, change.value) for field, change in changes.items()}
    action = replace(action, **said)
    if "status" in said and said["status"] is not ActionStatus.OPEN:
        return _Laid(action, None)
    # A person who opened an action again knew of the reports filed by then, not of later ones.
    reopened = changes["status"].at if "status" in changes else None
    closing = next((c for c in closings if reopened is None or c.since > reopened), None)
    return _Laid(replace(action, status=ActionStatus.DONE) if closing else action, closing)


def _value(field: str, value: Any) -> Any:
    if field == "status":
        return ActionStatus(value)
    return dt.date.fromisoformat(value) if field == "due" and value else value


def _row(line: Row[Any], laid: _Laid) -> dict[str, Any]:
    action, closing = laid.action, laid.closing
    return {
        "meeting_id": line.meeting_id, "id": line.id, "position": line.position, "state": line.state,
        "status": str(action.status), "department": action.department, "document": pack(action),
        "closed_by": closing.meeting_id if closing else None, "closed_by_i": closing.evidence[0] if closing else None,
    }
