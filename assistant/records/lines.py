"""Single lines of minutes: changed by people, and read across meetings."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select, update

from assistant.errors import Conflict, InvalidInput, NotFound
from assistant.model import ActionItem, Decision, Line, LineState
from assistant.ports.records import FiledAction, FiledLine
from assistant.records import tables
from assistant.records.actions import FIELDS, say_of_action
from assistant.records.changes import described
from assistant.records.codec import unpack
from assistant.records.filing import file_actions, filed_documents
from assistant.records.history import bring_back_changes, last_remembered, remember
from assistant.records.kinds import KINDS, REJECTED, kind_of, line_columns, with_superseded
from assistant.records.meetings import NEWEST_FIRST, meeting_from, meeting_of
from assistant.records.minutes import minutes_of
from assistant.records.store import Repository

_L, _H, _M = tables.lines, tables.line_history, tables.meetings


class Lines(Repository):
    """Lines of the newest minutes of each meeting."""

    def save_line(self, meeting_id: str, line: Line, who: str, expected: Line | None = None) -> None:
        with self.store.writing() as connection:
            meeting_of(connection, meeting_id, lock=True)
            before = line_of(connection, meeting_id, line.id)
            if expected is not None and before != expected:
                raise Conflict("records.line_changed")
            if before == line:
                return
            remember(connection, meeting_id, line.id)
            self._keep(connection, meeting_id, before, line, who)
            file_actions(self.store, connection, {line.id}, who)
            detail = described(_told(before), _told(line))
            self.store.audit(connection, who, "line.edit", line.id, detail, meeting_id)

    def add_line(self, meeting_id: str, line: Line, who: str) -> None:
        """At the end of its kind. Conflict when the id is taken."""
        with self.store.writing() as connection:
            meeting_of(connection, meeting_id, lock=True)
            minutes_of(connection, meeting_id)
            if connection.execute(select(_L.c.id).where(*_is(meeting_id, line.id))).first():
                raise Conflict("records.same_line")
            remember(connection, meeting_id, line.id)
            place = _next_place(connection, meeting_id, kind_of(line))
            connection.execute(insert(_L).values(meeting_id=meeting_id, **line_columns(line, place)))
            file_actions(self.store, connection, {line.id}, who)
            self.store.audit(connection, who, "line.add", line.id, line.text, meeting_id)

    def undo_line(self, meeting_id: str, line_id: str, who: str) -> Line:
        """The line as it was before its last change; a line that was added is rejected instead. NotFound when
        nothing was changed since the present transcript came."""
        with self.store.writing() as connection:
            meeting_of(connection, meeting_id, lock=True)
            now = line_of(connection, meeting_id, line_id)
            last = last_remembered(connection, meeting_id, line_id)
            if last is None:
                raise NotFound("records.nothing_to_undo")
            connection.execute(delete(_H).where(_H.c.n == last.n))
            if last.document is None:
                self._keep(connection, meeting_id, now, replace(now, state=LineState.REJECTED), who)
            else:
                connection.execute(update(_L).where(*_is(meeting_id, line_id)).values(**last.document["line"]))
                bring_back_changes(connection, meeting_id, line_id, last.document["changes"])
            file_actions(self.store, connection, {line_id}, who)
            self.store.audit(connection, who, "line.undo", line_id, meeting_id=meeting_id)
            return line_of(connection, meeting_id, line_id)

    def lines(self, kind: str, series: str, last: int) -> list[FiledLine]:
        """Newest meeting first, each in the order of its minutes."""
        if kind not in KINDS:
            raise InvalidInput("records.no_such_kind", kind=kind)
        recent = select(_M).where(_M.c.series == series).order_by(*NEWEST_FIRST).limit(last)
        with self.store.reading() as connection:
            meetings = [meeting_from(row) for row in connection.execute(recent)]
            found = [FiledLine(line, m) for m in meetings for line in _kept_lines(connection, m.id, kind)]
            if kind != "decisions":
                return found
            marked = with_superseded(connection, [f.line for f in found])
            return [FiledLine(line, f.meeting) for line, f in zip(marked, found, strict=True)]

    def _keep(self, connection: Connection, meeting_id: str, before: Line, line: Line, who: str) -> None:
        """Put ``line`` where ``before`` stands. What changed of an action is a person's word on it."""
        row = connection.execute(select(_L).where(*_is(meeting_id, line.id))).one()
        if isinstance(before, ActionItem) and isinstance(line, ActionItem):
            change = {field: getattr(line, field) for field in FIELDS if getattr(line, field) != getattr(before, field)}
            filed = FiledAction(line, meeting_of(connection, meeting_id))
            say_of_action(self.store, connection, filed, change, who)
            line = replace(line, status=unpack(ActionItem, row.document).status)
        elif isinstance(before, Decision) and isinstance(line, Decision) and line.status == before.status:
            line = replace(line, status=unpack(Decision, row.document).status)
        kind = kind_of(line)
        place = row.position if kind == row.kind else _next_place(connection, meeting_id, kind)
        connection.execute(update(_L).where(*_is(meeting_id, line.id)).values(**line_columns(line, place)))


def line_of(connection: Connection, meeting_id: str, line_id: str) -> Line:
    """A line of the newest minutes as it stands. NotFound when there is none."""
    row = connection.execute(select(_L).where(*_is(meeting_id, line_id))).first()
    if row is None:
        raise NotFound("records.no_line", line=line_id)
    if row.kind == "actions":
        return unpack(ActionItem, filed_documents(connection, meeting_id)[line_id])
    line = unpack(KINDS[row.kind], row.document)
    return with_superseded(connection, [line])[0] if isinstance(line, Decision) else line


def _kept_lines(connection: Connection, meeting_id: str, kind: str) -> list[Line]:
    query = select(_L).where(_L.c.meeting_id == meeting_id, _L.c.kind == kind, _L.c.state != REJECTED)
    filed = filed_documents(connection, meeting_id) if kind == "actions" else {}
    rows = connection.execute(query.order_by(_L.c.position))
    return [unpack(KINDS[kind], filed.get(row.id, row.document)) for row in rows]


def _is(meeting_id: str, line_id: str) -> tuple[Any, Any]:
    return _L.c.meeting_id == meeting_id, _L.c.id == line_id


def _next_place(connection: Connection, meeting_id: str, kind: str) -> int:
    query = select(func.max(_L.c.position)).where(_L.c.meeting_id == meeting_id, _L.c.kind == kind)
    last = connection.execute(query).scalar()
    return 0 if last is None else last + 1


def _told(line: Line) -> dict[str, Any]:
    names = [name for kind in type(line).__mro__ for name in getattr(kind, "__annotations__", ())]
    return {name: getattr(line, name) for name in sorted(set(names) - {"id", "confidence", "doubtful"})}
