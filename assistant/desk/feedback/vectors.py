"""What points mean, as rows of numbers that are made once and kept in the records."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from assistant.model.feedback import FeedbackPoint
from assistant.ports.feedback import FeedbackLedger
from assistant.ports.search import Embedder, Vectors


@dataclass(frozen=True)
class PointVectors:
    """``sentences`` is the encoder the built-in engine reads points with, so that right after reading its rows are
    still at hand."""

    voices: FeedbackLedger
    sentences: Callable[[], Embedder]

    def of(self, points: Sequence[FeedbackPoint]) -> Vectors:
        """A unit row a point; those not kept yet are made and kept."""
        encoder = self.sentences()
        if not points:
            return np.zeros((0, encoder.dimension), np.float32)
        rows = self.voices.feedback_vectors(encoder.name, [p.id for p in points])
        missing = [p for p in points if p.id not in rows]
        if missing:
            made = encoder.embed([p.read.text for p in missing], "query")
            self.voices.save_feedback_vectors(encoder.name, [(p.id, p.message_id) for p in missing],
                                              made.astype(np.float16))
            rows = {**rows, **{p.id: row for p, row in zip(missing, made, strict=True)}}
        return np.stack([rows[p.id] for p in points])
