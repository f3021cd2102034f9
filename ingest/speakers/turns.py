"""Utterances fitted to the turns that were heard: the models that tell speakers know a turn's edges better than the
recogniser knows its words'."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import replace

from assistant.model import Utterance
from ingest.speakers.rebuild import Stretch
from ingest.speech.vad import Span

_SHORTEST_S = 0.05
_REACH_S = 0.8
"""An edge is moved by no more than this."""


def fit_to_turns(utterances: Sequence[Utterance], turns: Mapping[str, Sequence[Stretch]]) -> tuple[Utterance, ...]:
    """Move starts and ends by up to 0.8 s to the nearest edge of a stretch of the same speaker (``turns`` by name).
    Nobody's utterance runs into the next one of theirs."""
    edges = {name: (sorted(s.start_s for s in own), sorted(s.end_s for s in own)) for name, own in turns.items()}
    free = dict.fromkeys(turns, 0.0)
    upcoming = _next_starts(utterances)
    fitted: list[Utterance] = []
    for u, limit in zip(utterances, upcoming, strict=True):
        starts, ends = edges[u.speaker]
        start = min(max(_near(starts, u.start_s), free[u.speaker]), u.end_s)
        end = max(min(_near(ends, u.end_s), limit), start + _SHORTEST_S)
        free[u.speaker] = end
        fitted.append(replace(u, start_s=round(start, 3), end_s=round(end, 3)))
    ordered = sorted(fitted, key=lambda u: u.start_s)
    return tuple(replace(u, i=i) for i, u in enumerate(ordered))


def _next_starts(utterances: Sequence[Utterance]) -> list[float]:
    """For each utterance, when the same speaker's next one starts."""
    upcoming: list[float] = []
    later: dict[str, float] = {}
    for u in reversed(utterances):
        upcoming.append(later.get(u.speaker, float("inf")))
        later[u.speaker] = u.start_s
    return upcoming[::-1]


def crowded(stretches: Sequence[Stretch]) -> list[Span]:
    """Where several people speak at once."""
    found: list[Span] = []
    latest = 0.0
    for s in sorted(stretches, key=lambda x: x.start_s):
        if s.start_s < latest:
            found.append(Span(s.start_s, min(latest, s.end_s)))
        latest = max(latest, s.end_s)
    return found


def _near(edges: Sequence[float], at: float) -> float:
    index = bisect_left(edges, at)
    around = edges[max(0, index - 1):index + 1]
    best = min(around, key=lambda e: abs(e - at), default=at)
    return best if abs(best - at) <= _REACH_S else at
