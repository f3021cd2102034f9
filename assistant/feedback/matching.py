"""How well each point fits each department's card: a small learned matcher.

Four views of a point and a card are weighed together. The first is bilinear (a learned matrix between point and card
line, the lines of a card joined by log-sum-exp); two compare what function of a company (billing, delivery, repairs …)
a point speaks of with the functions the card's lines name, by their mean and their best; the last counts the letters
both share. Trained by ``python -m training.train_feedback``; ``training/cards/feedback.md`` says on what and how well.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from assistant.feedback.cards import Cards, shared, telling
from assistant.feedback.chances import softmax
from assistant.feedback.meaning import Rows

VIEWS = 4
_FAINT = 1e-3


@dataclass(frozen=True)
class Matcher:
    """``matrix`` (SIZE, SIZE), ``kinds`` a bonus for each kind of line, ``nobody`` and ``nobody_start`` a linear score
    for belonging to no card; ``point_functions`` and ``line_functions`` (SIZE + 1, functions) two softmax
    classifiers, their last row the start; ``weigh`` (VIEWS,) and ``weigh_nobody``."""

    matrix: Rows
    kinds: Rows
    nobody: Rows
    nobody_start: float
    point_functions: Rows
    line_functions: Rows
    weigh: Rows
    weigh_nobody: float

    def views(self, texts: Sequence[str], points: Rows, cards: Cards) -> Rows:
        """Shape (points, departments, VIEWS)."""
        spoken = softmax(points @ self.point_functions[:-1] + self.point_functions[-1])
        named = softmax(cards.rows @ self.line_functions[:-1] + self.line_functions[-1])
        mean = np.add.reduceat(named, cards.starts) / np.diff([*cards.starts, len(named)])[:, None]
        best = np.maximum.reduceat(named, cards.starts)
        letters = np.array([[shared(runs, rare) for rare in cards.rare] for runs in map(telling, texts)], np.float32)
        return np.stack([self._bilinear(points, cards), np.log(spoken @ mean.T + _FAINT),
                         np.log(spoken @ best.T + _FAINT), letters.reshape(len(texts), len(cards.names))], axis=2)

    def scores(self, texts: Sequence[str], points: Rows, cards: Cards) -> Rows:
        """Unnormalised log-probabilities, shape (points, departments + 1); the last column is nobody's."""
        return self.joined(self.views(texts, points, cards), self.nobody_scores(points))

    def joined(self, views: Rows, nobody: Rows) -> Rows:
        """The scores of ``views`` and ``nobody_scores``."""
        return np.concatenate([views @ self.weigh, (nobody * self.weigh_nobody)[:, None]], axis=1)

    def nobody_scores(self, points: Rows) -> Rows:
        """Shape (points,)."""
        return np.asarray(points @ self.nobody + self.nobody_start, np.float32)

    def nearest_lines(self, point: Rows, cards: Cards, department: int, most: int = 2) -> list[str]:
        """The lines of a department's card a point is nearest to, best first."""
        own = np.flatnonzero(cards.owner == department)
        order = own[np.argsort(-(point @ self.matrix @ cards.rows[own].T))]
        return [cards.texts[n] for n in order[:most]]

    def _bilinear(self, points: Rows, cards: Cards) -> Rows:
        lines = points @ self.matrix @ cards.rows.T + self.kinds[cards.kind]
        top = np.maximum.reduceat(lines, cards.starts, axis=1)
        return np.asarray(top + np.log(np.add.reduceat(np.exp(lines - top[:, cards.owner]), cards.starts, axis=1)))


def open_matcher(arrays: Mapping[str, npt.NDArray[np.float32]]) -> Matcher:
    """From stored arrays."""
    full = {name: np.asarray(array, np.float32) for name, array in arrays.items()}
    return Matcher(full["matrix"], full["kinds"], full["nobody"], float(full["nobody_start"]),
                   full["point_functions"], full["line_functions"], full["weigh"], float(full["weigh_nobody"]))
