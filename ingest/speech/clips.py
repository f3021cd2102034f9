"""Cutting a recording where nobody speaks: clips that are heard at once, and chunks of clips to resume at."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from ingest.speech.vad import Span


@dataclass(frozen=True, slots=True)
class Cutting:
    """``longest_s``: Whisper hears 30 s at once. ``pause_s``: a longer silence is left out between two clips.
    ``pad_s``: silence kept on either side of a clip."""

    longest_s: float = 28.0
    pause_s: float = 2.0
    pad_s: float = 0.3


def make_clips(spans: Sequence[Span], duration_s: float, cut: Cutting | None = None) -> list[Span]:
    """Join stretches of speech to clips of at most ``longest_s``, cut at the longest pauses there are."""
    cut = cut or Cutting()
    clips: list[Span] = []
    for group in _between_silences(spans, cut.pause_s):
        clips += _divided(group, cut.longest_s - 2 * cut.pad_s)
    return _padded(clips, duration_s, cut.pad_s)


def make_chunks(clips: Sequence[Span], chunk_s: float) -> list[list[Span]]:
    """Group clips to chunks that last ``chunk_s`` at least, but for the last."""
    chunks: list[list[Span]] = []
    for clip in clips:
        if not chunks or sum(c.length_s for c in chunks[-1]) >= chunk_s:
            chunks.append([])
        chunks[-1].append(clip)
    return chunks


def _between_silences(spans: Sequence[Span], pause_s: float) -> list[list[Span]]:
    groups: list[list[Span]] = []
    for span in spans:
        if not groups or span.start_s - groups[-1][-1].end_s > pause_s:
            groups.append([])
        groups[-1].append(span)
    return groups


def _divided(group: list[Span], longest_s: float) -> list[Span]:
    """Clips as long as may be, each ended at the longest pause of its last quarter."""
    clips: list[Span] = []
    rest = [part for span in group for part in _bearable(span, longest_s)]
    while rest:
        fits = [i for i, span in enumerate(rest) if span.end_s - rest[0].start_s <= longest_s]
        last = fits[-1]
        if last + 1 < len(rest):
            late = [i for i in fits if rest[i].end_s - rest[0].start_s >= longest_s * 0.75] or [last]
            last = max(late, key=lambda i: rest[i + 1].start_s - rest[i].end_s)
        clips.append(Span(rest[0].start_s, rest[last].end_s))
        rest = rest[last + 1:]
    return clips


def _bearable(span: Span, longest_s: float) -> list[Span]:
    """A span without a pause for longer than a clip, in equal parts."""
    parts = math.ceil(span.length_s / longest_s)
    step = span.length_s / parts
    return [Span(span.start_s + i * step, span.start_s + (i + 1) * step) for i in range(parts)]


def _padded(clips: list[Span], duration_s: float, pad_s: float) -> list[Span]:
    """Each with up to ``pad_s`` of the silence around it, neighbours sharing what is between them."""
    edges = [0.0, *[(a.end_s + b.start_s) / 2 for a, b in pairwise(clips)], duration_s]
    return [Span(max(c.start_s - pad_s, low), min(c.end_s + pad_s, high))
            for c, low, high in zip(clips, edges, edges[1:], strict=False)]
