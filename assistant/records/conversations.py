"""Conversations with the records. A turn that quotes a meeting goes with it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select, update

from assistant.errors import NotFound
from assistant.records import tables
from assistant.records.store import Repository

_C, _T, _M = tables.conversations, tables.turns, tables.turn_meetings
_TITLE = 80
_ASKED = ("question", "role", "at", "id")
"""What stays of a turn whose source is gone: what the person asked, not what was answered."""


class Conversations(Repository):
    """Questions and answers, by conversation."""

    def save_turn(self, conversation_id: str, who: str, turn: Mapping[str, Any]) -> None:
        """Add a turn (plain values); a new conversation is made. NotFound when it belongs to somebody else."""
        with self.store.writing() as connection:
            owner = connection.execute(select(_C.c.who).where(_C.c.id == conversation_id)).scalar()
            if owner is not None and owner != who:
                raise NotFound("records.no_conversation")
            if owner is None:
                title = str(turn.get("question") or turn.get("text") or "")[:_TITLE]
                values = {"id": conversation_id, "who": who, "title": title, "at": self.store.now(), "last": 0}
                connection.execute(insert(_C).values(**values))
            values = {"conversation_id": conversation_id, "at": self.store.now(), "document": dict(turn)}
            number = connection.execute(insert(_T).values(**values).returning(_T.c.n)).scalar_one()
            connection.execute(update(_C).where(_C.c.id == conversation_id).values(last=number))
            if cited := set(_meetings_in(turn)):
                connection.execute(insert(_M), [{"turn": number, "meeting_id": m} for m in sorted(cited)])
            self.store.audit(connection, who, "conversation.turn", conversation_id)

    def conversation(self, conversation_id: str) -> list[dict[str, Any]]:
        """The turns in order; none for an unknown conversation."""
        query = select(_T.c.document).where(_T.c.conversation_id == conversation_id).order_by(_T.c.n)
        with self.store.reading() as connection:
            return [dict(document) for document in connection.execute(query).scalars()]

    def conversations(self, who: str, limit: int = 50) -> list[dict[str, Any]]:
        """A person's conversations, last used first: id, title, at (ISO), turns (how many)."""
        count = select(func.count()).where(_T.c.conversation_id == _C.c.id).scalar_subquery()
        query = select(_C, count.label("turns")).where(_C.c.who == who).order_by(_C.c.last.desc()).limit(limit)
        with self.store.reading() as connection:
            return [{"id": row.id, "title": row.title, "at": row.at.isoformat(), "turns": row.turns}
                    for row in connection.execute(query)]


def withdraw_turns(connection: Connection, meeting_id: str) -> None:
    """Of turns that speak of this meeting only the question stays, marked ``withdrawn``."""
    numbers = list(connection.execute(select(_M.c.turn).where(_M.c.meeting_id == meeting_id)).scalars())
    for row in list(connection.execute(select(_T).where(_T.c.n.in_(numbers)))):
        left = {name: row.document[name] for name in _ASKED if name in row.document} | {"withdrawn": True}
        connection.execute(update(_T).where(_T.c.n == row.n).values(document=left))
    connection.execute(delete(_M).where(_M.c.turn.in_(numbers)))


def _meetings_in(value: Any) -> Iterator[str]:
    if isinstance(value, Mapping):
        for name, part in value.items():
            if name in {"meeting", "meeting_id"} and isinstance(part, str) and part:
                yield part
            else:
                yield from _meetings_in(part)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from _meetings_in(part)
