"""A message to its points: which clauses say something, and where one thing ends and the next begins.

Each clause is outside of every point, the first of a point, or goes on with it (the labels O, B and I of Ramshaw and
Marcus, 1995), by a softmax over hashed n-grams of the clause and its neighbours; the best row of labels is found by
Viterbi's method. Trained by ``python -m training.train_feedback`` on ``training/feedback``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from assistant.feedback.grams import grams, hashed, plain
from assistant.feedback.units import Unit, units

OUTSIDE, FIRST, ON = 0, 1, 2
_NEVER = -1e9


@dataclass(frozen=True)
class Splitter:
    """``weight`` of shape (3, SIZE) for the labels, and their ``start``."""

    weight: npt.NDArray[np.float32]
    start: npt.NDArray[np.float32]

    def split(self, text: str) -> list[tuple[int, int]]:
        """The points as (start, end) in ``text``, in order; none where nothing is said to the company."""
        found = units(text)
        if not found:
            return []
        scores = np.stack([self.weight[:, row].sum(1) + self.start for row in rows(text, found)])
        return _spans(found, _best(scores - _logsum(scores)))


def rows(text: str, found: Sequence[Unit]) -> list[npt.NDArray[np.int64]]:
    """The features of each unit."""
    words = [text[unit.start: unit.end] for unit in found]
    return [hashed(_features(found, words, n)) for n in range(len(found))]


def _features(found: Sequence[Unit], words: Sequence[str], n: int) -> Iterator[str]:
    own = words[n]
    before = words[n - 1] if n else ""
    after = words[n + 1] if n + 1 < len(found) else ""
    gap = _gap(found[n].gap) if n else "^"
    next_gap = _gap(found[n + 1].gap) if after else "$"
    yield from (f"u{gram}" for gram in grams(own))
    yield from (f"p{gram}" for gram in grams(before[-12:]))
    yield from (f"n{gram}" for gram in grams(after[:12]))
    yield from (f"h{gap}{part}" for part in _heads(own))
    yield from (f"t{gap}{part}" for part in _tails(before))
    yield from (f"e{next_gap}{part}" for part in _tails(own))
    yield from (f"g{gap}", f"G{next_gap}", f"i{min(n, 5)}", f"l{min(len(found) - n, 4)}", f"m{min(len(found), 8)}",
                f"s{_size(own)}", f"b{_size(before)}{gap}", f"i{n == 0}{_size(own)}{next_gap}", "bias")


def _gap(gap: str) -> str:
    """What kind of break stands before a unit: a line, the end of a sentence, a comma or none."""
    if "\n" in gap:
        return "N"
    if any(mark in gap for mark in "。.!?！？"):
        return "."
    return "," if gap.strip() else "_"


def _heads(text: str) -> Iterator[str]:
    clean = plain(text[:24])
    yield from (clean[:n] for n in range(1, 7))
    yield from (" ".join(clean.split()[:n]) for n in (1, 2, 3))


def _tails(text: str) -> Iterator[str]:
    clean = plain(text[-24:])
    yield from (clean[-n:] for n in range(1, 7))
    yield " ".join(clean.split()[-1:])


def _size(text: str) -> int:
    return int(np.log2(len(text) + 1) * 2)


def _logsum(scores: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    top = scores.max(1, keepdims=True)
    return np.asarray(top + np.log(np.exp(scores - top).sum(1, keepdims=True)))


def _best(scores: npt.NDArray[np.float32]) -> list[int]:
    """The likeliest row of labels in which no point goes on that has not begun."""
    total = scores[0].copy()
    total[ON] = _NEVER
    ways: list[npt.NDArray[np.int64]] = []
    for row in scores[1:]:
        free = int(total.argmax())
        inside = FIRST if total[FIRST] >= total[ON] else ON
        ways.append(np.array([free, free, inside]))
        total = np.array([total[free], total[free], total[inside]]) + row
    labels = [int(total.argmax())]
    for way in reversed(ways):
        labels.append(int(way[labels[-1]]))
    return labels[::-1]


def _spans(found: Sequence[Unit], labels: Sequence[int]) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    for unit, label in zip(found, labels, strict=True):
        if label == FIRST:
            spans.append((unit.start, unit.end))
        elif label == ON:
            spans[-1] = (spans[-1][0], unit.end)
    return spans
