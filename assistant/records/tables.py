"""The tables. Documents are JSON of model objects; what is searched by stands in a column of its own."""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    Double,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Time,
    UniqueConstraint,
)

from assistant.records.columns import Document, Instant, Words

metadata = MetaData(naming_convention={
    "ix": "ix_%(column_0_label)s", "uq": "uq_%(table_name)s_%(column_0_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s", "pk": "pk_%(table_name)s",
})


def _meeting(**options: Any) -> Column[str]:
    """A column of rows that go when their meeting goes."""
    return Column("meeting_id", String, ForeignKey("meetings.id", ondelete="CASCADE"), nullable=False, **options)


def _number() -> Column[int]:
    """A running number; higher is newer."""
    return Column("n", Integer, primary_key=True, autoincrement=True)


organisation = Table(
    "organisation", metadata,
    Column("n", Integer, primary_key=True), Column("document", Document, nullable=False),
)

meetings = Table(
    "meetings", metadata,
    Column("id", String, primary_key=True), Column("title", Words, nullable=False),
    Column("title_key", Words, nullable=False), Column("date", Date, nullable=False),
    Column("series", Words, nullable=False), Column("start", Time), Column("lang", String, nullable=False),
    Column("duration_s", Double, nullable=False), Column("source", Words, nullable=False),
    Column("source_key", Words, nullable=False), Column("kind", String, nullable=False),
    Column("status", String, nullable=False), Column("attendees", Document, nullable=False),
    Column("sha256", String, nullable=False, unique=True), Column("added_at", Instant, nullable=False),
    Index("ix_meetings_when", "date", "start"), Index("ix_meetings_series", "series", "date", "start"),
    Index("ix_meetings_title", "title"), Index("ix_meetings_title_key", "title_key"),
    Index("ix_meetings_source", "source"), Index("ix_meetings_source_key", "source_key"),
)

transcripts = Table(
    "transcripts", metadata,
    _meeting(primary_key=True), Column("version", Integer, primary_key=True), Column("engine", Words, nullable=False),
    Column("gaps", Document, nullable=False), Column("sections", Document, nullable=False),
    Column("at", Instant, nullable=False),
)


def _of_transcript() -> ForeignKeyConstraint:
    return ForeignKeyConstraint(["meeting_id", "version"], ["transcripts.meeting_id", "transcripts.version"],
                                ondelete="CASCADE")


utterances = Table(
    "utterances", metadata,
    Column("meeting_id", String, primary_key=True), Column("version", Integer, primary_key=True),
    Column("i", Integer, primary_key=True), Column("start_s", Double, nullable=False),
    Column("end_s", Double, nullable=False), Column("speaker", Words, nullable=False),
    Column("department", Words, nullable=False), Column("text", Words, nullable=False),
    Column("doubtful", Boolean, nullable=False), Column("words", Document, nullable=False), _of_transcript(),
)

# What a person changed in an utterance of one version; NULL means "as it was". The newest of each field counts.
utterance_edits = Table(
    "utterance_edits", metadata,
    _number(), Column("meeting_id", String, nullable=False), Column("version", Integer, nullable=False),
    Column("i", Integer, nullable=False), Column("text", Words), Column("speaker", Words), Column("department", Words),
    Column("who", Words, nullable=False), Column("at", Instant, nullable=False), _of_transcript(),
    Index("ix_utterance_edits_place", "meeting_id", "version", "i"),
)

# The newest minutes of each meeting: a head and its lines. Older versions are whole documents in ``old_minutes``.
minutes = Table(
    "minutes", metadata,
    _meeting(primary_key=True), Column("version", Integer, nullable=False), Column("status", String, nullable=False),
    Column("transcript", Integer, nullable=False), Column("head", Document, nullable=False),
    Column("at", Instant, nullable=False),
)

old_minutes = Table(
    "old_minutes", metadata,
    _meeting(primary_key=True), Column("version", Integer, primary_key=True),
    Column("document", Document, nullable=False),
)

lines = Table(
    "lines", metadata,
    _meeting(primary_key=True), Column("id", String, primary_key=True), Column("kind", String, nullable=False),
    Column("position", Integer, nullable=False), Column("state", String, nullable=False), Column("supersedes", String),
    Column("document", Document, nullable=False),
    Index("ix_lines_kind", "meeting_id", "kind", "position"), Index("ix_lines_id", "id"),
    Index("ix_lines_supersedes", "supersedes"),
)

# What a line was before each change, with people's changes to it; null before it was added. Good only while the
# transcript is the same version.
line_history = Table(
    "line_history", metadata,
    _number(), _meeting(), Column("line_id", String, nullable=False), Column("transcript", Integer, nullable=False),
    Column("document", Document, nullable=False), Index("ix_line_history_line", "meeting_id", "line_id"),
)

# Every action of the newest minutes as it stands now: line, then people's changes, then closings laid over it.
actions = Table(
    "actions", metadata,
    _meeting(primary_key=True), Column("id", String, primary_key=True), Column("position", Integer, nullable=False),
    Column("state", String, nullable=False), Column("status", String, nullable=False), Column("department", Words),
    Column("closed_by", String), Column("closed_by_i", Integer), Column("document", Document, nullable=False),
    Index("ix_actions_id", "id"), Index("ix_actions_status", "status", "meeting_id"),
)

# A person's word on an action, kept apart from the versions of the minutes. ``value`` is JSON of the field.
action_changes = Table(
    "action_changes", metadata,
    _meeting(primary_key=True), Column("id", String, primary_key=True), Column("field", String, primary_key=True),
    Column("value", Document, nullable=False), Column("who", Words, nullable=False),
    Column("at", Instant, nullable=False), Index("ix_action_changes_id", "id"),
)

# Meeting ``meeting_id`` reports action ``action_id`` (of any meeting, perhaps one not taken in yet) done.
closings = Table(
    "closings", metadata,
    _meeting(primary_key=True), Column("action_id", String, primary_key=True),
    Column("position", Integer, nullable=False),
    Column("evidence", Document, nullable=False), Column("since", Instant, nullable=False),
    Index("ix_closings_action", "action_id"),
)

agendas = Table(
    "agendas", metadata,
    _number(), Column("series", Words, nullable=False), Column("date", Date),
    Column("version", Integer, nullable=False),
    Column("head", Document, nullable=False), Column("at", Instant, nullable=False),
    Index("ix_agendas_series", "series", "n"), Index("ix_agendas_date", "series", "date", "n"),
)

agenda_items = Table(
    "agenda_items", metadata,
    Column("agenda", Integer, ForeignKey("agendas.n", ondelete="CASCADE"), primary_key=True),
    Column("position", Integer, primary_key=True), Column("edited", Boolean, nullable=False),
    Column("document", Document, nullable=False),
)

agenda_moments = Table(
    "agenda_moments", metadata,
    Column("agenda", Integer, primary_key=True), Column("item", Integer, primary_key=True),
    Column("position", Integer, primary_key=True), _meeting(index=True), Column("i", Integer, nullable=False),
    ForeignKeyConstraint(["agenda", "item"], ["agenda_items.agenda", "agenda_items.position"], ondelete="CASCADE"),
)

passages = Table(
    "passages", metadata,
    _meeting(primary_key=True), Column("position", Integer, primary_key=True), Column("id", String, nullable=False),
    Column("from_i", Integer, nullable=False), Column("to_i", Integer, nullable=False),
    Column("start_s", Double, nullable=False), Column("text", Words, nullable=False),
    Column("speakers", Document, nullable=False), Column("departments", Document, nullable=False),
    UniqueConstraint("meeting_id", "id"),
)

vectors = Table(
    "vectors", metadata,
    Column("model", String, primary_key=True), Column("meeting_id", String, primary_key=True),
    Column("passage_id", String, primary_key=True), Column("dtype", String, nullable=False),
    Column("vector", LargeBinary, nullable=False),
    ForeignKeyConstraint(["meeting_id", "passage_id"], ["passages.meeting_id", "passages.id"], ondelete="CASCADE"),
    Index("ix_vectors_passage", "meeting_id", "passage_id"),
)

jobs = Table(
    "jobs", metadata,
    _number(), Column("id", String, nullable=False, unique=True),
    Column("meeting_id", String, ForeignKey("meetings.id", ondelete="CASCADE"), index=True),
    Column("state", String, nullable=False, index=True), Column("document", Document, nullable=False),
    Column("at", Instant, nullable=False),
)

conversations = Table(
    "conversations", metadata,
    Column("id", String, primary_key=True), Column("who", Words, nullable=False),
    Column("title", Words, nullable=False),
    Column("at", Instant, nullable=False), Column("last", Integer, nullable=False),
    Index("ix_conversations_who", "who", "last"),
)

turns = Table(
    "turns", metadata,
    _number(), Column("conversation_id", String, ForeignKey("conversations.id", ondelete="CASCADE"), nullable=False,
                      index=True),
    Column("at", Instant, nullable=False), Column("document", Document, nullable=False),
)

# Which meetings a turn speaks of, so that deleting one also takes back what was quoted from it.
turn_meetings = Table(
    "turn_meetings", metadata,
    Column("turn", Integer, ForeignKey("turns.n", ondelete="CASCADE"), primary_key=True),
    Column("meeting_id", String, primary_key=True, index=True),
)

audit = Table(
    "audit", metadata,
    _number(), Column("at", Instant, nullable=False), Column("who", Words, nullable=False),
    Column("what", String, nullable=False), Column("subject", Words, nullable=False),
    Column("detail", Words, nullable=False), Column("meeting_id", String, index=True),
    Column("message_id", String, index=True), Index("ix_audit_subject", "subject", "n"),
)

settings = Table(
    "settings", metadata,
    Column("name", String, primary_key=True), Column("value", Document, nullable=False),
)
