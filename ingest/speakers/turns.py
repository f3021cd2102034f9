"""Utterances fitted to the turns that were heard: the models that tell speakers know a turn's edges better than the
recogniser knows its words'."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import replace

from assistant.model import Utterance
from ingest.speakers.rebuild import Stretch
from ingest.speech.vad import Span

_REACH_S = 1.5
"""An outer edge is moved by no more than this, a pause within a turn closed up to twice as much."""
_SHORTEST_S = 0.05


def fit_to_turns(utterances: Sequence[Utterance], turns: Mapping[str, Sequence[Stretch]]) -> tuple[Utterance, ...]:
    """Utterances of one turn (a stretch of their speaker; ``turns`` by name) share it out: the first begins and the
    last ends with it, and one lasts until the next begins, for the voice was heard all along."""
    fitted: list[Utterance] = []
    for name, own in turns.items():
        mine = [u for u in utterances if u.speaker == name]
        fitted += _shared_out(mine, sorted(own, key=lambda s: s.start_s))
    ordered = sorted(fitted, key=lambda u: (u.start_s, u.i))
    return tuple(replace(u, i=i) for i, u in enumerate(ordered))


def _shared_out(mine: Sequence[Utterance], own: Sequence[Stretch]) -> list[Utterance]:
    """The utterances of one speaker, in order, fitted to that speaker's stretches."""
    heads = [_around(own, u.words[0].start_s if u.words else u.start_s, ahead=True) for u in mine]
    tails = [_around(own, u.words[-1].end_s if u.words else u.end_s, ahead=False) for u in mine]
    fitted: list[Utterance] = []
    for k, u in enumerate(mine):
        start, end, head, tail = u.start_s, u.end_s, heads[k], tails[k]
        limit = mine[k + 1].start_s if k + 1 < len(mine) else float("inf")
        if head and (k == 0 or tails[k - 1] is not head):
            start = _moved(start, head.start_s, fitted[-1].end_s if fitted else 0.0, end)
        if tail and k + 1 < len(mine) and heads[k + 1] is tail:
            end = limit if 0 <= limit - end <= 2 * _REACH_S else min(end, limit)
        elif tail:
            end = _moved(end, tail.end_s, start, limit)
        fitted.append(replace(u, start_s=round(start, 3), end_s=round(max(end, start + _SHORTEST_S), 3)))
    return fitted


def _around(own: Sequence[Stretch], at: float, ahead: bool) -> Stretch | None:
    """The stretch that holds this moment, else the nearest one: after it for a start, before it for an end."""
    index = bisect_right(own, at, key=lambda s: s.start_s) - 1
    if index >= 0 and own[index].end_s > at:
        return own[index]
    other = index + 1 if ahead else index
    return own[other] if 0 <= other < len(own) else None


def _moved(edge: float, to: float, low: float, high: float) -> float:
    """The edge moved to where it belongs, if that is near and between its neighbours."""
    return min(max(to, low), high) if abs(to - edge) <= _REACH_S else edge


def crowded(stretches: Sequence[Stretch]) -> list[Span]:
    """Where several people speak at once."""
    found: list[Span] = []
    latest = 0.0
    for s in sorted(stretches, key=lambda x: x.start_s):
        if s.start_s < latest:
            found.append(Span(s.start_s, min(latest, s.end_s)))
        latest = max(latest, s.end_s)
    return found

