"""Removing messages with every trace of them."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, delete, select

from assistant.records import tables
from assistant.records.feedback_rows import parts
from assistant.records.feedback_stories import lead_on
from assistant.records.feedback_tables import feedback_batches, feedback_messages, feedback_points

_M, _P, _B, _A = feedback_messages, feedback_points, feedback_batches, tables.audit


def messages_of_meeting(connection: Connection, meeting_id: str) -> list[str]:
    """The ids of messages that were told in a meeting."""
    return list(connection.execute(select(_M.c.id).where(_M.c.meeting_id == meeting_id)).scalars())


def remove_messages(connection: Connection, ids: Sequence[str]) -> None:
    """Messages go with their points, corrections, replies, history and audit lines, and batches without a receipt that
    are empty then with theirs; stories they led go on."""
    lead_on(connection, set(ids))
    queries = (select(_M.c.batch).where(_M.c.id.in_(some), _M.c.batch != "").distinct() for some in parts(ids))
    batches = {batch for query in queries for batch in connection.execute(query).scalars()}
    for some in parts(ids):
        points = connection.execute(select(_P.c.id).where(_P.c.message_id.in_(some))).scalars()
        connection.execute(delete(_A).where(_A.c.message_id.in_(some)))
        for subjects in parts([*some, *points]):
            connection.execute(delete(_A).where(_A.c.subject.in_(subjects)))
        connection.execute(delete(_M).where(_M.c.id.in_(some)))
    for some in parts(batches):
        left = select(_M.c.batch).where(_M.c.batch.in_(some)).union(select(_B.c.batch).where(_B.c.batch.in_(some)))
        if emptied := set(some) - set(connection.execute(left).scalars()):
            connection.execute(delete(_A).where(_A.c.subject.in_(emptied)))
