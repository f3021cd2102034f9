"""Meetings: adding, finding, changing."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, Row, Select, insert, nulls_last, or_, select, update

from assistant.errors import Conflict, InvalidInput, NotFound
from assistant.model import Attendee, Kind, Meeting, MeetingStatus
from assistant.records import tables
from assistant.records.changes import described
from assistant.records.codec import pack, unpack
from assistant.records.store import Repository

_T = tables.meetings
_Attendees = tuple[Attendee, ...]
_CHANGEABLE = {"title", "series", "date", "start", "lang", "duration_s", "kind", "status", "attendees"}
_SHORTEST_PREFIX = 4
NEWEST_FIRST = (_T.c.date.desc(), nulls_last(_T.c.start.desc()), _T.c.added_at.desc())


class Meetings(Repository):
    """The meetings themselves; what was said and decided in them stands elsewhere."""

    def add_meeting(self, meeting: Meeting, sha256: str, who: str) -> None:
        """Conflict when the content or the id is already here."""
        with self.store.writing() as connection:
            self._refuse_known(connection, sha256)
            if connection.execute(select(_T.c.id).where(_T.c.id == meeting.id)).first():
                raise Conflict("records.same_id", meeting=meeting.id)
            values = columns_of(meeting) | {"sha256": sha256, "added_at": self.store.now()}
            connection.execute(insert(_T).values(**values))
            self.store.audit(connection, who, "meeting.add", meeting.id, meeting.source, meeting.id)

    def update_meeting(self, meeting_id: str, who: str, **changes: Any) -> Meeting:
        if unknown := set(changes) - _CHANGEABLE:
            raise InvalidInput("records.no_such_field", field=", ".join(sorted(unknown)))
        with self.store.writing() as connection:
            before = columns_of(meeting_of(connection, meeting_id))
            if change := _columns(changes):
                connection.execute(update(_T).where(_T.c.id == meeting_id).values(**change))
                seen = {name: value for name, value in change.items() if name not in {"title_key", "source_key"}}
                detail = described(before, seen)
                if detail:
                    self.store.audit(connection, who, "meeting.update", meeting_id, detail, meeting_id)
            return meeting_of(connection, meeting_id)

    def meeting(self, meeting_id: str) -> Meeting:
        with self.store.reading() as connection:
            return meeting_of(connection, meeting_id)

    def meetings(self, series: str | None = None, limit: int | None = None, offset: int = 0) -> list[Meeting]:
        query = select(_T).order_by(*NEWEST_FIRST).limit(limit).offset(offset)
        return self._meetings(query if series is None else query.where(_T.c.series == series))

    def meeting_with_hash(self, sha256: str) -> Meeting | None:
        return next(iter(self._meetings(select(_T).where(_T.c.sha256 == sha256))), None)

    def meetings_named(self, name: str) -> list[Meeting]:
        """An exact name wins over one that differs in width or letter case, and both over the beginning of an id."""
        folded = name_key(name)
        for condition in (
            or_(_T.c.id == name, _T.c.title == name, _T.c.source == name),
            or_(_T.c.title_key == folded, _T.c.source_key == folded),
            _T.c.id.startswith(name, autoescape=True) if len(name) >= _SHORTEST_PREFIX else None,
        ):
            if condition is not None and (found := self._meetings(select(_T).where(condition).order_by(*NEWEST_FIRST))):
                return found
        return []

    def new_version(self, meeting_id: str, sha256: str, source: str, who: str) -> None:
        with self.store.writing() as connection:
            meeting_of(connection, meeting_id)
            self._refuse_known(connection, sha256, besides=meeting_id)
            change = {"sha256": sha256, "source": source, "source_key": name_key(source)}
            connection.execute(update(_T).where(_T.c.id == meeting_id).values(**change))
            self.store.audit(connection, who, "meeting.new_version", meeting_id, source, meeting_id)

    def series(self) -> list[str]:
        query = select(_T.c.series).where(_T.c.series != "").distinct().order_by(_T.c.series)
        with self.store.reading() as connection:
            return list(connection.execute(query).scalars())

    def _meetings(self, query: Select[Any]) -> list[Meeting]:
        with self.store.reading() as connection:
            return [meeting_from(row) for row in connection.execute(query)]

    def _refuse_known(self, connection: Connection, sha256: str, besides: str = "") -> None:
        same = connection.execute(select(_T.c.id, _T.c.title).where(_T.c.sha256 == sha256, _T.c.id != besides)).first()
        if same:
            raise Conflict("records.same_content", meeting=same.id, title=same.title)


def meeting_of(connection: Connection, meeting_id: str, lock: bool = False) -> Meeting:
    """The meeting within an open transaction. ``lock`` makes other writers of it wait (needed on PostgreSQL alone).
    NotFound when there is none."""
    query = select(_T).where(_T.c.id == meeting_id)
    row = connection.execute(query.with_for_update() if lock else query).first()
    if row is None:
        raise NotFound("records.no_meeting", meeting=meeting_id)
    return meeting_from(row)


def meeting_from(row: Row[Any]) -> Meeting:
    """The meeting of a row that has (at least) the meetings table's columns."""
    return Meeting(
        id=row.id, title=row.title, date=row.date, series=row.series, start=row.start, lang=row.lang,
        duration_s=row.duration_s, source=row.source, kind=Kind(row.kind), status=MeetingStatus(row.status),
        attendees=unpack(_Attendees, row.attendees),
    )


def columns_of(meeting: Meeting) -> dict[str, Any]:
    """The columns of a meeting, with the keys it is found by."""
    names = ("id", "title", "date", "series", "start", "lang", "duration_s", "source", "kind", "status", "attendees")
    return _columns({name: getattr(meeting, name) for name in names})


def name_key(name: str) -> str:
    """A name without differences of width, composition and letter case."""
    return unicodedata.normalize("NFKC", name).strip().casefold()


def _columns(values: Mapping[str, Any]) -> dict[str, Any]:
    columns = dict(values)
    for name, kind in (("kind", Kind), ("status", MeetingStatus)):
        if name in columns:
            columns[name] = str(kind(columns[name]))
    if "attendees" in columns:
        columns["attendees"] = pack(tuple(columns["attendees"]), _Attendees)
    for name in ("title", "source"):
        if name in columns:
            columns[f"{name}_key"] = name_key(columns[name])
    return columns
