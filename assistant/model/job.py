"""Long work, as people see it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class JobState(StrEnum):
    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


class Step(StrEnum):
    """The steps of taking a file in, in order. Text files skip the first three."""

    DECODE = "decode"
    TRANSCRIBE = "transcribe"
    SPEAKERS = "speakers"
    STORE = "store"
    EMBED = "embed"
    MINUTES = "minutes"


@dataclass(frozen=True, slots=True)
class Job:
    """One file on its way in. ``progress`` is 0..1 over all steps, ``eta_s`` seconds left or None when unknown."""

    id: str
    meeting_id: str | None
    path: str
    state: JobState
    step: str = ""
    progress: float = 0.0
    eta_s: float | None = None
    error: str | None = None
    warnings: tuple[str, ...] = ()
