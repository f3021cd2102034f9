"""Turning a recording into utterances."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from assistant.model import Gap, Utterance


@dataclass(frozen=True, slots=True)
class Watch:
    """How long work reports and is stopped: ``progress(0..1)`` as it goes, ``cancelled()`` asked between pieces."""

    progress: Callable[[float], None]
    cancelled: Callable[[], bool]


@dataclass(frozen=True, slots=True)
class Recording:
    """A decoded recording: ``wave`` is 16 kHz mono 16-bit PCM, ``playable`` a compressed copy a browser plays."""

    wave: Path
    playable: Path
    duration_s: float


@dataclass(frozen=True, slots=True)
class SpeechHints:
    """What is known beforehand: ``lang`` "auto", "ja" or "en"; names and house words; an upper limit of speakers."""

    lang: str = "auto"
    words: tuple[str, ...] = ()
    max_speakers: int | None = None


@dataclass(frozen=True, slots=True)
class Heard:
    """The transcript of a recording before (``speaker`` empty) or after speakers were separated."""

    lang: str
    utterances: tuple[Utterance, ...]
    gaps: tuple[Gap, ...] = ()
    engine: str = ""


class SpeechReader(Protocol):
    """The three steps of hearing, each resumable: called again with the same ``workdir`` it continues where it was,
    repeating at most one chunk. They raise FileRejected, StepFailed or Cancelled."""

    def decode(self, source: Path, workdir: Path, watch: Watch) -> Recording: ...

    def transcribe(self, recording: Recording, hints: SpeechHints, workdir: Path, watch: Watch) -> Heard: ...

    def separate(
        self, recording: Recording, heard: Heard, hints: SpeechHints, workdir: Path, watch: Watch
    ) -> Heard: ...
