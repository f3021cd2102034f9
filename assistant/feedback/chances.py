"""From scores to chances, and how far chances are from what is right."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from assistant.feedback.meaning import Rows

Scores = npt.NDArray[np.floating]


def softmax(scores: Scores) -> Rows:
    """Each row to chances that sum to 1."""
    grown = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.asarray(grown / grown.sum(axis=1, keepdims=True), np.float32)


def missed(scores: Scores, right: Rows) -> Rows:
    """The slope of the logistic loss by the scores, where any of the places marked 1 in a row is right."""
    chances = softmax(scores)
    wanted = chances * right
    return np.asarray(chances - wanted / np.maximum(wanted.sum(axis=1, keepdims=True), 1e-9), np.float32)
