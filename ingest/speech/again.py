"""Speech that came back without words: heard again by itself, it often gives them."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.model import Word
from ingest.speech.segment import Segment
from ingest.speech.vad import Span

_LEAST_S = 0.7
_REACH_S = 0.15
"""Times of words are not exact; this much around a word counts as heard."""
_LETTER_S, _SPARE_S = 0.12, 0.4
"""A word takes at most so long a letter, and this much more. The recogniser stretches a word over what it skipped."""


def overheard(spans: Sequence[Span], segments: Sequence[Segment], start_s: float, end_s: float) -> list[Span]:
    """The parts of at least 0.7 s of the stretches of speech between ``start_s`` and ``end_s`` without any word."""
    inside = [Span(max(s.start_s, start_s), min(s.end_s, end_s)) for s in spans
              if s.end_s > start_s and s.start_s < end_s]
    return without_words(inside, [part for s in segments for w in s.words for part in _credible(w)], _LEAST_S)


def _credible(word: Word) -> list[tuple[float, float]]:
    """When the word was said: all its time, or the ends of it where that is too long for its letters."""
    longest = _SPARE_S + _LETTER_S * len(word.text.strip())
    if word.end_s - word.start_s <= longest:
        return [(word.start_s, word.end_s)]
    return [(word.start_s, word.start_s + longest / 2), (word.end_s - longest / 2, word.end_s)]


def without_words(spans: Sequence[Span], words: Sequence[tuple[float, float]], least_s: float) -> list[Span]:
    """What is left of the spans, in parts of ``least_s`` at least, once the words are taken out."""
    said = sorted((a - _REACH_S, b + _REACH_S) for a, b in words)
    left: list[Span] = []
    first = 0
    for span in spans:
        at = span.start_s
        while first < len(said) and said[first][1] < span.start_s - 60.0:
            first += 1
        for start, end in said[first:]:
            if start >= span.end_s:
                break
            if start - at >= least_s:
                left.append(Span(at, start))
            at = max(at, end)
        if span.end_s - at >= least_s:
            left.append(Span(at, span.end_s))
    return left
