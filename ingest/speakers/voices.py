"""What a stretch of ticks sounds like, as a unit vector."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ingest.pcm import Sound
from ingest.speakers.fbank import HOP, WINDOW, Features, fbank
from ingest.speakers.pieces import Piece

Vectors = NDArray[np.float32]
_LEAST_TICKS = 30


def embed(sound: Sound, pieces: Sequence[Piece], session: Any, threads: int,
          progress: Callable[[float], None] = lambda _: None) -> Vectors:
    """(pieces, 192), each of length 1. Pieces under 0.3 s are heard with what surrounds them.

    ``session`` runs on one thread; several pieces at once are half as fast again as several threads on one piece."""
    def voice(piece: Piece) -> Vectors:
        features = _features(sound, _at_least(piece))
        vector: Vectors = session.run(None, {"fbank": (features - features.mean(0))[None]})[0][0]
        return vector

    found = np.zeros((len(pieces), 192), np.float32)
    with ThreadPoolExecutor(threads) as pool:
        for i, vector in enumerate(pool.map(voice, pieces)):
            found[i] = vector
            progress((i + 1) / len(pieces))
    return unit(found)


def unit(vectors: NDArray[Any]) -> Vectors:
    """Each row divided by its length."""
    norms = np.maximum(np.linalg.norm(vectors, axis=-1, keepdims=True), 1e-9)
    scaled: Vectors = (vectors / norms).astype(np.float32)
    return scaled


def _at_least(piece: Piece) -> Piece:
    if len(piece) >= _LEAST_TICKS:
        return piece
    first = max(0, int(piece[len(piece) // 2]) - _LEAST_TICKS // 2)
    return np.arange(first, first + _LEAST_TICKS)


def _features(sound: Sound, piece: Piece) -> Features:
    first, last = int(piece[0]), int(piece[-1])
    span = fbank(sound.read(first * HOP, last * HOP + WINDOW))
    return span[np.clip(piece - first, 0, len(span) - 1)]
