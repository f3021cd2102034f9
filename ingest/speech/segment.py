"""What a recogniser gave for one clip, and its plain form on disk."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from assistant.model import Word


@dataclass(frozen=True, slots=True)
class Segment:
    """The words of a clip in order, with how sure the recogniser was of the whole: ``avg_logprob`` a token,
    ``no_speech_prob`` 0..1, ``compression_ratio`` of the text (a loop compresses well)."""

    words: tuple[Word, ...]
    avg_logprob: float = 0.0
    no_speech_prob: float = 0.0
    compression_ratio: float = 1.0

    @property
    def text(self) -> str:
        """The words as one text."""
        return "".join(w.text for w in self.words).strip()


def save_segments(segments: Sequence[Segment], path: Path) -> None:
    """Write them whole or not at all."""
    partial = path.with_name(path.name + ".partial")
    partial.write_text(json.dumps([asdict(s) for s in segments], ensure_ascii=False), "utf-8")
    partial.replace(path)


def load_segments(path: Path) -> list[Segment]:
    """Read what ``save_segments`` wrote."""
    plain: list[dict[str, Any]] = json.loads(path.read_text("utf-8"))
    return [Segment(**(s | {"words": tuple(Word(**w) for w in s["words"])})) for s in plain]
