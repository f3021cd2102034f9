"""Windows of ten seconds, each with up to three local speakers: what segmentation-3.0 hears in them."""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ingest.kept import kept_array
from ingest.pcm import SAMPLE_RATE, Sound
from ingest.speakers.sessions import load_session
from ingest.weights import segmentation_path

WINDOW_S, STEP_S = 10.0, 2.5
FRAMES = 589
"""Frames of a window."""
FRAME_S, FIRST_S = 270 / SAMPLE_RATE, 991 / 2 / SAMPLE_RATE
"""Distance of two frames, and the middle of the first one from the start of its window."""
SLOTS = 3
"""Local speakers of a window."""
_BATCH = 8
_SETS = [(), *[(i,) for i in range(SLOTS)], *combinations(range(SLOTS), 2)]
MEMBERS = np.array([[slot in chosen for slot in range(SLOTS)] for chosen in _SETS])
"""(7, 3): which local speakers each class of the model means (the powerset encoding of Plaquet and Bredin, 2023)."""
Classes = NDArray[np.uint8]


def window_count(samples: int) -> int:
    """How many windows cover that many samples."""
    beyond = max(0.0, samples - WINDOW_S * SAMPLE_RATE)
    return int(np.ceil(beyond / (STEP_S * SAMPLE_RATE))) + 1


def hear_windows(sound: Sound, session: Any, progress: Callable[[float], None]) -> Classes:
    """(windows, 589): the likeliest class of each frame."""
    count = window_count(sound.samples)
    found = np.empty((count, FRAMES), np.uint8)
    for first in range(0, count, _BATCH):
        last = min(count, first + _BATCH)
        waves = np.stack([_window(sound, w) for w in range(first, last)])[:, None]
        found[first:last] = session.run(None, {"wave": waves})[0].argmax(-1)
        progress(last / count)
    return found


def listen_in_windows(sound: Sound, workdir: Path, threads: int, progress: Callable[[float], None]) -> Classes:
    """The same, kept in the work folder: both finding speech and separating speakers begin with it."""
    return kept_array(workdir / "windows.npy", lambda: hear_windows(
        sound, load_session(segmentation_path(), threads), progress))


def _window(sound: Sound, index: int) -> NDArray[np.float32]:
    start, length = round(index * STEP_S * SAMPLE_RATE), round(WINDOW_S * SAMPLE_RATE)
    samples = sound.read(start, start + length)
    return np.pad(samples, (0, length - len(samples)))
