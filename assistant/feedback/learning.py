"""Corrections that take effect at once: what people settled moves the matcher's scores for this company.

On top of the matcher's scores stands a linear map from a point's meaning to departments, fitted to the settled points
alone and held near zero (a Gaussian prior around the trained model, as Chelba and Acero adapt theirs in "Adaptation of
Maximum Entropy Capitalizer", 2004), and a bonus for the departments of settled points that are nearly the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from assistant.feedback.chances import missed
from assistant.feedback.meaning import Rows

STRENGTH = 4.0
"""How far the linear map may move: the inverse of the penalty."""

_STEPS = 60
_ALIKE_FROM = 0.45
_ALIKE_BONUS = 6.0


@dataclass(frozen=True)
class Lesson:
    """``points`` of the settled points, ``right`` (points, departments + 1) with 1 where they belong, the last column
    for nobody; ``slope`` (SIZE, departments + 1) and ``level`` (departments + 1) what was learned."""

    points: Rows
    right: Rows
    slope: Rows
    level: Rows

    def move(self, points: Rows, scores: Rows) -> Rows:
        """The scores, moved."""
        return scores + points @ self.slope + self.level + self._bonus(points)

    def alike(self, points: Rows) -> Rows:
        """Cosines with the settled points, shape (points, settled points)."""
        return np.asarray(points @ self.points.T)

    def _bonus(self, points: Rows) -> Rows:
        near = np.clip((self.alike(points) - _ALIKE_FROM) / (1 - _ALIKE_FROM), 0, 1)
        best = near == near.max(axis=1, keepdims=True)
        return np.asarray((near * best) @ self.right * _ALIKE_BONUS, np.float32)


def learn(points: Rows, scores: Rows, right: Rows) -> Lesson:
    """Fit to settled points: their meaning, the matcher's scores and where they belong. Full-batch gradient descent
    with momentum: a few hundred settled points take milliseconds."""
    slope: Rows = np.zeros((points.shape[1], right.shape[1]), np.float32)
    level: Rows = np.zeros(right.shape[1], np.float32)
    moved_slope, moved_level = slope, level
    pace = 1.0 / (1.0 / STRENGTH + 0.25 * _largest(points))
    for _ in range(_STEPS):
        wrong = missed(scores + points @ slope + level, right)
        moved_slope = _f32(0.8 * moved_slope - pace * (points.T @ wrong + slope / STRENGTH))
        moved_level = _f32(0.8 * moved_level - pace * (wrong.sum(axis=0) * 0.1 + level / STRENGTH))
        slope, level = _f32(slope + moved_slope), _f32(level + moved_level)
    return Lesson(points, right, slope, level)


def _f32(values: npt.NDArray[np.floating]) -> Rows:
    return np.asarray(values, np.float32)


def _largest(points: Rows) -> float:
    """A bound on the largest eigenvalue of the points' second moments."""
    small = points @ points.T if len(points) < points.shape[1] else points.T @ points
    return float(np.linalg.norm(small, 2)) if len(small) < 400 else float(np.trace(small) / 4)


def settled(departments: Sequence[Sequence[str]], names: Sequence[str]) -> Rows:
    """Where settled points belong, as ``Lesson.right``; departments that are no more count for none, and a point whose
    departments are all gone has no row of ones (the caller leaves it out)."""
    right = np.zeros((len(departments), len(names) + 1), np.float32)
    place = {name: n for n, name in enumerate(names)}
    for row, wanted in zip(right, departments, strict=True):
        if not wanted:
            row[-1] = 1
        for name in wanted:
            if name in place:
                row[place[name]] = 1
    return right
