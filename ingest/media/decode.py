"""Decoding a recording, frame by frame, so that three hours need no more memory than three minutes."""

from __future__ import annotations

import errno
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from assistant.errors import FileRejected, StepFailed
from ingest.apart import Plain
from ingest.media.sink import SAMPLE_RATE, Sink
from ingest.media.source import declared_s, open_source

LONGEST_S = 24 * 3600
"""A file that goes on for longer is no meeting; it would only fill the disk."""
_SLACK_S, _SLACK_SHARE = 2.0, 0.02


def run(job: Plain, progress: Callable[[float], None]) -> Plain:
    """``job``: source, wave, playable (paths). Answer: duration_s, missing_s (what the file promised beyond that).

    Raises FileRejected for a file with nothing in it to hear, StepFailed where the disk is full."""
    source = Path(job["source"])
    try:
        duration, declared = _decode(source, Path(job["wave"]), Path(job["playable"]), progress)
    except OSError as error:
        if error.errno != errno.ENOSPC:
            raise
        raise StepFailed("media.disk_full", name=source.name) from error
    missing = declared - duration
    cut = missing > max(_SLACK_S, _SLACK_SHARE * declared)
    return {"duration_s": round(duration, 3), "missing_s": round(missing, 3) if cut else 0.0}


def _decode(source: Path, wave: Path, playable: Path, progress: Callable[[float], None]) -> tuple[float, float]:
    """Seconds decoded and seconds declared."""
    with open_source(source) as container, Sink(wave, playable) as sink:
        stream = container.streams.best("audio") or container.streams.audio[0]
        declared = declared_s(container, stream)
        for frame in _resampled(_frames(container, stream)):
            sink.take(frame)
            if declared:
                progress(sink.seconds / declared)
            if sink.seconds > LONGEST_S:
                raise FileRejected("media.too_long", name=source.name, hours=LONGEST_S // 3600)
        if sink.seconds == 0:
            raise FileRejected("media.unreadable", name=source.name)
        return sink.seconds, declared


def _frames(container: Any, stream: Any) -> Iterator[Any]:
    """The frames that can be decoded. A broken packet is skipped; a file that breaks off ends there."""
    import av

    packets = container.demux(stream)
    while True:
        try:
            packet = next(packets, None)
        except (av.error.InvalidDataError, av.error.EOFError):
            return
        if packet is None:
            return
        try:
            yield from packet.decode()
        except (av.error.InvalidDataError, av.error.EOFError):
            continue


def _resampled(frames: Iterator[Any]) -> Iterator[Any]:
    """The same sound as 16 kHz mono 16-bit frames, all channels mixed. A change of format within the file is followed
    by a new resampler."""
    import av

    resampler, shape = None, None
    for frame in frames:
        now = (frame.format.name, frame.layout.name, frame.sample_rate)
        if resampler is None or now != shape:
            yield from resampler.resample(None) if resampler else ()
            resampler, shape = av.AudioResampler(format="s16", layout="mono", rate=SAMPLE_RATE), now
        frame.pts = None
        yield from resampler.resample(frame)
    yield from resampler.resample(None) if resampler else ()
