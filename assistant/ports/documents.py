"""Reading files that hold text."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from assistant.model import Attendee, Kind, Utterance


@dataclass(frozen=True, slots=True)
class Sniffed:
    """What a file is, by its bytes and never by its name alone. ``sha256`` of the content."""

    kind: Kind
    format: str
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class Guess:
    """What the file itself tells about its meeting; None and empty where it does not."""

    title: str = ""
    date: dt.date | None = None
    start: dt.time | None = None
    lang: str = ""
    series: str = ""
    attendees: tuple[Attendee, ...] = ()
    next_date: dt.date | None = None


@dataclass(frozen=True, slots=True)
class ReadText:
    """The utterances of a text file. ``sections`` are (first utterance, heading) of written notes, in order."""

    utterances: tuple[Utterance, ...]
    guess: Guess
    sections: tuple[tuple[int, str], ...] = ()
    warnings: tuple[str, ...] = ()


class FileReader(Protocol):
    """Both raise FileRejected with what is wrong and what to do."""

    def sniff(self, path: Path) -> Sniffed: ...

    def guess(self, path: Path) -> Guess:
        """From the file's name alone."""

    def read(self, path: Path, sniffed: Sniffed) -> ReadText: ...
