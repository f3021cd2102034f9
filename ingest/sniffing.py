"""What a file is, by its bytes and never by its name alone."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

from assistant.errors import FileRejected
from assistant.model import Kind
from assistant.ports.documents import Sniffed
from ingest.encodings import decode
from ingest.transcripts.lines import looks_spoken
from ingest.transcripts.srt import looks_like_sbv

MAX_TEXT = 20_000_000
"""Bytes of the largest text file taken in: some 300 hours of talk."""
_HEAD = 4096
_CHUNK = 1 << 20
MEDIA_NAMES = frozenset(
    ".wav .mp3 .m4a .aac .flac .ogg .oga .opus .webm .mp4 .m4v .mkv .mov .3gp .3g2 .amr .wma .wmv .avi .aiff .aif .caf "
    ".mpg .mpeg .ts .mts .m2ts .flv .w64 .au .wv .ape".split())
_SUBTITLE = re.compile(r"^[ \t]*\d+:\d{1,2}(?::\d{1,2})?[.,]?\d*[ \t]*-->[ \t]*\d+:\d{1,2}", re.MULTILINE)


def sniff(path: Path) -> Sniffed:
    """Kind, format, digest and size. Raises FileRejected for what cannot be taken in."""
    digest, size, head = _digest(path)
    if size == 0:
        raise FileRejected("files.empty", name=path.name)
    media = _media(head)
    if media:
        return Sniffed(Kind.RECORDING, media, digest, size)
    kind, form = _text(path, size)
    return Sniffed(kind, form, digest, size)


def _digest(path: Path) -> tuple[str, int, bytes]:
    digest, size, head = hashlib.sha256(), 0, b""
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            head = head or chunk[:_HEAD]
            digest.update(chunk)
            size += len(chunk)
    return digest.hexdigest(), size, head


def _media(head: bytes) -> str:
    if head[4:8] == b"ftyp":
        return "mp4"
    if head[:4] == b"RIFF" and head[8:12] in (b"WAVE", b"AVI "):
        return "wav"
    for magic, name in ((b"OggS", "ogg"), (b"fLaC", "flac"), (b"ID3", "mp3"), (b"\x1aE\xdf\xa3", "webm"), (b"#!AMR", "amr")):
        if head.startswith(magic):
            return name
    if len(head) > 1 and head[0] == 0xFF and head[1] & 0xE0 == 0xE0 and head[1] & 0x06:
        return "mp3"
    return ""


def _text(path: Path, size: int) -> tuple[Kind, str]:
    if size > MAX_TEXT:
        raise FileRejected("files.text_too_large", name=path.name, limit=MAX_TEXT // 1_000_000)
    text = decode(path.read_bytes())
    if text is None:
        if path.suffix.lower() in MEDIA_NAMES:
            return Kind.RECORDING, path.suffix.lower()[1:]
        raise FileRejected("files.unknown", name=path.name)
    if text.lstrip().startswith("WEBVTT"):
        return Kind.TRANSCRIPT, "vtt"
    if path.suffix.lower() in MEDIA_NAMES:
        raise FileRejected("files.text_named_media", name=path.name)
    if looks_like_sbv(text):
        return Kind.TRANSCRIPT, "sbv"
    if len(_SUBTITLE.findall(text)) >= 2 and path.suffix.lower() != ".txt":
        return Kind.TRANSCRIPT, "srt"
    if looks_spoken(text):
        return Kind.TRANSCRIPT, "txt"
    return Kind.NOTES, "txt"
