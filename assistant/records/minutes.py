"""Minutes in versions: the newest as rows, older ones as whole documents."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from assistant.errors import InvalidInput, NotFound
from assistant.model import ActionItem, ActionStatus, ClosedAction, Decision, Line, Minutes, MinutesStatus
from assistant.records import tables
from assistant.records.changes import upsert
from assistant.records.codec import pack, unpack
from assistant.records.filing import file_actions, filed_documents
from assistant.records.kinds import KINDS, line_columns, with_superseded
from assistant.records.meetings import meeting_of
from assistant.records.store import Repository
from assistant.records.transcripts import newest_version

_T, _L, _C = tables.minutes, tables.lines, tables.closings
_Bases = Mapping[str, tuple[str, str]]


class MinutesVersions(Repository):
    """The minutes of each meeting."""

    def save_minutes(self, minutes: Minutes, who: str) -> Minutes:
        """Saving the newest version once more changes nothing. What a person said about an action, and what later
        meetings report about it, stands apart and goes on counting."""
        meeting_id = minutes.meeting_id
        with self.store.writing() as connection:
            meeting_of(connection, meeting_id, lock=True)
            before = newest_minutes(connection, meeting_id)
            if before and replace(before, version=1) == replace(minutes, version=1):
                return before
            version = before.version + 1 if before else 1
            bases = _base_statuses(connection, before)
            if before:
                connection.execute(insert(tables.old_minutes).values(
                    meeting_id=meeting_id, version=before.version, document=pack(before)))
            self._replace(connection, minutes, version, bases)
            touched = self._replace_closings(connection, minutes) | {a.id for a in minutes.actions}
            touched |= {a.id for a in before.actions} if before else set()
            file_actions(self.store, connection, touched, who)
            detail = f"version {version}, {minutes.engine}"
            self.store.audit(connection, who, "minutes.save", meeting_id, detail, meeting_id)
            return minutes_of(connection, meeting_id)

    def minutes(self, meeting_id: str, version: int | None = None) -> Minutes:
        """The newest or an older version. NotFound when there is none."""
        with self.store.reading() as connection:
            meeting_of(connection, meeting_id)
            return minutes_of(connection, meeting_id, version)

    def has_minutes(self, meeting_id: str) -> bool:
        with self.store.reading() as connection:
            return connection.execute(select(_T.c.version).where(_T.c.meeting_id == meeting_id)).first() is not None

    def set_minutes_status(self, meeting_id: str, status: str, who: str) -> None:
        if status not in set(MinutesStatus):
            raise InvalidInput("records.no_such_status", status=status)
        with self.store.writing() as connection:
            before = minutes_of(connection, meeting_id).status
            if before != status:
                connection.execute(update(_T).where(_T.c.meeting_id == meeting_id).values(status=str(status)))
                self.store.audit(connection, who, "minutes.status", meeting_id, f"{before} → {status}", meeting_id)

    def _replace(self, connection: Connection, minutes: Minutes, version: int, bases: _Bases) -> None:
        meeting_id = minutes.meeting_id
        head = {"version": version, "status": str(minutes.status), "head": pack(_head(minutes)), "at": self.store.now(),
                "transcript": newest_version(connection, meeting_id)}
        upsert(connection, _T, {"meeting_id": meeting_id}, head)
        connection.execute(delete(_L).where(_L.c.meeting_id == meeting_id))
        rows = [line_columns(_base(line, bases), place) | {"meeting_id": meeting_id}
                for kind in KINDS for place, line in enumerate(getattr(minutes, kind))]
        if len({row["id"] for row in rows}) < len(rows):
            raise ValueError(f"two lines of the minutes of {meeting_id} have the same id")
        if rows:
            connection.execute(insert(_L), rows)

    def _replace_closings(self, connection: Connection, minutes: Minutes) -> set[str]:
        """The actions whose closings may have changed. A closing reported before keeps the time it was first filed."""
        mine = _C.c.meeting_id == minutes.meeting_id
        since: dict[str, dt.datetime] = {row.action_id: row.since for row in connection.execute(select(_C).where(mine))}
        connection.execute(delete(_C).where(mine))
        now, closed = self.store.now(), {c.action_id: c for c in minutes.closed_actions}
        rows = [{"meeting_id": minutes.meeting_id, "action_id": c.action_id, "position": place,
                 "evidence": list(c.evidence), "since": since.get(c.action_id, now)}
                for place, c in enumerate(closed.values())]
        if rows:
            connection.execute(insert(_C), rows)
        return set(since) | set(closed)


def newest_minutes(connection: Connection, meeting_id: str) -> Minutes | None:
    """The newest version as it stands now, or None."""
    row = connection.execute(select(_T).where(_T.c.meeting_id == meeting_id)).first()
    if row is None:
        return None
    actions = filed_documents(connection, meeting_id)
    kinds: dict[str, list[Line]] = {kind: [] for kind in KINDS}
    for line in connection.execute(select(_L).where(_L.c.meeting_id == meeting_id).order_by(_L.c.position)):
        kinds[line.kind].append(unpack(KINDS[line.kind], actions.get(line.id, line.document)))
    kinds["decisions"] = list(with_superseded(connection, kinds["decisions"]))
    closings = connection.execute(select(_C).where(_C.c.meeting_id == meeting_id).order_by(_C.c.position))
    parts: dict[str, Any] = {kind: tuple(found) for kind, found in kinds.items()}
    return replace(
        unpack(Minutes, row.head), version=row.version, status=MinutesStatus(row.status),
        closed_actions=tuple(ClosedAction(c.action_id, tuple(c.evidence)) for c in closings), **parts,
    )


def minutes_of(connection: Connection, meeting_id: str, version: int | None = None) -> Minutes:
    """The newest or an older version within an open transaction. NotFound when there is none."""
    newest = newest_minutes(connection, meeting_id)
    if newest is None:
        raise NotFound("records.no_minutes", meeting=meeting_id)
    if version is None or version == newest.version:
        return newest
    old = tables.old_minutes
    query = select(old.c.document).where(old.c.meeting_id == meeting_id, old.c.version == version)
    row = connection.execute(query).first()
    if row is None:
        raise NotFound("records.no_version", version=version)
    return unpack(Minutes, row.document)


def _head(minutes: Minutes) -> Minutes:
    empty: dict[str, Any] = dict.fromkeys(KINDS, ())
    return replace(minutes, closed_actions=(), **empty)


def _base_statuses(connection: Connection, before: Minutes | None) -> _Bases:
    """Line id → (status as shown, status as drafted) of what is being replaced."""
    if before is None:
        return {}
    rows = connection.execute(select(_L.c.id, _L.c.document).where(_L.c.meeting_id == before.meeting_id))
    drafted = {row.id: row.document.get("status", "") for row in rows}
    shown = {line.id: str(line.status) for line in before.actions} | {line.id: line.status for line in before.decisions}
    return {line_id: (status, drafted[line_id]) for line_id, status in shown.items()}


def _base(line: Line, bases: _Bases) -> Line:
    """The line without the status that changes and later meetings lay over it: a merge copies lines as shown, and
    what is laid over must be able to go again."""
    shown, drafted = bases.get(line.id, ("", ""))
    if isinstance(line, ActionItem) and line.status == shown:
        return replace(line, status=ActionStatus(drafted))
    if isinstance(line, Decision) and line.status == shown:
        return replace(line, status=drafted)
    return line
