"""Whose word is it? The turns say who is heard when, the sentence says that people rarely change within it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from assistant.model import Word
from ingest.speakers.rebuild import Stretch
from ingest.speech.sentences import Spoken, ends_sentence, ends_softly

_CHANGE_WITHIN, _CHANGE_AT_BREATH, _CHANGE_AT_END = 0.8, 0.35, 0.1
"""What a change of speaker must be worth, in seconds of words heard from somebody else."""
_BREATH_S, _SILENCE_S = 0.2, 1.5
_SHORTEST_WORD_S = 0.05
_SURE_MARGIN = 0.1
Margins = Sequence[tuple[float, float, float]]
"""Start, end, and how much nearer that piece's voice is to its person than to the next one."""
Matrix = NDArray[np.float64]


def attribute(words: Sequence[Word], stretches: Sequence[Stretch], margins: Margins) -> list[Spoken]:
    """Each word with its speaker's number: the cheapest way through all words, where a word costs the part of it in
    which its speaker is not heard, and a change costs more within a phrase than at its end (Viterbi). Without
    stretches nobody is known."""
    if not words or not stretches:
        return [Spoken(w) for w in words]
    costs = _costs(words, stretches)
    path = _cheapest(costs, [_change_cost(words[max(0, i - 6):i], words[i]) for i in range(1, len(words))])
    doubt = _Doubt(margins)
    return [Spoken(w, who, doubt.sure((w.start_s + w.end_s) / 2)) for w, who in zip(words, path, strict=True)]


def _costs(words: Sequence[Word], stretches: Sequence[Stretch]) -> Matrix:
    """(words, people): seconds of each word in which each person is not heard; by distance where nobody is."""
    starts = np.array([w.start_s for w in words])
    ends = np.maximum(np.array([w.end_s for w in words]), starts + _SHORTEST_WORD_S)
    count = max(s.who for s in stretches) + 1
    spans = [np.array([(s.start_s, s.end_s) for s in stretches if s.who == k]).reshape(-1, 2) for k in range(count)]
    heard = np.stack([_heard(starts, ends, s) for s in spans], axis=1)
    costs: Matrix = (ends - starts)[:, None] - heard
    nobody = np.flatnonzero(heard.max(axis=1) <= 0)
    away = np.stack([_distance((starts + ends)[nobody] / 2, s) for s in spans], axis=1)
    costs[nobody] *= np.minimum(away, 1.0)
    return costs


def _heard(starts: Matrix, ends: Matrix, spans: Matrix) -> Matrix:
    """Seconds of each word within the spans of one person."""
    if not len(spans):
        return np.zeros(len(starts))
    points = spans.ravel()
    said = np.stack([np.concatenate([[0.0], np.cumsum(spans[:, 1] - spans[:, 0])[:-1]]),
                     np.cumsum(spans[:, 1] - spans[:, 0])], axis=1).ravel()
    within: Matrix = np.interp(ends, points, said) - np.interp(starts, points, said)
    return within


def _distance(at: Matrix, spans: Matrix) -> Matrix:
    """Seconds to the nearest span of one person."""
    if not len(spans):
        return np.full(len(at), np.inf)
    away = np.maximum(spans[None, :, 0] - at[:, None], at[:, None] - spans[None, :, 1])
    nearest: Matrix = np.maximum(away, 0.0).min(axis=1)
    return nearest


def _change_cost(before: Sequence[Word], after: Word) -> float:
    """``before``: the words up to the possible change."""
    pause, soft = after.start_s - before[-1].end_s, ends_softly(before)
    if pause >= _SILENCE_S:
        return 0.0
    if ends_sentence(before[-1]) or (soft and pause >= _BREATH_S):
        return _CHANGE_AT_END
    return _CHANGE_AT_BREATH if soft or pause >= _BREATH_S or before[-1].text.rstrip()[-1:] in "、," else _CHANGE_WITHIN


def _cheapest(costs: Matrix, changes: Sequence[float]) -> list[int]:
    total, back = costs[0].copy(), []
    for cost, change in zip(costs[1:], changes, strict=True):
        best = int(total.argmin())
        stays = total <= total[best] + change
        back.append(np.where(stays, np.arange(len(total)), best))
        total = np.where(stays, total, total[best] + change) + cost
    path = [int(total.argmin())]
    for came in reversed(back):
        path.append(int(came[path[-1]]))
    return path[::-1]


class _Doubt:
    """Where voices are too near each other to tell."""

    def __init__(self, margins: Margins) -> None:
        self._pieces = sorted(margins)
        self._starts = [piece[0] for piece in self._pieces]

    def sure(self, at: float) -> bool:
        index = bisect_right(self._starts, at) - 1
        if index < 0 or at > self._pieces[index][1] + 0.5:
            return True
        return self._pieces[index][2] >= _SURE_MARGIN
