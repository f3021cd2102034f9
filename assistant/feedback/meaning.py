"""What points and cards mean, as rows of numbers: two sentence encoders side by side, each centred.

Centring takes out what all texts of a kind share; the cosine of what is left tells far more (Mu and Viswanath,
"All-but-the-Top", 2018).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from assistant.ports.search import Embedder

Rows = npt.NDArray[np.float32]
SUBJECT_SIZE, SENTENCE_SIZE = 384, 512
SIZE = SUBJECT_SIZE + SENTENCE_SIZE


@dataclass(frozen=True)
class Meaning:
    """``subjects`` (the packaged E5) may be missing on some platforms: its half is then zeros. ``centres`` holds the
    means of points and of card lines for both encoders."""

    subjects: Embedder | None
    sentences: Embedder
    centres: Mapping[str, Rows]

    def points(self, texts: Sequence[str]) -> Rows:
        """Customers' words, shape (len(texts), SIZE)."""
        return self._rows(texts, "query", "point")

    def lines(self, texts: Sequence[str]) -> Rows:
        """Lines of department cards, shape (len(texts), SIZE)."""
        return self._rows(texts, "passage", "line")

    def _rows(self, texts: Sequence[str], kind: Literal["query", "passage"], what: str) -> Rows:
        rows = np.zeros((len(texts), SIZE), np.float32)
        if not texts:
            return rows
        if self.subjects:
            rows[:, :SUBJECT_SIZE] = _centred(self.subjects.embed(texts, kind), self.centres[f"{what}.subject"])
        rows[:, SUBJECT_SIZE:] = _centred(self.sentences.embed(texts, kind), self.centres[f"{what}.sentence"])
        return rows / np.float32(np.sqrt(2))


def _centred(vectors: Rows, centre: Rows) -> Rows:
    moved = vectors - centre
    length = np.linalg.norm(moved, axis=1, keepdims=True)
    return np.asarray(moved / np.where(length == 0, 1, length), np.float32)
