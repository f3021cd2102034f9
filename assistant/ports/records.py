"""The records: the only truth. ``Ledger`` is implemented in ``assistant.records`` over SQLAlchemy.

Every change names ``who`` did it and writes one audit line in the same transaction. Reads of a missing id raise
NotFound.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from assistant.model import (
    ActionItem,
    Agenda,
    Job,
    Line,
    Meeting,
    Minutes,
    Organisation,
    Passage,
    Transcript,
    Utterance,
)


@dataclass(frozen=True, slots=True)
class FiledAction:
    """An action item with the meeting it comes from. Its status is the current one: closed by a later meeting
    (``closed_by`` = (meeting_id, utterance)) or by a person."""

    action: ActionItem
    meeting: Meeting
    closed_by: tuple[str, int] | None = None


@dataclass(frozen=True, slots=True)
class FiledLine:
    """Any other line of minutes with its meeting."""

    line: Line
    meeting: Meeting


@dataclass(frozen=True, slots=True)
class AuditEntry:
    at: dt.datetime
    who: str
    what: str
    subject: str
    detail: str = ""


class Ledger(Protocol):
    # organisation
    def organisation(self) -> Organisation: ...
    def save_organisation(self, organisation: Organisation, who: str) -> None: ...

    # meetings. A content hash belongs to one meeting at most.
    def add_meeting(self, meeting: Meeting, sha256: str, who: str) -> None: ...
    def update_meeting(self, meeting_id: str, who: str, **changes: Any) -> Meeting:
        """Change fields of a meeting (title, series, date, start, lang, duration_s, kind, status, attendees)."""

    def meeting(self, meeting_id: str) -> Meeting: ...
    def meetings(self, series: str | None = None, limit: int | None = None, offset: int = 0) -> list[Meeting]:
        """Newest first."""

    def meeting_with_hash(self, sha256: str) -> Meeting | None: ...
    def meetings_named(self, name: str) -> list[Meeting]:
        """Meetings whose id, title or source equals ``name``, or whose id starts with it (at least 4 characters)."""

    def new_version(self, meeting_id: str, sha256: str, source: str, who: str) -> None:
        """The same file, changed: the meeting gets the new content hash."""

    def series(self) -> list[str]: ...
    def delete_meeting(self, meeting_id: str, who: str) -> None:
        """Every row of it; one audit line stays."""

    # transcripts. Edits are kept apart from versions and laid over them.
    def save_transcript(self, transcript: Transcript, who: str) -> Transcript:
        """A new version (numbered here). Edits whose utterance still stands at the same time are carried over."""

    def transcript(self, meeting_id: str, version: int | None = None) -> Transcript:
        """The newest version (or ``version``) with people's edits applied (``edited``); version 0 and empty when there
        is none yet."""

    def edit_utterance(self, meeting_id: str, i: int, text: str | None, speaker: str | None, who: str) -> Utterance: ...
    def rename_speaker(self, meeting_id: str, old: str, new: str, who: str) -> int:
        """Everywhere in the meeting; returns how many utterances changed."""

    def undo_edit(self, meeting_id: str, i: int, who: str) -> Utterance:
        """Take the last edit of an utterance back."""

    # minutes
    def save_minutes(self, minutes: Minutes, who: str) -> Minutes:
        """A new version (numbered here); older versions stay readable. Actions and closings are filed with it."""

    def minutes(self, meeting_id: str, version: int | None = None) -> Minutes: ...
    def has_minutes(self, meeting_id: str) -> bool: ...
    def save_line(self, meeting_id: str, line: Line, who: str, expected: Line | None = None) -> None:
        """Replace the line with the same id in the newest version, in place; Conflict if ``expected`` is given and
        the stored line is another by now. The line before is kept for ``undo_line``."""

    def add_line(self, meeting_id: str, line: Line, who: str) -> None: ...
    def undo_line(self, meeting_id: str, line_id: str, who: str) -> Line: ...
    def set_minutes_status(self, meeting_id: str, status: str, who: str) -> None: ...

    # across meetings; rejected lines and lines of deleted meetings never appear
    def actions(self, *, open_only: bool = False, series: str | None = None, department: str | None = None,
                meeting_id: str | None = None, before: dt.date | None = None) -> list[FiledAction]:
        """``before``: only from meetings on earlier dates."""

    def action(self, action_id: str) -> FiledAction: ...
    def set_action(self, action_id: str, who: str, **changes: Any) -> FiledAction:
        """Change status, due, owner, department or text; a person's change outlives every drafting. A drafted line
        becomes accepted by it, or edited when more than the status changes; ``undo_line`` takes it back."""

    def action_history(self, action_id: str) -> list[AuditEntry]: ...
    def lines(self, kind: str, series: str, last: int) -> list[FiledLine]:
        """Lines of kind "decisions", "open_questions", "parked" or "feedback" of the last ``last`` meetings."""

    # agendas
    def save_agenda(self, agenda: Agenda, who: str) -> Agenda: ...
    def agenda(self, series: str, date: dt.date | None = None) -> Agenda | None:
        """The newest version for that date; without a date the newest of all."""

    def agenda_dates(self, series: str) -> list[dt.date | None]: ...

    # passages and their vectors (so that the index can be rebuilt without embedding again)
    def save_passages(self, meeting_id: str, passages: Sequence[Passage], vectors: Any, model: str) -> None: ...
    def passages(self, meeting_id: str | None = None) -> Iterator[Passage]: ...
    def vectors(self, model: str) -> Iterator[tuple[Passage, Any]]: ...

    # jobs, as people see them
    def save_job(self, job: Job) -> None: ...
    def job(self, job_id: str) -> Job: ...
    def jobs(self, limit: int = 200) -> list[Job]:
        """Newest first."""

    def jobs_of(self, meeting_id: str) -> list[Job]:
        """A meeting's jobs, newest first."""

    def unfinished_jobs(self) -> list[Job]:
        """What is queued or running, oldest first."""

    def change_job(self, job_id: str, change: Callable[[Job], Job | None]) -> Job:
        """Read the job, let ``change`` make of it what it should be (None: leave it), and keep that, in one
        transaction; returns the job as it is then. NotFound when the job or its meeting is gone."""

    def forget_jobs(self, meeting_id: str) -> None: ...

    # conversations
    def save_turn(self, conversation_id: str, who: str, turn: Mapping[str, Any]) -> None: ...
    def conversation(self, conversation_id: str) -> list[dict[str, Any]]: ...
    def conversations(self, who: str, limit: int = 50) -> list[dict[str, Any]]: ...

    # audit and settings
    def audit(self, subject: str | None = None, limit: int = 100) -> list[AuditEntry]: ...
    def note(self, who: str, what: str, subject: str, detail: str = "") -> None: ...
    def setting(self, name: str, default: Any = None) -> Any:
        """A plain value kept under ``name``."""

    def save_setting(self, name: str, value: Any, who: str) -> None: ...
