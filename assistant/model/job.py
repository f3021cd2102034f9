"""Long work, as people see it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


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
class Notice:
    """What went wrong in a step, kept so that everybody reads it in their language: the message's key and values, and
    the sentence as it was said then."""

    key: str
    ja: str
    en: str
    step: str = ""
    values: Mapping[str, Any] = field(default_factory=dict, hash=False)

    def say(self, lang: str) -> str:
        """The sentence in ``lang`` ("ja" or "en")."""
        return self.ja if lang == "ja" else self.en


@dataclass(frozen=True, slots=True)
class Job:
    """One file on its way in. ``progress`` is 0..1 over all steps, ``eta_s`` seconds left or None when unknown.

    ``error`` and ``warnings`` are sentences in the product's language; ``trouble`` and ``notices`` say the same in
    every language. ``options`` are those the file was given in with (plain values). ``attempt`` counts how often the
    job was set going, ``begun`` how often its present step was begun without getting anywhere.
    """

    id: str
    meeting_id: str | None
    path: str
    state: JobState
    step: str = ""
    progress: float = 0.0
    eta_s: float | None = None
    error: str | None = None
    warnings: tuple[str, ...] = ()
    trouble: Notice | None = None
    notices: tuple[Notice, ...] = ()
    options: Mapping[str, Any] = field(default_factory=dict, hash=False)
    added_at: dt.datetime | None = None
    ended_at: dt.datetime | None = None
    attempt: int = 1
    begun: int = 0

    @property
    def over(self) -> bool:
        """Whether nothing more will happen by itself."""
        return self.state in {JobState.DONE, JobState.FAILED, JobState.CANCELLED}

    def error_in(self, lang: str) -> str | None:
        """The error in ``lang`` ("ja" or "en")."""
        return self.trouble.say(lang) if self.trouble else self.error

    def warnings_in(self, lang: str) -> tuple[str, ...]:
        """The warnings in ``lang`` ("ja" or "en")."""
        return tuple(notice.say(lang) for notice in self.notices) or self.warnings
