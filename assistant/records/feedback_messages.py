"""Customers' messages: added once, found, answered."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, insert, select, update
from sqlalchemy.exc import IntegrityError

from assistant.model.feedback import FeedbackPoint, Message, Reply, ReplyState
from assistant.records.changes import upsert
from assistant.records.feedback_rows import (
    Stored,
    insert_points,
    message_columns,
    message_from,
    message_row,
    parts,
    places_of,
)
from assistant.records.feedback_stories import leaders
from assistant.records.feedback_tables import feedback_messages, feedback_replies
from assistant.records.feedback_trail import detail, note
from assistant.records.meetings import meeting_of
from assistant.records.store import Repository

_M, _R = feedback_messages, feedback_replies
_New = Sequence[tuple[Message, Sequence[FeedbackPoint]]]


class FeedbackMessages(Repository):
    """The messages themselves and the answers to them."""

    def add_messages(self, messages: _New, who: str) -> int:
        """A story that is not there (or is that of a message left out) is found again or left; a message without one
        leads its own. NotFound when the meeting a remark was made in is gone."""
        try:
            return self._add(messages, who)
        except IntegrityError:
            return self._add(messages, who)  # another import was quicker; what it added is seen now

    def known_keys(self, keys: Sequence[str]) -> set[str]:
        """Those of the keys that messages here have."""
        with self.store.reading() as connection:
            return set(_ids(connection, keys))

    def message(self, message_id: str) -> Message:
        with self.store.reading() as connection:
            return message_from(message_row(connection, message_id))

    def message_with_key(self, key: str) -> Message | None:
        """None when no message has the key."""
        with self.store.reading() as connection:
            row = connection.execute(select(_M).where(_M.c.key == key)).first()
        return None if row is None else message_from(row)

    def messages(self, *, batch: str | None = None, since: dt.date | None = None, until: dt.date | None = None,
                 customer: str | None = None, story: str | None = None, meeting: str | None = None,
                 limit: int | None = None) -> list[Message]:
        """Newest first; ``since`` and ``until`` are both included."""
        equal = {_M.c.batch: batch, _M.c.customer: customer, _M.c.story: story, _M.c.meeting_id: meeting}
        query = select(_M).where(*(column == value for column, value in equal.items() if value is not None))
        query = query if since is None else query.where(_M.c.date >= since)
        query = query if until is None else query.where(_M.c.date <= until)
        with self.store.reading() as connection:
            rows = connection.execute(query.order_by(_M.c.date.desc(), _M.c.n.desc()).limit(limit))
            return [message_from(row) for row in rows]

    def set_answered(self, message_id: str, at: dt.datetime | None, who: str) -> None:
        with self.store.writing() as connection:
            before = message_row(connection, message_id, lock=True).answered
            if before != at:
                connection.execute(update(_M).where(_M.c.id == message_id).values(answered=at))
                said = detail(answered=[moment and moment.isoformat() for moment in (before, at)])
                self.store.audit(connection, who, "feedback.answered", message_id, said, message_id=message_id)

    def reply(self, message_id: str) -> Reply | None:
        """The answer as it stands now."""
        with self.store.reading() as connection:
            return _reply(connection, message_id)

    def save_reply(self, reply: Reply, who: str) -> None:
        """``who`` and now where the reply names nobody and no time. NotFound when its message is gone."""
        written = replace(reply, who=reply.who or who, at=reply.at or self.store.now())
        with self.store.writing() as connection:
            message_row(connection, reply.message_id, lock=True)
            before = _reply(connection, reply.message_id)
            values = {"text": written.text, "state": str(written.state), "who": written.who, "at": written.at}
            upsert(connection, _R, {"message_id": reply.message_id}, values)
            said = detail(state=[before and str(before.state), str(written.state)],
                          edited=before is None or before.text != written.text)
            self.store.audit(connection, who, "feedback.reply", reply.message_id, said, message_id=reply.message_id)

    def _add(self, messages: _New, who: str) -> int:
        with self.store.writing() as connection:
            fresh, known = _fresh(connection, messages)
            for meeting_id in sorted({message.meeting_id for message, _ in fresh if message.meeting_id}):
                meeting_of(connection, meeting_id, lock=True)
            if fresh:
                stories = leaders(connection, [message for message, _ in fresh], known)
                rows = [message_columns(message, stories[message.id]) for message, _ in fresh]
                connection.execute(insert(_M), rows)
                insert_points(connection, _placed(connection, fresh))
                note(self.store, connection, who, "feedback.add", _arrivals(fresh))
            return len(fresh)


def _fresh(connection: Connection, messages: _New) -> tuple[list[tuple[Message, Sequence[FeedbackPoint]]],
                                                            dict[str, str]]:
    """Messages whose key is new, the first of each, and for the others which message is here in their place."""
    here = _ids(connection, [message.key for message, _ in messages])
    fresh, known = [], {}
    for message, points in messages:
        if message.key in here:
            known[message.id] = here[message.key]
        else:
            here[message.key] = message.id
            fresh.append((message, points))
    return fresh, known


def _ids(connection: Connection, keys: Sequence[str]) -> dict[str, str]:
    queries = (select(_M.c.key, _M.c.id).where(_M.c.key.in_(some)) for some in parts(set(keys)))
    return {row.key: row.id for query in queries for row in connection.execute(query)}


def _placed(connection: Connection, fresh: _New) -> list[Stored]:
    places = places_of(connection, {message.id for message, _ in fresh})
    if astray := [p.id for message, points in fresh for p in points if p.message_id != message.id]:
        raise ValueError(f"points of another message: {astray}")
    return [Stored(point, point.read.review, places[message.id]) for message, points in fresh for point in points]


def _arrivals(fresh: _New) -> list[tuple[str, str, str | None]]:
    """One line an import, one a message that came alone."""
    messages = Counter(message.batch for message, _ in fresh)
    points: Counter[str] = Counter()
    for message, found in fresh:
        points[message.batch] += len(found)
    imports = [(batch, detail(messages=count, points=points[batch]), None)
               for batch, count in messages.items() if batch]
    return imports + [(message.id, detail(points=len(found)), message.id) for message, found in fresh
                      if not message.batch]


def _reply(connection: Connection, message_id: str) -> Reply | None:
    row: Any = connection.execute(select(_R).where(_R.c.message_id == message_id)).first()
    return None if row is None else Reply(row.message_id, row.text, ReplyState(row.state), row.who, row.at)
