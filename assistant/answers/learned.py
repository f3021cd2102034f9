"""The learned part of answering: which utterance answers, and whether anything does.

Three logistic regressions in ``weights.npz``, trained by ``python -m training.train_answers``
(``training/cards/answers.md`` says on what and how well). One set uses meaning and words, one words alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from io import BytesIO

import numpy as np
import numpy.typing as npt

from assistant.answers.features import Numbers, Rarity
from assistant.answers.telling import OTHER_LANGUAGE


@dataclass(frozen=True)
class Regression:
    """A probability from a row of features: each is centred, scaled, held within four spreads, weighted and added."""

    centre: Numbers
    scale: Numbers
    weight: Numbers
    start: float

    def probability(self, rows: Numbers) -> Numbers:
        """Shape (rows, features) → (rows,)."""
        inner = np.clip((rows - self.centre) / self.scale, -4, 4)
        return np.asarray(1 / (1 + np.exp(-(inner @ self.weight + self.start))))


@dataclass(frozen=True)
class Learned:
    """``place``: which utterance; ``told``: whether the records tell at all, one for questions in the meeting's
    language and one for the others (index 0 and 1). It must be at least ``told_from``; a further place is cited when
    it has ``also_from`` of the best one's probability."""

    place: Regression
    told: tuple[Regression, Regression]
    told_from: tuple[float, float]
    also_from: float

    def tells(self, row: Numbers) -> bool:
        """Whether an ``answer_row`` says that the records tell."""
        across = int(row[OTHER_LANGUAGE])
        return bool(self.told[across].probability(row.reshape(1, -1))[0] >= self.told_from[across])


@dataclass(frozen=True)
class Weights:
    """Everything learned. ``with_meaning`` needs cosines, ``words_alone`` does not."""

    with_meaning: Learned
    words_alone: Learned
    rarity: Rarity


@cache
def weights() -> Weights:
    """The shipped weights, read once."""
    with np.load(BytesIO(files("assistant.answers").joinpath("weights.npz").read_bytes())) as stored:
        arrays = dict(stored)
    counts = dict(zip(arrays["terms"].tolist(), arrays["counts"].tolist(), strict=True))
    return Weights(_learned(arrays, "meaning"), _learned(arrays, "words"), Rarity(int(arrays["total"]), counts))


def _learned(arrays: Mapping[str, npt.NDArray[np.float64]], name: str) -> Learned:
    same, across, also_from = arrays[f"{name}.thresholds"].tolist()
    told = _regression(arrays, f"{name}.told"), _regression(arrays, f"{name}.told_across")
    return Learned(_regression(arrays, f"{name}.place"), told, (same, across), also_from)


def _regression(arrays: Mapping[str, npt.NDArray[np.float64]], name: str) -> Regression:
    centre, scale, weight = arrays[name]
    return Regression(centre, scale, weight, float(arrays[f"{name}.start"]))
