"""Recordings made for tests: the shipped clips in other containers, silence, tones, and a speech reader over them."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from numpy.typing import NDArray

from assistant.ports.speech import Watch

CLIPS = Path(__file__).parents[1] / "data" / "speech"
RATE = 16000
CODECS = {"wav": "pcm_s16le", "mp3": "libmp3lame", "m4a": "aac", "aac": "aac", "flac": "flac", "ogg": "libopus",
          "opus": "libopus", "webm": "libopus", "mp4": "aac", "mkv": "flac", "mov": "aac", "3gp": "aac"}


def watch(progress: Callable[[float], None] = lambda _: None, cancelled: Callable[[], bool] = lambda: False) -> Watch:
    """One that lets everything go on."""
    return Watch(progress, cancelled)


def samples_of(path: Path) -> NDArray[np.int16]:
    """The sound of a file, 16 kHz mono."""
    resampler = av.AudioResampler(format="s16", layout="mono", rate=RATE)
    with av.open(str(path)) as container:
        frames = [f for frame in container.decode(audio=0) for f in resampler.resample(frame)]
    return np.concatenate([f.to_ndarray().reshape(-1) for f in frames])


def tone(seconds: float, hertz: float = 440.0, level: float = 0.3) -> NDArray[np.int16]:
    """A pure tone; level 0 is silence."""
    return (level * 32767 * np.sin(2 * np.pi * hertz * np.arange(int(seconds * RATE)) / RATE)).astype(np.int16)


def noise(seconds: float, level: float = 0.05) -> NDArray[np.int16]:
    """White noise, always the same."""
    return (np.random.default_rng(3).normal(0, level, int(seconds * RATE)) * 32767).clip(-32768, 32767).astype(np.int16)


def write_audio(path: Path, samples: NDArray[np.int16], **options: str) -> Path:
    """The samples in the container that the name's ending tells; ``options`` of the muxer."""
    codec = CODECS[path.suffix[1:]]
    with av.open(str(path), "w", options=options) as container:
        stream = container.add_stream(codec, rate=48000 if codec == "libopus" else RATE, layout="mono")
        resampler = av.AudioResampler(format=stream.format, layout="mono", rate=stream.rate)
        for start in range(0, len(samples), 1 << 15):
            frame = av.AudioFrame.from_ndarray(samples[None, start:start + (1 << 15)], format="s16", layout="mono")
            frame.sample_rate, frame.pts, frame.time_base = RATE, start, Fraction(1, RATE)
            for resampled in resampler.resample(frame):
                container.mux(stream.encode(resampled))
        container.mux(stream.encode(None))
    return path


def write_silent_film(path: Path) -> Path:
    """A second of pictures without a sound track."""
    with av.open(str(path), "w") as container:
        stream = container.add_stream("mpeg4", rate=10)
        stream.width, stream.height, stream.pix_fmt = 64, 64, "yuv420p"
        for _ in range(10):
            container.mux(stream.encode(av.VideoFrame(64, 64, "yuv420p")))
        container.mux(stream.encode(None))
    return path
