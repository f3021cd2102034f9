"""What a recogniser is to the rest: the local model and the endpoint do the same thing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from ingest.pcm import Sound
from ingest.speech.segment import Segment
from ingest.speech.vad import Span


class Recogniser(Protocol):
    """``name`` says which engine and model it is; ``rounds_again`` how often it is asked once more about speech that
    came back without words."""

    @property
    def name(self) -> str: ...

    @property
    def rounds_again(self) -> int: ...

    def language(self, sound: Sound, clips: Sequence[Span]) -> str:
        """"ja" or "en", whichever is spoken in most of these clips; "" where it cannot tell beforehand."""

    def hear(self, sound: Sound, clips: Sequence[Span], lang: str, hint: str) -> list[Segment]:
        """The words of these clips, times from the start of the recording. Raises ModelUnavailable."""
