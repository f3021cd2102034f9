"""What points mean, as rows of numbers that are made once and kept in the records."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

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
        rows = kept_rows(self.voices, encoder, [(p.id, p.message_id, p.read.text) for p in points], "query")
        return np.stack([rows[p.id] for p in points])


def kept_rows(voices: FeedbackLedger, embedder: Embedder, texts: Sequence[tuple[str, str, str]],
              kind: Literal["query", "passage"] = "passage") -> dict[str, Vectors]:
    """A row for each (id, message id, text), by id; those not kept yet are made and kept."""
    rows = dict(voices.feedback_vectors(embedder.name, [id_ for id_, _, _ in texts]))
    missing = [told for told in texts if told[0] not in rows]
    if missing:
        made = embedder.embed([text for _, _, text in missing], kind)
        voices.save_feedback_vectors(embedder.name, [(id_, message) for id_, message, _ in missing],
                                     made.astype(np.float16))
        rows |= {id_: row for (id_, _, _), row in zip(missing, made, strict=True)}
    return rows
