"""Which pieces may be one person: by their voices, and by what the windows they share say of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ingest.speakers.pieces import Piece
from ingest.speakers.timeline import STEP_TICKS, Timeline
from ingest.speakers.voices import Vectors
from ingest.speakers.windows import SLOTS

_SHARED_TICKS = 15
_AGREE, _DISAGREE = 0.07, 0.2
"""How much one window's word for or against counts beside a cosine."""
Matrix = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Local:
    """A local speaker of a window: the ticks at which it is heard (``active``), and heard alone (``alone``)."""

    window: int
    slot: int
    active: NDArray[np.int64]
    alone: NDArray[np.int64]


def find_locals(timeline: Timeline) -> list[Local]:
    """Every local speaker that says anything, window by window."""
    found: list[Local] = []
    for w in range(len(timeline.classes)):
        active, start = timeline.active(w), w * STEP_TICKS
        single = active.sum(1) == 1
        for slot in range(SLOTS):
            if active[:, slot].any():
                talks = active[:, slot]
                found.append(Local(w, slot, start + np.flatnonzero(talks), start + np.flatnonzero(talks & single)))
    return found


def owners(pieces: list[Piece], ticks: int) -> NDArray[np.int64]:
    """(ticks,): the piece each tick belongs to, -1 for none."""
    owner = np.full(ticks, -1)
    for i, piece in enumerate(pieces):
        owner[piece] = i
    return owner


def agreement(local_speakers: list[Local], owner: NDArray[np.int64], count: int) -> Any:
    """A sparse (pieces, pieces) matrix from -1 (the windows that hold both give them to different local speakers) to 1
    (to the same one)."""
    from scipy.sparse import csr_matrix

    rows, columns, same = [np.zeros(0, int)], [np.zeros(0, int)], [np.zeros(0)]
    for ids, shares in _by_window(local_speakers, owner):
        rows.append(np.repeat(ids, len(ids)))
        columns.append(np.tile(ids, len(ids)))
        same.append((shares @ shares.T).ravel())
    at = np.concatenate(rows), np.concatenate(columns)
    agreed = csr_matrix((np.concatenate(same), at), (count, count))
    seen = csr_matrix((np.ones(len(at[0])), at), (count, count))
    agreed.sort_indices()
    seen.sort_indices()
    agreed.data = 2 * agreed.data / seen.data - 1
    return agreed


def likeness(voices: Vectors, agreed: Any, chosen: NDArray[np.int64]) -> Matrix:
    """(chosen, chosen): cosine of the voices, more where windows agree, less where they disagree."""
    windows = agreed[chosen][:, chosen].toarray()
    cosine = (voices[chosen] @ voices[chosen].T).astype(np.float64)
    alike: Matrix = cosine + np.where(windows > 0, _AGREE, _DISAGREE) * windows
    return alike


def _by_window(local_speakers: list[Local], owner: NDArray[np.int64]) -> list[tuple[NDArray[np.int64], Matrix]]:
    """For each window: its pieces, and the share (pieces, 3) of each that its local speakers have."""
    windows: dict[int, list[Local]] = {}
    for local in local_speakers:
        windows.setdefault(local.window, []).append(local)
    return [found for group in windows.values() if len((found := _shares(group, owner))[0])]


def _shares(group: list[Local], owner: NDArray[np.int64]) -> tuple[NDArray[np.int64], Matrix]:
    held = [owner[local.alone] for local in group]
    ids = np.unique(np.concatenate([h[h >= 0] for h in held]))
    ticks = np.zeros((len(ids), SLOTS))
    for local, owned in zip(group, held, strict=True):
        which, times = np.unique(owned[owned >= 0], return_counts=True)
        ticks[np.searchsorted(ids, which), local.slot] = times
    enough = ticks.sum(1) >= _SHARED_TICKS
    return ids[enough], ticks[enough] / ticks[enough].sum(1, keepdims=True)
