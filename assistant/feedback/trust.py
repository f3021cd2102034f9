"""How often a claim of this kind is right: the confidence that is shown.

A logistic regression over what is seen of a routing, fitted to companies that took no part in training the matcher,
with no corrections, few and many (``training/train_feedback.py``). Nothing is clamped or scaled afterwards.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from assistant.feedback.learning import Lesson
from assistant.feedback.meaning import Rows


@dataclass(frozen=True)
class Trust:
    """``centre``, ``scale`` and ``weight`` (seen things,) of the regression, and its ``start``. A claim goes without review
    when it is right at least ``auto_from`` of the time."""

    centre: Rows
    scale: Rows
    weight: Rows
    start: float
    auto_from: float

    def confidence(self, seen: Rows) -> Rows:
        """Shape (points, seen things) → (points,): how often the first department is right."""
        inner = np.clip((seen - self.centre) / self.scale, -4, 4) @ self.weight + self.start
        return np.asarray(1 / (1 + np.exp(-inner)), np.float32)


def look(chances: Rows, views: Rows, nobody: Rows, lengths: Rows, points: Rows, lesson: Lesson | None) -> Rows:
    """What is seen of each routing. ``chances`` (points, departments + 1) sum to 1; ``views`` as the matcher's;
    ``lengths`` in letters. Shape (points, seen things)."""
    departments = chances[:, :-1]
    order = np.sort(departments, axis=1)[:, ::-1]
    first = departments.argmax(axis=1)
    second = order[:, 1] if order.shape[1] > 1 else np.zeros(len(chances))
    own = np.take_along_axis(views, first[:, None, None], axis=1)[:, 0]
    agree = (views.argmax(axis=1) == first[:, None]).mean(axis=1)
    entropy = -(chances * np.log(chances + 1e-9)).sum(axis=1)
    return np.stack([
        _log_odds(order[:, 0]), np.log(order[:, 0] + 1e-6) - np.log(second + 1e-6), entropy, chances[:, -1], nobody,
        own[:, 0], np.maximum(own[:, 1], own[:, 2]), own[:, 3], agree, np.log1p(lengths),
        np.full(len(chances), np.log(chances.shape[1])), *_taught(points, first, lesson),
    ], axis=1).astype(np.float32)


def _taught(points: Rows, first: Rows, lesson: Lesson | None) -> tuple[Rows, Rows, Rows]:
    """How much was settled, how near the nearest settled point that agrees is, and the nearest that does not."""
    nothing = np.zeros(len(points), np.float32)
    if lesson is None or not len(lesson.points):
        return nothing, nothing, nothing
    alike = lesson.alike(points)
    agrees = lesson.right[:, first.astype(int)].T > 0
    return (nothing + np.log1p(len(lesson.points)), np.where(agrees, alike, 0).max(axis=1),
            np.where(agrees, 0, alike).max(axis=1))


def _log_odds(chance: Rows) -> Rows:
    held = np.clip(chance, 1e-6, 1 - 1e-6)
    return np.asarray(np.log(held / (1 - held)), np.float32)
