"""Opening a recording: what may be opened, and what is wrong with a file that may not."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from assistant.errors import FileRejected

FORMATS = ("mov", "mp4", "m4a", "3gp", "matroska", "webm", "wav", "w64", "aiff", "caf", "au", "mp3", "aac", "flac",
           "ogg", "amr", "amrnb", "amrwb", "avi", "asf", "flv", "mpeg", "mpegts", "wv", "ape")
"""Demuxers that may be tried. Playlists, image series, text and the like stay out: they point to
other files, or to nothing."""
_OPTIONS = {"format_whitelist": ",".join(FORMATS), "protocol_whitelist": "file"}
_MAGIC = {b"RIFF": 0, b"ftyp": 4, b"OggS": 0, b"fLaC": 0, b"ID3": 0, b"\x1aE\xdf\xa3": 0, b"#!AMR": 0, b"FORM": 0}


def open_source(path: Path) -> Any:
    """The opened container. Raises FileRejected for a file that is empty, no recording, damaged or without sound."""
    import av

    if path.stat().st_size == 0:
        raise FileRejected("media.empty", name=path.name)
    try:
        container = av.open(str(path), metadata_errors="ignore", container_options=_OPTIONS)
    except (av.error.FFmpegError, ValueError) as error:
        key = "media.damaged" if _looks_like_media(path) else "media.not_media"
        raise FileRejected(key, name=path.name) from error
    if not container.streams.audio:
        container.close()
        raise FileRejected("media.no_sound", name=path.name)
    return container


def declared_s(container: Any, stream: Any) -> float:
    """How long the file says it is, in seconds; 0 where it does not say."""
    if stream.duration and stream.time_base:
        return float(stream.duration * stream.time_base)
    return float(container.duration or 0) / 1e6


def _looks_like_media(path: Path) -> bool:
    with path.open("rb") as file:
        head = file.read(16)
    return any(head[at:].startswith(magic) for magic, at in _MAGIC.items())
