"""Reading decoded recordings piece by piece: 16 kHz mono 16-bit WAV in, float samples in -1..1 out."""

from __future__ import annotations

import wave
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

SAMPLE_RATE = 16000
Samples = NDArray[np.float32]


class Sound:
    """A decoded recording on disk; nothing of it is kept in memory. ``samples`` is its length."""

    def __init__(self, path: Path) -> None:
        self.path = path
        with wave.open(str(path), "rb") as file:
            if (file.getframerate(), file.getnchannels(), file.getsampwidth()) != (SAMPLE_RATE, 1, 2):
                raise ValueError(f"{path.name} is not 16 kHz mono 16-bit")
            self.samples = file.getnframes()

    @property
    def duration_s(self) -> float:
        """Its length in seconds."""
        return self.samples / SAMPLE_RATE

    def read(self, start: int, end: int) -> Samples:
        """The samples ``start`` to ``end``, cut to what there is."""
        start, end = max(0, start), min(self.samples, end)
        with wave.open(str(self.path), "rb") as file:
            file.setpos(min(start, self.samples))
            raw = file.readframes(max(0, end - start))
        return np.frombuffer(raw, "<i2").astype(np.float32) / 32768.0

    def read_s(self, start_s: float, end_s: float) -> Samples:
        """The same by seconds."""
        return self.read(round(start_s * SAMPLE_RATE), round(end_s * SAMPLE_RATE))
