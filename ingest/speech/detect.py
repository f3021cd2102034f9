"""Where somebody speaks in a recording, kept in the work folder for the steps after it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ingest.kept import kept_array
from ingest.pcm import Sound
from ingest.speakers.timeline import TICK_S, make_timeline, ticks_of
from ingest.speakers.windows import Classes, listen_in_windows
from ingest.speech.vad import FRAME_S, Probabilities, Span, speech_probabilities, speech_spans
from ingest.weights import has_speakers


@dataclass(frozen=True, slots=True)
class Detected:
    """Stretches of speech, and the probability of speech every 32 ms."""

    spans: list[Span]
    probabilities: Probabilities


def detect_speech(sound: Sound, workdir: Path, threads: int, progress: Callable[[float], None]) -> Detected:
    """Two models agree on it where both are set up, else the first alone says."""
    probabilities = kept_array(workdir / "speech.npy", lambda: speech_probabilities(sound))
    if not has_speakers() or not probabilities.size:
        return Detected(speech_spans(probabilities), probabilities)
    windows = listen_in_windows(sound, workdir, threads, progress)
    return Detected(speech_spans(probabilities, _voices(windows, sound, len(probabilities))), probabilities)


def _voices(windows: Classes, sound: Sound, frames: int) -> NDArray[np.bool_]:
    """(frames,): whether anybody speaks by the windows."""
    somebody = make_timeline(windows, ticks_of(sound)).count > 0
    at = ((np.arange(frames) + 0.5) * FRAME_S / TICK_S).astype(int)
    voices: NDArray[np.bool_] = somebody[np.clip(at, 0, len(somebody) - 1)]
    return voices
