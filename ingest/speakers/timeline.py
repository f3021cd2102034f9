"""The windows laid over each other: how many people speak at each moment, and where the speaker changes.

Moments are ticks of 10 ms, the frames of ``fbank``.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ingest.pcm import Sound
from ingest.speakers.fbank import HOP, WINDOW
from ingest.speakers.windows import FIRST_S, FRAME_S, FRAMES, MEMBERS, STEP_S, WINDOW_S, Classes

TICK_S = 0.01
WINDOW_TICKS, STEP_TICKS = round(WINDOW_S / TICK_S), round(STEP_S / TICK_S)
_TICK_MIDDLE_S = 0.0125
_AROUND = 8
"""Ticks on either side of a change that count as the change too: windows differ by as much about it."""


@dataclass(frozen=True, slots=True)
class Timeline:
    """``count`` (ticks,): speakers at once. ``change`` (ticks,): the share of windows in which one voice gives way to
    another there. ``classes`` (windows, 1000): the class of each tick of each window."""

    count: NDArray[np.int64]
    change: NDArray[np.float64]
    classes: Classes

    @property
    def ticks(self) -> int:
        """Length of the recording in ticks."""
        return len(self.count)

    def active(self, window: int) -> NDArray[np.bool_]:
        """(ticks of the window within the recording, 3): which local speaker talks when."""
        inside = min(WINDOW_TICKS, self.ticks - window * STEP_TICKS)
        return MEMBERS[self.classes[window, :max(0, inside)]]


def make_timeline(windows: Classes, ticks: int) -> Timeline:
    """Weighs windows by a Hamming curve: their middle knows best."""
    weight = np.hamming(WINDOW_TICKS)
    count, change, total = np.zeros(ticks), np.zeros(ticks), np.zeros(ticks)
    timeline = Timeline(np.zeros(ticks, np.int64), change, _at_ticks(windows))
    for w in range(len(windows)):
        active, start = timeline.active(w), w * STEP_TICKS
        here = slice(start, start + len(active))
        count[here] += active.sum(1) * weight[:len(active)]
        total[here] += weight[:len(active)]
        for middle in _changes(active):
            change[start + max(0, middle - _AROUND):start + min(len(active), middle + _AROUND + 1)] += weight[middle]
    total = np.maximum(total, 1e-9)
    return Timeline(np.round(count / total).astype(np.int64), change / total, timeline.classes)


def ticks_of(sound: Sound) -> int:
    """The length of a recording in ticks: as many frames as ``fbank`` makes of it."""
    return max(1, (sound.samples - WINDOW) // HOP + 1)


def _at_ticks(windows: Classes) -> Classes:
    """Each window's classes at its ticks instead of its frames."""
    times = np.arange(WINDOW_TICKS) * TICK_S + _TICK_MIDDLE_S
    frames = np.clip(np.round((times - FIRST_S) / FRAME_S).astype(int), 0, FRAMES - 1)
    return windows[:, frames]


def _changes(active: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Where one voice alone is followed by another alone, pauses between them allowed: the middle between both."""
    alone = np.flatnonzero(active.sum(1) == 1)
    who = active[alone].argmax(1)
    at = np.flatnonzero(np.diff(who))
    middles: NDArray[np.int64] = (alone[at] + alone[at + 1]) // 2
    return middles
