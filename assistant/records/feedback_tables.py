"""The tables of customer feedback, beside those of meetings and under the same rules."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Boolean, Column, Date, Double, ForeignKey, Index, Integer, LargeBinary, String, Table

from assistant.records.columns import Document, Instant, Words
from assistant.records.tables import metadata


def _number() -> Column[int]:
    """A running number; higher is newer."""
    return Column("n", Integer, primary_key=True, autoincrement=True)


# One message of one customer. ``found_by`` is what it is searched by, without differences of width and letter case;
# ``joined`` says that ``story`` is another message.
feedback_messages = Table(
    "feedback_messages", metadata,
    _number(), Column("id", String, nullable=False, unique=True), Column("key", String, nullable=False, unique=True),
    Column("date", Date, nullable=False), Column("text", Words, nullable=False), Column("lang", String, nullable=False),
    Column("customer", Words, nullable=False), Column("channel", String, nullable=False),
    Column("subject", Words, nullable=False), Column("folded", Words, nullable=False),
    Column("batch", String, nullable=False), Column("origin", Words, nullable=False),
    Column("story", String, nullable=False), Column("joined", Boolean, nullable=False),
    Column("story_why", Words, nullable=False),
    Column("meeting_id", String, ForeignKey("meetings.id", ondelete="CASCADE")),
    Column("utterances", Document, nullable=False), Column("answered", Instant),
    Column("found_by", Words, nullable=False),
    Index("ix_feedback_messages_when", "date", "n"), Index("ix_feedback_messages_batch", "batch", "date", "n"),
    Index("ix_feedback_messages_customer", "customer", "date", "n"),
    Index("ix_feedback_messages_story", "story", "date", "n"),
    Index("ix_feedback_messages_joined", "joined", "story"),
    Index("ix_feedback_messages_meeting", "meeting_id", "date", "n"),
)


def _message(**options: Any) -> Column[str]:
    """A column of rows that go when their message goes."""
    return Column("message_id", String, ForeignKey("feedback_messages.id", ondelete="CASCADE"), nullable=False,
                  **options)


# The points of a message. ``date`` and ``message_n`` are its message's, so that lists are read in order of an index.
# ``asked`` is whether the engine itself sent the point to review; people's decisions do not change it. ``surest`` is
# the highest confidence of its departments.
feedback_points = Table(
    "feedback_points", metadata,
    Column("id", String, primary_key=True), _message(), Column("date", Date, nullable=False),
    Column("message_n", Integer, nullable=False), Column("start_i", Integer, nullable=False),
    Column("end_i", Integer, nullable=False), Column("review", Boolean, nullable=False),
    Column("asked", Boolean, nullable=False), Column("state", String, nullable=False),
    Column("sentiment", String, nullable=False), Column("urgency", String, nullable=False),
    Column("surest", Double), Column("due", Instant), Column("paused", Instant), Column("snoozed", Date),
    Column("document", Document, nullable=False),
    Index("ix_feedback_points_message", "message_id", "start_i", "end_i"),
    Index("ix_feedback_points_when", "date", "message_n"),
    Index("ix_feedback_points_review", "review", "date", "message_n"),
    Index("ix_feedback_points_state", "state", "date", "message_n"),
    Index("ix_feedback_points_due", "state", "due"),
)

# The departments of each point, with what lists of a department are filtered and ordered by.
feedback_departments = Table(
    "feedback_departments", metadata,
    Column("point_id", String, ForeignKey("feedback_points.id", ondelete="CASCADE"), primary_key=True),
    Column("position", Integer, primary_key=True), Column("name", Words, nullable=False),
    Column("confidence", Double, nullable=False), Column("state", String, nullable=False),
    Column("review", Boolean, nullable=False), Column("date", Date, nullable=False),
    Column("message_n", Integer, nullable=False),
    Index("ix_feedback_departments_when", "name", "date", "message_n"),
    Index("ix_feedback_departments_state", "name", "state", "date", "message_n", "review"),
)

# What an embedding model made of messages and points (``item`` is the id of either), so that nothing is read twice.
feedback_vectors = Table(
    "feedback_vectors", metadata,
    Column("model", String, primary_key=True), Column("item", String, primary_key=True), _message(index=True),
    Column("dtype", String, nullable=False), Column("vector", LargeBinary, nullable=False),
    Index("ix_feedback_vectors_item", "item"),
)

# What points and their corrections were before each change, null where there was none. Rows of one ``change`` are
# taken back together; of a ``whole`` one (a split, a merge) all or none.
feedback_history = Table(
    "feedback_history", metadata,
    _number(), Column("change", String, nullable=False, index=True), Column("whole", Boolean, nullable=False),
    _message(index=True),
    Column("point_id", String, nullable=False), Column("point", Document), Column("example", Document),
    Index("ix_feedback_history_point", "point_id", "n"),
)

# What people settled, newest number last. ``message_id`` is null for examples that belong to no message.
feedback_examples = Table(
    "feedback_examples", metadata,
    _number(), Column("point_id", String, nullable=False, unique=True),
    Column("message_id", String, ForeignKey("feedback_messages.id", ondelete="CASCADE"), index=True),
    Column("text", Words, nullable=False), Column("departments", Document, nullable=False),
    Column("who", Words, nullable=False), Column("at", Instant, nullable=False, index=True),
    sqlite_autoincrement=True,
)

feedback_rules = Table(
    "feedback_rules", metadata,
    Column("position", Integer, primary_key=True), Column("words", Document, nullable=False),
    Column("department", Words, nullable=False),
)

feedback_batches = Table(
    "feedback_batches", metadata,
    _number(), Column("batch", String, nullable=False, unique=True), Column("receipt", Document, nullable=False),
    Column("who", Words, nullable=False), Column("at", Instant, nullable=False),
)

feedback_unreadable = Table(
    "feedback_unreadable", metadata,
    _number(), Column("id", String, nullable=False, unique=True), Column("batch", String, nullable=False),
    Column("row", Integer, nullable=False), Column("key", String, nullable=False),
    Column("values", Document, nullable=False), Column("size", Integer, nullable=False),
    Column("raw", LargeBinary, nullable=False), Index("ix_feedback_unreadable_batch", "batch", "row"),
)

feedback_replies = Table(
    "feedback_replies", metadata,
    _message(primary_key=True), Column("text", Words, nullable=False), Column("state", String, nullable=False),
    Column("who", Words, nullable=False), Column("at", Instant, nullable=False),
)
