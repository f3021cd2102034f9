"""Passages, what was found, and answers with citations."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Passage:
    """Utterances ``from_i`` to ``to_i`` (inclusive) of a meeting as one text for retrieval."""

    id: str
    meeting_id: str
    from_i: int
    to_i: int
    start_s: float
    text: str
    series: str = ""
    date: dt.date | None = None
    speakers: tuple[str, ...] = ()
    departments: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Scope:
    """Which meetings a question is about; empty fields do not limit."""

    meeting_id: str = ""
    series: str = ""
    department: str = ""
    speaker: str = ""
    since: dt.date | None = None
    until: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage found, with its fused score (0..1, higher is better), dense cosine and lexical score."""

    passage: Passage
    score: float
    dense: float = 0.0
    lexical: float = 0.0


@dataclass(frozen=True, slots=True)
class Citation:
    """The words an answer rests on. ``quote`` is verbatim from utterance ``i``."""

    meeting_id: str
    i: int
    start_s: float
    speaker: str
    quote: str


@dataclass(frozen=True, slots=True)
class Answer:
    """``text`` is None when the records do not tell; then ``citations`` is empty and ``nearest`` may help."""

    question: str
    text: str | None
    citations: tuple[Citation, ...] = ()
    nearest: tuple[Citation, ...] = ()
    engine: str = "builtin"
    notes: tuple[str, ...] = ()

    @property
    def abstained(self) -> bool:
        return self.text is None
