"""What a file is, by its bytes and never by its name alone."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

from assistant.errors import FileRejected
from assistant.model import Kind
from assistant.ports.documents import Sniffed
from ingest import documents, magic
from ingest.encodings import decode
from ingest.packages import package_format, reject_old_office
from ingest.transcripts.lines import looks_spoken
from ingest.transcripts.srt import looks_like_sbv

MAX_TEXT = 20_000_000
"""Bytes of the largest text file taken in: some hundred hours of talk."""
MAX_DOCUMENT = 200_000_000
"""Bytes of the largest document taken in; pictures make up most of a large one."""
_SUBTITLE = re.compile(r"^[ \t]*\d+:\d{1,2}(?::\d{1,2})?[.,]?\d*[ \t]*-->[ \t]*\d+:\d{1,2}", re.MULTILINE)
_NUMBERED = re.compile(r"^\d+[ \t]*\n[ \t]*\d+:\d{2}:\d{2}[.,]\d{1,3}[ \t]*-->", re.MULTILINE)
_HTML = re.compile(r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.{0,2000}?-->\s*)?<(?:!doctype html|html|head|body)\b", re.I | re.S)
_WORDS = {".md": "md", ".markdown": "md", ".rst": "rst", ".html": "html", ".htm": "html", ".xhtml": "html"}


def sniff(path: Path) -> Sniffed:
    """Kind, format, digest and size. Raises FileRejected for what cannot be taken in."""
    try:
        return _sniffed(path)
    except OSError as error:
        raise FileRejected("files.no_access", name=path.name, reason=error.strerror or "") from error


def _sniffed(path: Path) -> Sniffed:
    size = path.stat().st_size
    if size == 0:
        raise FileRejected("files.empty", name=path.name)
    with path.open("rb") as file:
        head = file.read(magic.HEAD)
    kind, form = _recognised(path, head, size)
    return Sniffed(kind, form, _digest(path), size)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _recognised(path: Path, head: bytes, size: int) -> tuple[Kind, str]:
    if media := magic.media_format(head):
        return Kind.RECORDING, media
    if b"%PDF-" in head[:1024]:
        return _document(path, size, "pdf")
    if head.startswith(b"PK\x03\x04"):
        with path.open("rb") as file:
            return _document(path, size, package_format(file, path.name))
    if head.startswith(b"PK\x05\x06"):
        raise FileRejected("files.archive", name=path.name)
    if head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        _bounded(path, size, MAX_DOCUMENT)
        raise reject_old_office(path)
    if other := magic.other_kind(head):
        raise FileRejected(f"files.{other}", name=path.name)
    return _text(path, head, size)


def _document(path: Path, size: int, form: str) -> tuple[Kind, str]:
    _bounded(path, size, MAX_DOCUMENT)
    if form == "pdf":
        documents.check_pdf(path)
    if form == "docx" and looks_spoken(documents.opening_words(path)):
        return Kind.TRANSCRIPT, form
    return Kind.NOTES, form


def _bounded(path: Path, size: int, limit: int) -> None:
    if size > limit:
        raise FileRejected("files.too_large", name=path.name, limit=limit // 1_000_000)


def _text(path: Path, head: bytes, size: int) -> tuple[Kind, str]:
    suffix = path.suffix.lower()
    text = decode(path.read_bytes()) if size <= MAX_TEXT else None
    if text is None and suffix in magic.MEDIA_NAMES:
        return Kind.RECORDING, suffix[1:]
    if text is None:
        _bounded(path, 0 if b"\x00" in head else size, MAX_TEXT)
        raise FileRejected("files.unknown", name=path.name)
    if not text.strip():
        raise FileRejected("files.no_text", name=path.name)
    spoken = _subtitles(text, suffix)
    if not spoken and suffix in magic.MEDIA_NAMES:
        raise FileRejected("files.text_named_media", name=path.name)
    return _written(text, suffix, spoken)


def _subtitles(text: str, suffix: str) -> str:
    if text.lstrip().startswith("WEBVTT"):
        return "vtt"
    if looks_like_sbv(text):
        return "sbv"
    times = len(_SUBTITLE.findall(text[:200_000]))
    if times and (suffix in (".srt", ".vtt") or _NUMBERED.search(text[:200_000])):
        return "srt"
    return ""


def _written(text: str, suffix: str, spoken: str) -> tuple[Kind, str]:
    if spoken:
        return Kind.TRANSCRIPT, spoken
    if suffix in (".html", ".htm", ".xhtml") or _HTML.match(text):
        return Kind.NOTES, "html"
    if looks_spoken(text):
        return Kind.TRANSCRIPT, "txt"
    return Kind.NOTES, _WORDS.get(suffix, "txt")
