"""Turns from people: each window's local speakers get the names of their pieces, and the windows are laid over each
other again, so that overlapping speech and exact boundaries come back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ingest.speakers.clusters import Labels
from ingest.speakers.likeness import Local
from ingest.speakers.timeline import TICK_S
from ingest.speakers.voices import Vectors
from ingest.speakers.windows import FIRST_S, FRAME_S, FRAMES, MEMBERS, STEP_S, Classes

_LEAST_NAMED_TICKS = 30
_ROUND_UP = 0.6
"""Speakers at once = the windows' mean + 0.6, rounded down: they rather miss overlaps than invent them."""
_FILL_S, _SHORTEST_S = 0.3, 0.1


@dataclass(frozen=True, slots=True)
class Named:
    """A local speaker whose ``ticks`` are known to be the people ``labels``."""

    local: Local
    ticks: NDArray[np.int64]
    labels: Labels


@dataclass(frozen=True, slots=True)
class Stretch:
    """Person number ``who`` speaks."""

    start_s: float
    end_s: float
    who: int


def name_locals(local_speakers: list[Local], owner: NDArray[np.int64], labels: Labels, centroids: Vectors,
                embed: Callable[[list[NDArray[np.int64]]], Vectors]) -> list[Named]:
    """Names from the pieces a local speaker owns; one with hardly any speech alone is embedded by itself, and takes
    the nearest person that its window does not have yet."""
    named, unknown = [], []
    for local in local_speakers:
        owned = owner[local.alone]
        sure = owned >= 0
        if sure.sum() >= _LEAST_NAMED_TICKS or (sure.any() and (~sure).sum() <= _LEAST_NAMED_TICKS):
            named.append(Named(local, local.alone[sure], labels[owned[sure]]))
        else:
            unknown.append(local)
    heard = [x.alone if len(x.alone) >= _LEAST_NAMED_TICKS else x.active for x in unknown]
    return named + _by_voice(unknown, embed(heard) if heard else centroids[:0], centroids, _taken(named))


def rebuild(windows: Classes, named: list[Named], people: int, duration_s: float) -> list[Stretch]:
    """Who speaks when, overlaps included, sorted by start."""
    length = int(np.ceil(duration_s / FRAME_S)) + FRAMES
    weight = np.hamming(FRAMES)
    score, total, count = np.zeros((length, people), np.float32), np.zeros(length), np.zeros(length)
    for w in range(len(windows)):
        here = slice(_first_frame(w), _first_frame(w) + FRAMES)
        total[here] += weight
        count[here] += MEMBERS[windows[w]].sum(1) * weight
    for w, group in _by_window(named).items():
        here = slice(_first_frame(w), _first_frame(w) + FRAMES)
        score[here] += _activity(windows[w], group, people) * weight[:, None]
    total = np.maximum(total, 1e-9)
    at_once = np.floor(np.minimum(count / total, people) + _ROUND_UP).astype(int)
    return _stretches(_strongest(score, at_once), duration_s)


def _first_frame(window: int) -> int:
    return round(window * STEP_S / FRAME_S)


def _taken(named: list[Named]) -> dict[int, set[int]]:
    taken: dict[int, set[int]] = {}
    for n in named:
        taken.setdefault(n.local.window, set()).update(n.labels.tolist())
    return taken


def _by_voice(unknown: list[Local], voices: Vectors, centroids: Vectors, taken: dict[int, set[int]]) -> list[Named]:
    named: list[Named] = []
    for local, voice in zip(unknown, voices, strict=True):
        near, used = voice @ centroids.T, taken.setdefault(local.window, set())
        if len(used) < len(centroids):
            near[list(used)] -= 2.0
        who = int(near.argmax())
        used.add(who)
        named.append(Named(local, local.active, np.full(len(local.active), who)))
    return named


def _by_window(named: list[Named]) -> dict[int, list[Named]]:
    groups: dict[int, list[Named]] = {}
    for n in named:
        groups.setdefault(n.local.window, []).append(n)
    return groups


def _activity(classes: NDArray[np.uint8], group: list[Named], people: int) -> NDArray[np.float32]:
    """(589, people): who talks in a window. A local speaker that is several people is divided between them: each frame
    goes to whoever the nearest named tick is."""
    active, found = MEMBERS[classes], np.zeros((FRAMES, people), np.float32)
    frames = np.arange(FRAMES)
    for n in group:
        times = n.local.window * STEP_S + FIRST_S + frames * FRAME_S
        who = n.labels[_nearest(n.ticks, times / TICK_S - 1.25)]
        talks = active[:, n.local.slot]
        found[frames[talks], who[talks]] = 1.0
    return found


def _nearest(ticks: NDArray[np.int64], at: NDArray[np.floating]) -> NDArray[np.int64]:
    after = np.clip(np.searchsorted(ticks, at), 0, len(ticks) - 1)
    before = np.maximum(after - 1, 0)
    return np.where(np.abs(ticks[before] - at) <= np.abs(ticks[after] - at), before, after)


def _strongest(score: NDArray[np.float32], at_once: NDArray[np.int64]) -> NDArray[np.bool_]:
    """(frames, people): as many of the strongest as speak at once."""
    order, rows = np.argsort(-score, axis=1), np.arange(len(score))
    on = np.zeros(score.shape, bool)
    for place in range(min(score.shape[1], int(at_once.max(initial=0)))):
        who = order[:, place]
        on[rows, who] |= (at_once > place) & (score[rows, who] > 0)
    return on


def _stretches(on: NDArray[np.bool_], duration_s: float) -> list[Stretch]:
    found: list[Stretch] = []
    for who in range(on.shape[1]):
        edges = np.flatnonzero(np.diff(np.concatenate([[0], on[:, who].astype(int), [0]])))
        for start, end in _filled(FIRST_S - FRAME_S / 2 + edges.reshape(-1, 2) * FRAME_S):
            if end - start >= _SHORTEST_S and start < duration_s:
                found.append(Stretch(round(max(0.0, start), 3), round(min(duration_s, end), 3), who))
    return sorted(found, key=lambda s: (s.start_s, s.who))


def _filled(spans: NDArray[np.floating]) -> list[tuple[float, float]]:
    joined: list[tuple[float, float]] = []
    for start, end in spans.tolist():
        if joined and start - joined[-1][1] <= _FILL_S:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined
