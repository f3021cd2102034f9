"""The learned part of answering: which utterance answers, and whether anything does.

Two gradient-boosted tree models with plain arrays in ``weights.npz``, trained by ``python -m training.train_answers``
(``training/cards/answers.md`` says on what and how well). One pair of models uses meaning and words, one words alone.
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


@dataclass(frozen=True)
class Trees:
    """Regression trees in one set of arrays: node n tests ``feature[n]`` <= ``threshold[n]`` and goes to ``left[n]``,
    else to ``right[n]``; a leaf has feature -1 and adds ``value[n]``. The sum, through the logistic function, is a
    probability."""

    roots: npt.NDArray[np.int32]
    feature: npt.NDArray[np.int32]
    threshold: Numbers
    left: npt.NDArray[np.int32]
    right: npt.NDArray[np.int32]
    value: Numbers
    start: float

    def probability(self, rows: Numbers) -> Numbers:
        """Shape (rows, features) → (rows,)."""
        total = np.full(len(rows), self.start)
        each = np.arange(len(rows))
        for root in self.roots:
            node = np.full(len(rows), root)
            while (self.feature[node] >= 0).any():
                inner = self.feature[node] >= 0
                less = rows[each, np.maximum(self.feature[node], 0)] <= self.threshold[node]
                node = np.where(inner, np.where(less, self.left[node], self.right[node]), node)
            total += self.value[node]
        return np.asarray(1 / (1 + np.exp(-total)))


@dataclass(frozen=True)
class Learned:
    """``place``: which utterance; ``told``: whether the records tell at all; thresholds chosen on held-out parts."""

    place: Trees
    told: Trees
    told_from: float
    also_from: float


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


def _learned(arrays: Mapping[str, npt.NDArray[np.generic]], name: str) -> Learned:
    told_from, also_from = (float(value) for value in arrays[f"{name}.thresholds"].astype(float))
    return Learned(trees(arrays, f"{name}.place"), trees(arrays, f"{name}.told"), told_from, also_from)


def trees(arrays: Mapping[str, npt.NDArray[np.generic]], name: str) -> Trees:
    """Trees out of arrays called ``name.roots``, ``name.feature`` …"""
    def of(part: str, kind: type) -> npt.NDArray[np.generic]:
        return arrays[f"{name}.{part}"].astype(kind)

    return Trees(of("roots", np.int32), of("feature", np.int32), of("threshold", np.float64), of("left", np.int32),
                 of("right", np.int32), of("value", np.float64), float(arrays[f"{name}.start"]))
