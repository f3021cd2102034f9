"""Agendas in versions. The moments their items come from are rows, so that they go with their meeting."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, Row, Select, delete, func, insert, nulls_last, select

from assistant.model import Agenda, AgendaItem, Moment
from assistant.records import tables
from assistant.records.codec import pack, unpack
from assistant.records.store import Repository

_T, _I, _M = tables.agendas, tables.agenda_items, tables.agenda_moments


class Agendas(Repository):
    """What the next meetings of each series should talk about."""

    def save_agenda(self, agenda: Agenda, who: str) -> Agenda:
        """A new version for its series and date (numbered here). Moments of meetings that are gone are left out."""
        with self.store.writing() as connection:
            newest = select(func.max(_T.c.version)).where(_T.c.series == agenda.series, _on(agenda.date))
            version = (connection.execute(newest).scalar() or 0) + 1
            head = pack(replace(agenda, items=(), version=version))
            values = {"series": agenda.series, "date": agenda.date, "version": version, "head": head,
                      "at": self.store.now()}
            number = connection.execute(insert(_T).values(**values).returning(_T.c.n)).scalar_one()
            _insert_items(connection, number, agenda.items)
            detail = f"{agenda.date or ''} version {version}, {agenda.status}".strip()
            self.store.audit(connection, who, "agenda.save", agenda.series, detail)
            return _whole(connection, connection.execute(select(_T).where(_T.c.n == number)).one())

    def agenda(self, series: str, date: dt.date | None = None) -> Agenda | None:
        """Without a date the one saved last."""
        query = select(_T).where(_T.c.series == series).order_by(_T.c.n.desc()).limit(1)
        with self.store.reading() as connection:
            row = connection.execute(query if date is None else query.where(_on(date))).first()
            return None if row is None else _whole(connection, row)

    def agenda_dates(self, series: str) -> list[dt.date | None]:
        """Earliest first; None for an agenda whose date is not known yet, last."""
        query = select(_T.c.date).where(_T.c.series == series).distinct().order_by(nulls_last(_T.c.date))
        with self.store.reading() as connection:
            return list(connection.execute(query).scalars())


def drop_items_of(connection: Connection, meeting_id: str) -> None:
    """Take out the moments of a meeting that goes, and the items that came from nowhere else; a person's stay."""
    pairs = select(_M.c.agenda, _M.c.item).where(_M.c.meeting_id == meeting_id).distinct()
    touched = [(row.agenda, row.item) for row in connection.execute(pairs)]
    connection.execute(delete(_M).where(_M.c.meeting_id == meeting_id))
    for agenda, item in touched:
        left = select(_M.c.i).where(_M.c.agenda == agenda, _M.c.item == item).limit(1)
        if connection.execute(left).first() is None:
            connection.execute(delete(_I).where(_I.c.agenda == agenda, _I.c.position == item, _I.c.edited.is_(False)))


def _on(date: dt.date | None) -> Any:
    return _T.c.date.is_(None) if date is None else _T.c.date == date


def _insert_items(connection: Connection, number: int, items: tuple[AgendaItem, ...]) -> None:
    rows = [{"agenda": number, "position": place, "edited": item.edited, "document": pack(replace(item, moments=()))}
            for place, item in enumerate(items)]
    if rows:
        connection.execute(insert(_I), rows)
    named = {moment.meeting_id for item in items for moment in item.moments}
    here = set(connection.execute(select(tables.meetings.c.id).where(tables.meetings.c.id.in_(named))).scalars())
    moments = [{"agenda": number, "item": place, "position": k, "meeting_id": m.meeting_id, "i": m.i}
               for place, item in enumerate(items) for k, m in enumerate(item.moments) if m.meeting_id in here]
    if moments:
        connection.execute(insert(_M), moments)


def _whole(connection: Connection, row: Row[Any]) -> Agenda:
    moments: dict[int, list[Moment]] = defaultdict(list)
    for m in _ordered(connection, select(_M).where(_M.c.agenda == row.n).order_by(_M.c.position)):
        moments[m.item].append(Moment(m.meeting_id, m.i))
    items = _ordered(connection, select(_I).where(_I.c.agenda == row.n).order_by(_I.c.position))
    return replace(unpack(Agenda, row.head), items=tuple(
        replace(unpack(AgendaItem, item.document), moments=tuple(moments[item.position])) for item in items))


def _ordered(connection: Connection, query: Select[Any]) -> list[Row[Any]]:
    return list(connection.execute(query))
