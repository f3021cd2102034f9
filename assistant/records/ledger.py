"""The ledger: every repository over one database."""

from __future__ import annotations

from pathlib import Path
from typing import Self

from assistant.ports.clock import Clock
from assistant.ports.feedback import FeedbackLedger
from assistant.ports.records import Ledger
from assistant.records.actions import Actions
from assistant.records.agendas import Agendas
from assistant.records.audit import Audit
from assistant.records.conversations import Conversations
from assistant.records.deletion import Deletion
from assistant.records.feedback_changes import FeedbackChanges
from assistant.records.feedback_counts import FeedbackCounts
from assistant.records.feedback_imports import FeedbackImports
from assistant.records.feedback_learning import FeedbackLearning
from assistant.records.feedback_messages import FeedbackMessages
from assistant.records.feedback_points import FeedbackPoints
from assistant.records.feedback_stories import FeedbackStories
from assistant.records.feedback_vectors import FeedbackVectors
from assistant.records.jobs import Jobs
from assistant.records.lines import Lines
from assistant.records.meetings import Meetings
from assistant.records.minutes import MinutesVersions
from assistant.records.organisation import Organisations
from assistant.records.passages import Passages
from assistant.records.schema import bring_up_to_date
from assistant.records.store import Store, connect
from assistant.records.transcripts import Transcripts


class SqlLedger(
    Organisations, Meetings, Deletion, Transcripts, MinutesVersions, Lines, Actions, Agendas, Passages, Jobs,
    Conversations, FeedbackMessages, FeedbackStories, FeedbackPoints, FeedbackChanges, FeedbackLearning,
    FeedbackCounts, FeedbackImports, FeedbackVectors, Audit, Ledger, FeedbackLedger,
):
    """The records in SQLite or PostgreSQL. One may be shared by any number of threads."""

    @classmethod
    def open(cls, url_or_folder: str | Path, clock: Clock | None = None) -> Self:
        """Open the database of a URL (``postgresql+psycopg://…``, ``sqlite:///…``) or ``records.sqlite3`` in a
        folder, made and brought up to date as needed. InvalidInput when it is no database, or of a newer version."""
        engine = connect(url_or_folder)
        bring_up_to_date(engine)
        return cls(Store(engine, clock))

    def close(self) -> None:
        """Let go of the database."""
        self.store.close()
