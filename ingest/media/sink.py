"""Where decoded sound goes: a WAV file for the recogniser and an AAC file for the browser, both whole or not there."""

from __future__ import annotations

import wave
from fractions import Fraction
from pathlib import Path
from types import TracebackType
from typing import Any

SAMPLE_RATE = 16000
_BIT_RATE = 48_000


class Sink:
    """Takes 16 kHz mono 16-bit frames; ``seconds`` counts them. Used as a context: the files stand under their names
    once it ends without an exception, and not at all otherwise."""

    def __init__(self, wave_path: Path, playable: Path) -> None:
        self._paths = {_partial(wave_path): wave_path, _partial(playable): playable}
        self._samples = 0
        self._open_wave(_partial(wave_path))
        self._open_playable(_partial(playable))

    @property
    def seconds(self) -> float:
        """How much sound was taken so far."""
        return self._samples / SAMPLE_RATE

    def take(self, frame: Any) -> None:
        """Write one frame to both files."""
        self._wave.writeframesraw(memoryview(frame.planes[0])[:frame.samples * 2])
        frame.pts, frame.time_base = self._samples, Fraction(1, SAMPLE_RATE)
        self._samples += frame.samples
        self._container.mux(self._stream.encode(frame))

    def __enter__(self) -> Sink:
        return self

    def __exit__(self, kind: type[BaseException] | None, _error: BaseException | None,
                 _trace: TracebackType | None) -> None:
        if kind is None and self._samples:
            self._container.mux(self._stream.encode(None))
        self._container.close()
        self._wave.close()
        for partial, final in self._paths.items():
            if kind is None:
                partial.replace(final)
            else:
                partial.unlink(missing_ok=True)

    def _open_wave(self, path: Path) -> None:
        self._wave = wave.open(str(path), "wb")  # noqa: SIM115 (closed with this sink)
        self._wave.setnchannels(1)
        self._wave.setsampwidth(2)
        self._wave.setframerate(SAMPLE_RATE)

    def _open_playable(self, path: Path) -> None:
        import av

        self._container = av.open(str(path), "w", format="ipod", options={"movflags": "faststart"})
        self._stream = self._container.add_stream("aac", rate=SAMPLE_RATE)
        self._stream.layout, self._stream.format, self._stream.bit_rate = "mono", "fltp", _BIT_RATE


def _partial(path: Path) -> Path:
    return path.with_name(path.name + ".partial")
