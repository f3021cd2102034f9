"""Pieces: short stretches in which one voice is heard alone. They are what is compared and clustered."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ingest.speakers.timeline import TICK_S, Timeline

Piece = NDArray[np.int64]
"""The ticks of a piece, in order."""
GAP_TICKS = 20
_CHANGE = 0.4
_SHORTEST_TICKS, _LONGEST_TICKS = 15, 300


def make_pieces(timeline: Timeline) -> list[Piece]:
    """Stretches with one speaker, cut at pauses above 0.2 s, where the speaker seems to change, and to 3 s."""
    alone = np.flatnonzero(timeline.count == 1)
    pieces: list[Piece] = []
    for stretch in np.split(alone, np.flatnonzero(np.diff(alone) > GAP_TICKS) + 1):
        for part in np.split(stretch, _cuts(timeline.change[stretch])):
            if len(part) >= _SHORTEST_TICKS:
                pieces += np.array_split(part, int(np.ceil(len(part) / _LONGEST_TICKS)))
    return pieces


def lengths_s(pieces: list[Piece]) -> NDArray[np.float64]:
    """How long each piece is."""
    return np.array([len(p) * TICK_S for p in pieces])


def _cuts(change: NDArray[np.float64]) -> list[int]:
    """The middle of each run in which enough windows see a change."""
    edges = np.flatnonzero(np.diff(np.concatenate([[0], (change >= _CHANGE).astype(int), [0]])))
    return [(int(start) + int(end)) // 2 for start, end in edges.reshape(-1, 2)]
