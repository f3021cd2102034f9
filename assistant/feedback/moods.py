"""The mood of a point and how soon it wants an answer: two small softmax classifiers over its meaning and letters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from assistant.feedback.meaning import Rows

SENTIMENTS = ("negative", "neutral", "positive")
URGENCIES = ("low", "normal", "high")

Places = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Mood:
    """``meaning`` (SIZE, labels), ``letters`` (grams.SIZE, labels) and ``start`` (labels,)."""

    labels: tuple[str, ...]
    meaning: Rows
    letters: Rows
    start: Rows

    def tell(self, places: Sequence[Places], points: Rows) -> list[str]:
        """A label for each point. ``places``: its hashed n-grams."""
        spelled = np.array([self._spell(row) for row in places], np.float32).reshape(len(places), len(self.labels))
        return [self.labels[n] for n in (points @ self.meaning + spelled + self.start).argmax(axis=1)]

    def _spell(self, places: Places) -> Rows:
        """The mean weight of a text's n-grams, times the root of their number."""
        return np.asarray(self.letters[places].sum(axis=0) / max(1, len(places)) ** 0.5, np.float32)
