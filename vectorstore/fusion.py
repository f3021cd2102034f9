"""Two lists of finds become one.

Each part is measured on a scale of its own: the cosine against those of the other candidates (E5 cosines lie between
0.7 and 0.9 whatever the question), BM25 against the best of this question. On two scripted companies and 384 training
questions their weighted sum was never below the better part, and on the training questions 1 to 4 points of hit@5
above reciprocal ranks. Where question and passage are in two languages words find names and numbers at most.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

WORDS_WEIGHT = 2.0
"""Spreads of the cosine that the best match by words is worth."""

_SLOPE = 1.2
_MIDDLE = 3.0


@dataclass(frozen=True, slots=True)
class Found:
    """A candidate: its cosine and its BM25, 0 where a part did not find it."""

    id: str
    score: float
    dense: float
    lexical: float


def fuse(dense: Mapping[str, float], lexical: Mapping[str, float], words_weight: float = WORDS_WEIGHT) -> list[Found]:
    """All candidates of both parts with a score of 0..1, best first. ``dense`` should hold a cosine for every
    candidate; it may be empty (words alone)."""
    ids = list(dict.fromkeys([*dense, *lexical]))
    if not ids:
        return []
    words = np.array([lexical.get(name, 0.0) for name in ids])
    strength = words / max(words.max(), 1e-9) if words.max() > 0 else words
    raw = words_weight * strength + (_standard(dense, ids) if dense else 0.0)
    scores = 1 / (1 + np.exp(-_SLOPE * (raw - _MIDDLE)))
    order = sorted(range(len(ids)), key=lambda n: (-raw[n], n))
    return [Found(ids[n], float(scores[n]), dense.get(ids[n], 0.0), lexical.get(ids[n], 0.0)) for n in order]


def _standard(dense: Mapping[str, float], ids: list[str]) -> np.ndarray:
    """Cosines in spreads above the mean of the candidates; a candidate without one stands at the lowest."""
    values = np.array(list(dense.values()))
    lowest = float(values.min())
    cosines = np.array([dense.get(name, lowest) for name in ids])
    spread = max(float(values.std()), 1e-3)
    return np.asarray((cosines - float(values.mean())) / spread)
