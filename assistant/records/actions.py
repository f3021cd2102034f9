"""Actions across meetings, and what people say about them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, Row, Select, nulls_last, select, update

from assistant.errors import InvalidInput, NotFound
from assistant.model import ActionItem, ActionStatus, LineState
from assistant.ports.records import AuditEntry, FiledAction
from assistant.records import tables
from assistant.records.audit import entry
from assistant.records.changes import described, upsert
from assistant.records.codec import pack, unpack
from assistant.records.filing import file_actions
from assistant.records.history import remember
from assistant.records.kinds import REJECTED
from assistant.records.meetings import meeting_from, meeting_of
from assistant.records.store import Repository, Store

_A, _L, _M = tables.actions, tables.lines, tables.meetings
FIELDS = ("text", "owner", "department", "due", "status")
"""What a person may change of an action."""


class Actions(Repository):
    """Every action of every meeting's newest minutes."""

    def actions(self, *, open_only: bool = False, series: str | None = None, department: str | None = None,
                meeting_id: str | None = None, before: dt.date | None = None) -> list[FiledAction]:
        """In the order they were taken on."""
        query = _query().where(_A.c.state != REJECTED)
        equal = {_M.c.series: series, _A.c.department: department, _A.c.meeting_id: meeting_id,
                 _A.c.status: str(ActionStatus.OPEN) if open_only else None}
        query = query.where(*(column == value for column, value in equal.items() if value is not None))
        if before is not None:
            query = query.where(_M.c.date < before)
        order = (_M.c.date, nulls_last(_M.c.start), _M.c.added_at, _A.c.position)
        with self.store.reading() as connection:
            return [_filed(row) for row in connection.execute(query.order_by(*order))]

    def action(self, action_id: str) -> FiledAction:
        with self.store.reading() as connection:
            return action_of(connection, action_id)

    def set_action(self, action_id: str, who: str, **changes: Any) -> FiledAction:
        """What a person changed counts as seen by them: a drafted line is taken as accepted, or as edited when more
        than its status changed, so that drafting again keeps it."""
        with self.store.writing() as connection:
            filed = action_of(connection, action_id)
            meeting_of(connection, filed.meeting.id, lock=True)
            now = {field: getattr(filed.action, field) for field in FIELDS}
            change = {field: value for field, value in _checked(changes).items() if now[field] != value}
            if change:
                remember(connection, filed.meeting.id, action_id)
                say_of_action(self.store, connection, filed, change, who)
                _mark_seen(connection, filed, LineState.ACCEPTED if set(change) == {"status"} else LineState.EDITED)
                file_actions(self.store, connection, {action_id}, who)
                detail = described(now, change)
                self.store.audit(connection, who, "action.update", action_id, detail, filed.meeting.id)
            return action_of(connection, action_id)

    def action_history(self, action_id: str) -> list[AuditEntry]:
        """Oldest first."""
        audit = tables.audit
        with self.store.reading() as connection:
            return [entry(row) for row in
                    connection.execute(select(audit).where(audit.c.subject == action_id).order_by(audit.c.n))]


def action_of(connection: Connection, action_id: str) -> FiledAction:
    """The action as it stands within an open transaction. NotFound when there is none or a person rejected it."""
    query = _query().where(_A.c.id == action_id, _A.c.state != REJECTED).order_by(_M.c.date.desc())
    row = connection.execute(query).first()
    if row is None:
        raise NotFound("records.no_action", action=action_id)
    return _filed(row)


def say_of_action(store: Store, connection: Connection, filed: FiledAction, change: Mapping[str, Any],
                  who: str) -> None:
    """Keep a person's word on the fields of an action."""
    for field, value in change.items():
        plain = value.isoformat() if isinstance(value, dt.date) else value
        key = {"meeting_id": filed.meeting.id, "id": filed.action.id, "field": field}
        upsert(connection, tables.action_changes, key, {"value": plain, "who": who, "at": store.now()})


def _query() -> Select[Any]:
    kept = (_A.c.document, _A.c.closed_by, _A.c.closed_by_i)
    return select(_M, *kept).join_from(_A, _M, _A.c.meeting_id == _M.c.id)


def _filed(row: Row[Any]) -> FiledAction:
    closed_by = (row.closed_by, row.closed_by_i) if row.closed_by else None
    return FiledAction(unpack(ActionItem, row.document), meeting_from(row), closed_by)


def _checked(changes: Mapping[str, Any]) -> dict[str, Any]:
    if unknown := set(changes) - set(FIELDS):
        raise InvalidInput("records.no_such_field", field=", ".join(sorted(unknown)))
    values = dict(changes)
    if "status" in values:
        if values["status"] not in set(ActionStatus):
            raise InvalidInput("records.no_such_status", status=values["status"])
        values["status"] = ActionStatus(values["status"])
    return values


def _mark_seen(connection: Connection, filed: FiledAction, state: LineState) -> None:
    where = (_L.c.meeting_id == filed.meeting.id, _L.c.id == filed.action.id)
    row = connection.execute(select(_L).where(*where)).one()
    if row.state == LineState.DRAFT or (row.state == LineState.ACCEPTED and state == LineState.EDITED):
        document = pack(unpack(ActionItem, row.document)) | {"state": str(state)}
        connection.execute(update(_L).where(*where).values(state=str(state), document=document))
