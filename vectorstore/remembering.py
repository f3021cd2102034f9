"""An embedder that remembers: drafting again, the same department cards and the same question cost nothing twice."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal

import numpy as np

if TYPE_CHECKING:
    from assistant.ports.search import Embedder, Vectors

REMEMBERED = 5000
"""Texts kept, the most recently used ones: 8 MB at 384 dimensions."""


class RememberingEmbedder:
    """Implements ``assistant.ports.search.Embedder`` over another one; any thread may call."""

    def __init__(self, embedder: Embedder, size: int = REMEMBERED) -> None:
        self._embedder = embedder
        self._size = size
        self._known: OrderedDict[tuple[str, str], Vectors] = OrderedDict()
        self._lock = threading.Lock()
        self.name = embedder.name
        self.dimension = embedder.dimension

    def embed(self, texts: Sequence[str], kind: Literal["query", "passage"] = "passage") -> Vectors:
        """Unit vectors, shape (len(texts), dimension); texts not met lately are embedded together."""
        with self._lock:
            found = {text: self._known[kind, text] for text in texts if (kind, text) in self._known}
            for text in found:
                self._known.move_to_end((kind, text))
        missing = [text for text in dict.fromkeys(texts) if text not in found]
        if missing:
            made = dict(zip(missing, self._embedder.embed(missing, kind), strict=True))
            found |= made
            self._keep(kind, made)
        rows = [found[text] for text in texts]
        return np.stack(rows) if rows else np.zeros((0, self.dimension), dtype=np.float32)

    def _keep(self, kind: str, made: dict[str, Vectors]) -> None:
        with self._lock:
            for text, vector in made.items():
                self._known[kind, text] = vector
            while len(self._known) > self._size:
                self._known.popitem(last=False)
