"""Times of words put right: the recogniser begins the first word after a pause with the pause."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace

from assistant.model import Word
from ingest.speech.vad import Span

_LEAST_S = 0.08


def within_speech(words: Sequence[Word], spans: Sequence[Span]) -> list[Word]:
    """Each word cut to the last part of its time in which somebody speaks (a part under 0.08 s is an accident); one
    that lies in silence altogether stays as it is."""
    starts = [s.start_s for s in spans]
    return [_cut(w, _parts(w, spans, starts)) for w in words]


def _parts(word: Word, spans: Sequence[Span], starts: Sequence[float]) -> list[Span]:
    first = max(0, bisect_right(starts, word.start_s) - 1)
    last = bisect_right(starts, word.end_s)
    shared = (Span(max(s.start_s, word.start_s), min(s.end_s, word.end_s)) for s in spans[first:last])
    return [s for s in shared if s.length_s > 0]


def _cut(word: Word, parts: list[Span]) -> Word:
    if not parts:
        return word
    long_enough = [p for p in parts if p.length_s >= _LEAST_S]
    part = long_enough[-1] if long_enough else max(parts, key=lambda p: p.length_s)
    return replace(word, start_s=round(part.start_s, 3), end_s=round(part.end_s, 3))
