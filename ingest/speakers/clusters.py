"""Pieces grouped to people. How alike two voices must be is taken from the recording itself: no fixed number fits both
a clear headset and a far microphone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ingest.speakers.likeness import likeness
from ingest.speakers.pieces import GAP_TICKS, Piece, lengths_s
from ingest.speakers.voices import Vectors, unit

_USUAL, _USUAL_WEIGHT = 0.5, 4
_BELOW = 0.10
"""Voices are joined down to this much below the likeness of neighbouring pieces of one stretch."""
_LEAST_S, _ENOUGH_S, _LEAST_SHARE = 3.0, 8.0, 0.015
"""A person spoke for 1.5 % of the time, at least 3 s; 8 s are enough in any case."""
_MOST_CLUSTERED = 3000
_FULL_S, _TOGETHER = 1.5, 0.1
_ROUNDS = 2
Labels = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class People:
    """``labels`` (pieces,): who each piece is. ``centroids`` (people, 192): their voices, each of length 1."""

    labels: Labels
    centroids: Vectors


def find_people(voices: Vectors, agreed: Any, pieces: list[Piece], most: int | None) -> People:
    """Cluster the pieces of at least a second, drop clusters that are too small to be a person, and give every piece
    to the person it fits best. ``most``: an upper limit of people, never a number to be reached."""
    lengths = lengths_s(pieces)
    chosen = _worth_clustering(lengths)
    labels = _cluster(likeness(voices, agreed, chosen), _threshold(voices, pieces, lengths))
    centroids = _centroids(voices[chosen], labels, lengths[chosen])
    kept = _big_enough(labels, lengths[chosen], lengths.sum())
    return _assign(voices, agreed, lengths, _at_most(centroids[kept], most))


def _worth_clustering(lengths: NDArray[np.float64]) -> Labels:
    """Pieces of a second or more (half a second where there are none); evenly fewer in very long recordings."""
    chosen = np.flatnonzero(lengths >= 1.0)
    if len(chosen) < 2:
        chosen = np.flatnonzero(lengths >= min(0.5, lengths.max()))
    evenly = np.linspace(0, len(chosen) - 1, min(_MOST_CLUSTERED, len(chosen))).astype(np.int64)
    worth: Labels = chosen[evenly]
    return worth


def _threshold(voices: Vectors, pieces: list[Piece], lengths: NDArray[np.float64]) -> float:
    """The likeness down to which pieces are one person: a little below that of neighbours within a stretch, which
    mostly are. With few neighbours, closer to what is usual."""
    near = [float(voices[i] @ voices[i + 1]) for i in range(len(pieces) - 1)
            if min(lengths[i], lengths[i + 1]) >= 1.0 and pieces[i + 1][0] - pieces[i][-1] <= GAP_TICKS]
    middle = float(np.median(near)) if near else 0.0
    return (len(near) * middle + _USUAL_WEIGHT * _USUAL) / (len(near) + _USUAL_WEIGHT) - _BELOW


def _cluster(alike: NDArray[np.float64], threshold: float) -> Labels:
    """Average linkage; labels from 0."""
    from scipy.cluster.hierarchy import fcluster, linkage

    if len(alike) == 1:
        return np.zeros(1, np.int64)
    distance = np.maximum(1.0 - (alike + alike.T) / 2, 0.0)
    tree = linkage(distance[np.triu_indices(len(alike), 1)], "average")
    labels: Labels = fcluster(tree, 1.0 - threshold, "distance").astype(np.int64) - 1
    return labels


def _centroids(voices: Vectors, labels: Labels, weights: NDArray[np.float64]) -> Vectors:
    sums = np.zeros((labels.max() + 1, voices.shape[1]))
    np.add.at(sums, labels, voices * weights[:, None])
    return unit(sums)


def _big_enough(labels: Labels, lengths: NDArray[np.float64], speech_s: float) -> Labels:
    spoken = np.bincount(labels, lengths)
    kept = np.flatnonzero(spoken >= max(_LEAST_S, min(_ENOUGH_S, _LEAST_SHARE * speech_s)))
    return kept if len(kept) else np.array([spoken.argmax()])


def _at_most(centroids: Vectors, most: int | None) -> Vectors:
    """Where there are more people than there can be, the two most alike are one, until it fits."""
    while most and len(centroids) > max(1, most):
        alike = centroids @ centroids.T - 2 * np.eye(len(centroids), dtype=np.float32)
        a, b = np.unravel_index(alike.argmax(), alike.shape)
        joined = unit((centroids[a] + centroids[b])[None])
        centroids = np.concatenate([np.delete(centroids, [a, b], axis=0), joined])
    return centroids


def _assign(voices: Vectors, agreed: Any, lengths: NDArray[np.float64], centroids: Vectors) -> People:
    """Every piece to its nearest person; a short piece listens to its neighbours in the windows it shares."""
    together = agreed.maximum(0).multiply(lengths[None]).tolil()
    together.setdiag(0)
    together = together.tocsr()
    together = together.multiply(1.0 / np.maximum(np.asarray(together.sum(1)), 1e-9)).tocsr()
    trust, weights = np.minimum(1.0, lengths / _FULL_S)[:, None], lengths * (lengths >= 0.5)
    labels = (voices @ centroids.T).argmax(1)
    for _ in range(_ROUNDS):
        neighbours = together @ np.eye(len(centroids))[labels]
        labels = ((voices @ centroids.T) * trust + _TOGETHER * neighbours).argmax(1)
        moved = np.zeros_like(centroids)
        np.add.at(moved, labels, voices * weights[:, None])
        spoke = moved.any(axis=1, keepdims=True)
        centroids = unit(np.where(spoke, moved, centroids))
    return People(labels.astype(np.int64), centroids)
