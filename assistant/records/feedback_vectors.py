"""What embedding models made of messages and points."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from sqlalchemy import Connection, delete, insert, select

from assistant.records.feedback_rows import parts, places_of
from assistant.records.feedback_tables import feedback_vectors
from assistant.records.store import Repository

_V = feedback_vectors


class FeedbackVectors(Repository):
    """Kept beside the records, so that nothing is embedded twice. Derived, so not audited."""

    def save_feedback_vectors(self, model: str, items: Sequence[tuple[str, str]], vectors: Any) -> None:
        whole = np.asarray(vectors)
        if len(whole) != len(items):
            raise ValueError(f"{len(items)} items and {len(whole)} vectors")
        dtype = "<f2" if whole.dtype == np.float16 else "<f4"
        plain = np.ascontiguousarray(whole, dtype=np.dtype(dtype))
        with self.store.writing() as connection:
            here = places_of(connection, {message for _, message in items})
            rows = {item: {"model": model, "item": item, "message_id": message, "dtype": dtype, "vector": row.tobytes()}
                    for (item, message), row in zip(items, plain, strict=True) if message in here}
            for some in parts(rows):
                connection.execute(delete(_V).where(_V.c.model == model, _V.c.item.in_(some)))
            if rows:
                connection.execute(insert(_V), list(rows.values()))

    def feedback_vectors(self, model: str, items: Sequence[str]) -> dict[str, npt.NDArray[np.float32]]:
        """Those that are absent were never saved, or their words have changed."""
        queries = (select(_V).where(_V.c.model == model, _V.c.item.in_(some)) for some in parts(set(items)))
        with self.store.reading() as connection:
            return {row.item: np.frombuffer(row.vector, dtype=np.dtype(row.dtype)).astype(np.float32)
                    for query in queries for row in connection.execute(query)}


def drop_vectors(connection: Connection, items: Iterable[str]) -> None:
    """Of points whose words change."""
    for some in parts(items):
        connection.execute(delete(_V).where(_V.c.item.in_(some)))
