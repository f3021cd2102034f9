"""An embedder that remembers, so that trying a model again does not embed everything again."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

import numpy as np

from assistant.ports.search import Embedder, Vectors

CACHE = Path(__file__).parents[1] / ".cache" / "embeddings"


class CachedEmbedder:
    """``inner`` behind a file of float16 vectors; ``save`` writes what is new."""

    def __init__(self, inner: Embedder, folder: Path = CACHE) -> None:
        self.name, self.dimension, self._inner = inner.name, inner.dimension, inner
        self._path = folder / f"{inner.name.replace('/', '_')}.npz"
        self._known: dict[str, Vectors] = {}
        self._new = 0
        if self._path.is_file():
            with np.load(self._path) as stored:
                vectors = stored["vectors"].astype(np.float32)
                self._known = dict(zip(stored["keys"].tolist(), vectors, strict=True))

    def embed(self, texts: Sequence[str], kind: Literal["query", "passage"] = "passage") -> Vectors:
        keys = [hashlib.sha256(f"{kind}:{text}".encode()).hexdigest()[:20] for text in texts]
        missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in self._known}
        if missing:
            vectors = self._inner.embed(list(missing.values()), kind)
            self._known.update(zip(missing, vectors, strict=True))
            self._new += len(missing)
        if not keys:
            return np.zeros((0, self.dimension), np.float32)
        return np.stack([self._known[key] for key in keys])

    def save(self) -> None:
        """Keep what was embedded, when there is anything new."""
        if not self._new:
            return
        self._path.parent.mkdir(parents=True, exist_ok=True)
        vectors = np.stack(list(self._known.values())).astype(np.float16)
        np.savez(self._path, keys=np.array(list(self._known)), vectors=vectors)
        self._new = 0
