"""Bringing a generation of Chroma to what the records hold."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING

import numpy as np

from assistant.errors import NotFound
from vectorstore.dense import BATCH, Dense

if TYPE_CHECKING:
    from assistant.model import Passage
    from assistant.ports.search import Embedder, PassageRecords, Vectors

Change = tuple[Sequence["Passage"], "Vectors"] | None
"""What became of a meeting: its passages and their vectors, or None when it was removed."""


@dataclass
class Filling:
    """Fills one generation while people go on working: ``changes`` collects what they did meanwhile. ``stop`` ends
    it early, between two calls of Chroma."""

    dense: Dense
    records: PassageRecords
    embedder: Embedder
    lock: threading.RLock
    stop: threading.Event
    changes: dict[str, Change] = field(default_factory=dict)

    def run(self) -> None:
        """Add what is missing, embed what this model never embedded, remove what the records no longer hold."""
        held = set(self.dense.ids())
        seen = self._add_stored(held) | self._embed_rest()
        if not self.stop.is_set():
            self.dense.remove_ids(sorted(held - seen))

    def _add_stored(self, held: set[str]) -> set[str]:
        self._seen: set[str] = set()
        for batch in _batches(self.records, self.embedder):
            if self.stop.is_set():
                break
            self._seen.update(passage.id for passage, _ in batch)
            new = [pair for pair in batch if pair[0].id not in held]
            if new:
                vectors = np.array([vector for _, vector in new], dtype=np.float32)
                self.dense.put([passage for passage, _ in new], vectors)
        return self._seen

    def _embed_rest(self) -> set[str]:
        everything: set[str] = set()
        for meeting_id, passages in _by_meeting(self.records.passages()):
            if self.stop.is_set():
                break
            everything.update(passage.id for passage in passages)
            if any(passage.id not in self._seen for passage in passages):
                self._embed(meeting_id, passages)
        return everything

    def _embed(self, meeting_id: str, passages: Sequence[Passage]) -> None:
        """Embed a meeting, and keep the vectors in the records unless the meeting changed meanwhile."""
        vectors = self.embedder.embed([passage.text for passage in passages])
        with self.lock:
            if meeting_id in self.changes:
                return
            try:
                self.records.save_passages(meeting_id, passages, vectors, self.embedder.name)
            except NotFound:
                return  # the meeting was deleted meanwhile
            self.dense.put(passages, vectors)


def settle(dense: Dense, changes: Mapping[str, Change]) -> None:
    """Lay changes over a generation."""
    for meeting_id, change in changes.items():
        dense.remove(meeting_id)
        if change:
            dense.put(*change)


def _batches(records: PassageRecords, embedder: Embedder) -> Iterator[list[tuple[Passage, Vectors]]]:
    batch: list[tuple[Passage, Vectors]] = []
    for passage, vector in records.vectors(embedder.name):
        if np.size(vector) == embedder.dimension:
            batch.append((passage, vector))
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _by_meeting(passages: Iterable[Passage]) -> Iterator[tuple[str, list[Passage]]]:
    for meeting_id, group in groupby(passages, key=lambda passage: passage.meeting_id):
        yield meeting_id, list(group)
