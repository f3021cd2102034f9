"""Stories: messages that tell of the same happening. The first of them leads, and its id is the story's."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, bindparam, case, func, select, update

from assistant.model.feedback import Message
from assistant.ports.feedback import StoryCounts
from assistant.records.feedback_rows import message_row, parts
from assistant.records.feedback_tables import feedback_messages
from assistant.records.feedback_trail import detail
from assistant.records.store import Repository

_M = feedback_messages
CUSTOMERS = func.count(func.nullif(_M.c.customer, "").distinct()) + func.sum(case((_M.c.customer == "", 1), else_=0))
"""How many customers tell the messages of a group; a message without a name counts as one."""

TOLD_TWICE = select(_M.c.story).where(_M.c.joined.is_(True)).distinct()
"""The stories of two messages or more."""


class FeedbackStories(Repository):
    """Which messages belong together."""

    def set_story(self, message_id: str, story: str, why: str, who: str) -> None:
        with self.store.writing() as connection:
            row = message_row(connection, message_id, lock=True)
            leader = story if story == message_id else message_row(connection, story).story
            if story != message_id and leader == row.story:  # part of that story already
                values: dict[str, Any] = {"story_why": why} if row.joined else {}
                moved = False
            else:
                values = {"story": leader, "joined": leader != message_id, "story_why": why}
                moved = lead_on(connection, {message_id})
            if moved or any(getattr(row, name) != value for name, value in values.items()):
                connection.execute(update(_M).where(_M.c.id == message_id).values(**values))
                said = detail(story=[row.story, leader], why=why)
                self.store.audit(connection, who, "feedback.story", message_id, said, message_id=message_id)

    def story_sizes(self, stories: Sequence[str]) -> dict[str, int]:
        query = select(_M.c.story, CUSTOMERS.label("customers")).group_by(_M.c.story)
        with self.store.reading() as connection:
            return {row.story: row.customers for some in parts(set(stories))
                    for row in connection.execute(query.where(_M.c.story.in_(some)))}

    def stories(self, *, open_only: bool = False, limit: int | None = None, offset: int = 0) -> list[StoryCounts]:
        counted = (func.count().label("messages"), CUSTOMERS.label("customers"),
                   func.count(_M.c.answered).label("answered"))
        query = select(_M.c.story, *counted).where(_M.c.story.in_(TOLD_TWICE)).group_by(_M.c.story)
        if open_only:
            query = query.having(func.count(_M.c.answered) < func.count())
        order = (func.max(_M.c.date).desc(), func.max(_M.c.n).desc())
        with self.store.reading() as connection:
            rows = connection.execute(query.order_by(*order).limit(limit).offset(offset))
            return [StoryCounts(row.story, row.messages, row.customers, row.answered) for row in rows]


def lead_on(connection: Connection, leaving: set[str]) -> bool:
    """Give the stories these messages lead to the next message in each; whether there was any."""
    followers: dict[str, list[Any]] = defaultdict(list)
    for row in _followers(connection, leaving):
        followers[row.story].append(row)
    moves = [{"message": row.id, "leader": rows[0].id, "joins": row.id != rows[0].id}
             for rows in followers.values() for row in rows]
    if moves:
        moved = update(_M).where(_M.c.id == bindparam("message"))
        why = case((bindparam("joins"), _M.c.story_why), else_="")
        connection.execute(moved.values(story=bindparam("leader"), joined=bindparam("joins"), story_why=why), moves)
    return bool(moves)


def leaders(connection: Connection, messages: Iterable[Message], known: Mapping[str, str]) -> dict[str, str]:
    """The story of each new message: the one that leads where its own points to, be it new itself or stored before,
    else it stands alone. ``known`` leads from messages that were left out to those that are in their place."""
    wanted = {message.id: message.story or message.id for message in messages}
    chain = {**known, **wanted}
    here = _stories(connection, set(chain.values()) - set(wanted))
    return {own: here.get(end, own) if (end := _end(chain, own)) not in wanted else end for own in wanted}


def _end(chain: Mapping[str, str], start: str) -> str:
    seen, place = set(), start
    while place not in seen and (after := chain.get(place, place)) != place:
        seen.add(place)
        place = after
    return place


def _stories(connection: Connection, ids: Iterable[str]) -> dict[str, str]:
    queries = (select(_M.c.id, _M.c.story).where(_M.c.id.in_(some)) for some in parts(ids))
    return {row.id: row.story for query in queries for row in connection.execute(query)}


def _followers(connection: Connection, leading: set[str]) -> list[Any]:
    """Messages in the stories these lead, but for themselves, first told first."""
    queries = (select(_M.c.id, _M.c.story, _M.c.date, _M.c.n).where(_M.c.story.in_(some), _M.c.joined.is_(True))
               for some in parts(leading))
    found = [row for query in queries for row in connection.execute(query) if row.id not in leading]
    return sorted(found, key=lambda row: (row.date, row.n))
