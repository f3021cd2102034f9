"""The mood of a point and how soon it wants an answer: two small softmax classifiers over its meaning and letters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from assistant.feedback.grams import grams, hashed
from assistant.feedback.meaning import Rows

SENTIMENTS = ("negative", "neutral", "positive")
URGENCIES = ("low", "normal", "high")


@dataclass(frozen=True)
class Mood:
    """``meaning`` (SIZE, labels), ``letters`` (grams.SIZE, labels) and ``start`` (labels,)."""

    labels: tuple[str, ...]
    meaning: Rows
    letters: Rows
    start: Rows

    def tell(self, texts: Sequence[str], points: Rows) -> list[str]:
        """A label for each point."""
        spelled = np.stack([spell(self.letters, text) for text in texts]) if texts else np.zeros((0, len(self.labels)))
        return [self.labels[n] for n in (points @ self.meaning + spelled + self.start).argmax(axis=1)]


def spell(letters: Rows, text: str) -> Rows:
    """The mean weight of the text's n-grams, times the root of their number."""
    places = hashed(grams(text))
    return np.asarray(letters[places].sum(axis=0) / max(1, len(places)) ** 0.5, np.float32)
