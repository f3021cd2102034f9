"""Meetings and what was said in them. Times are seconds from the start of the recording."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What a file turned out to be. ``NOTES`` are written minutes or notes, one utterance a paragraph, times all 0."""

    RECORDING = "recording"
    TRANSCRIPT = "transcript"
    NOTES = "notes"


class MeetingStatus(StrEnum):
    """How far a meeting has come. Whatever is there already can be read in every state."""

    QUEUED = "queued"
    PROCESSING = "processing"
    READY = "ready"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Attendee:
    """Somebody who was there."""

    name: str
    department: str = ""


@dataclass(frozen=True, slots=True)
class Meeting:
    """One meeting. ``source`` is the name of the file it came from, ``lang`` is "ja" or "en"."""

    id: str
    title: str
    date: dt.date
    series: str = ""
    start: dt.time | None = None
    lang: str = "ja"
    duration_s: float = 0.0
    source: str = ""
    kind: Kind = Kind.TRANSCRIPT
    status: MeetingStatus = MeetingStatus.QUEUED
    attendees: tuple[Attendee, ...] = ()


@dataclass(frozen=True, slots=True)
class Word:
    """A recognised word with its time; ``probability`` 0..1 as the recogniser gave it."""

    start_s: float
    end_s: float
    text: str
    probability: float = 1.0


@dataclass(frozen=True, slots=True)
class Utterance:
    """A stretch of speech by one person, about a sentence or a few long. ``i`` is its place in the transcript.

    ``speaker`` is a person's name, a label such as "話者 1" while nobody has named the voice, or empty when unknown.
    ``doubtful`` marks words or a speaker the recogniser was unsure of, ``edited`` what a person has changed since.
    """

    i: int
    start_s: float
    end_s: float
    speaker: str
    text: str
    department: str = ""
    doubtful: bool = False
    words: tuple[Word, ...] = ()
    edited: bool = False


@dataclass(frozen=True, slots=True)
class Gap:
    """A stretch that could not be heard, and why ("noise", "overlap", "no words")."""

    start_s: float
    end_s: float
    reason: str


@dataclass(frozen=True, slots=True)
class Transcript:
    """What was said, in order. ``version`` counts up each time it is made again. ``sections`` are the headings of
    written notes: (index of the first utterance below it, heading)."""

    meeting_id: str
    utterances: tuple[Utterance, ...]
    gaps: tuple[Gap, ...] = ()
    version: int = 1
    engine: str = ""
    sections: tuple[tuple[int, str], ...] = ()
