"""A text file of any size, line by line, in the encoding it is written in; a line that is no text is told so."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from ingest.customers.mail.jis import decode_jis, has_jis
from ingest.encodings import encoding_of

LONGEST = 4_000_000
"""Bytes of a line that are kept; the rest of a longer one is passed over."""
_CHUNK = 1 << 20
_HEAD = 1 << 18
_FEW = 40
"""One wrong character in as many may stand."""
_JIS = "iso-2022-jp"
_OFFICE = ("utf-8", "cp932", "euc_jp")

_WIDE = ((codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"), (codecs.BOM_UTF16_LE, "utf-16"),
         (codecs.BOM_UTF16_BE, "utf-16"))


@dataclass(frozen=True, slots=True)
class Line:
    """One line without its end. ``text`` is None where the bytes are no text, ``cut`` where it was longer than is kept."""

    raw: bytes
    text: str | None
    cut: bool = False


def read_lines(path: Path) -> Iterator[Line]:
    """The lines of a file, in bounded memory."""
    encoding = encoding_of_file(path)
    with path.open("rb") as file:
        chunks = _narrowed(file, encoding) if encoding.startswith(("utf-16", "utf-32")) else _chunks(file)
        narrow = "utf-8" if encoding.startswith(("utf-16", "utf-32")) else encoding
        for n, (raw, cut) in enumerate(_split(chunks)):
            bare = raw.removeprefix(codecs.BOM_UTF8) if n == 0 else raw
            yield Line(bare, _text(bare, narrow, cut), cut)


def encoding_of_file(path: Path) -> str:
    """The encoding of a file by its first bytes that are more than ASCII; "utf-8" where there are none."""
    with path.open("rb") as file:
        head = file.read(_HEAD)
        if wide := _wide(head):
            return wide
        while head and head.isascii() and not has_jis(head):
            head = file.read(_CHUNK)
        head += file.readline(LONGEST) if head else b""
    return _narrow(head.replace(b"\x00", b""))


def _wide(head: bytes) -> str:
    """UTF-16 and its like: marked, or with a zero beside every line end or a good share of zeros."""
    marked = next((name for mark, name in _WIDE if head.startswith(mark)), "")
    if marked:
        return marked
    ends = head.count(b"\n")
    for name, end in (("utf-16-le", b"\n\x00"), ("utf-16-be", b"\x00\n")):
        if ends and head.count(end) * 2 > ends and head.count(0) > head.count(end) and encoding_of(head[:4096]) == name:
            return name
    return "" if ends or b"\x00" not in head else _unmarked(head)


def _unmarked(head: bytes) -> str:
    found = encoding_of(head) or ""
    return found if found.startswith("utf-16") else ""


def _narrow(head: bytes) -> str:
    if has_jis(head):
        return _JIS
    lines = [line for line in head.split(b"\n") if not line.isascii()]
    if not lines:
        return "utf-8"
    whole = encoding_of(head)
    if whole in (*_OFFICE, "utf-8-sig", "euc_jis_2004"):
        return whole.replace("-sig", "")
    counts = {name: sum(1 for line in lines if encoding_of(line) == name) for name in _OFFICE}
    best = max(counts, key=lambda name: counts[name])
    return best if counts[best] * 2 > len(lines) or whole is None else whole


def _chunks(file: BinaryIO) -> Iterator[bytes]:
    while chunk := file.read(_CHUNK):
        yield chunk


def _narrowed(file: BinaryIO, encoding: str) -> Iterator[bytes]:
    decoder = codecs.getincrementaldecoder(encoding)(errors="replace")
    while chunk := file.read(_CHUNK):
        yield decoder.decode(chunk).encode("utf-8", "replace")
    yield decoder.decode(b"", final=True).encode("utf-8", "replace")


def _split(chunks: Iterator[bytes]) -> Iterator[tuple[bytes, bool]]:
    """Lines and whether they were cut. A line ends with ``\\n``, ``\\r\\n``, or ``\\r`` in files without any ``\\n``."""
    rest, over, end = b"", False, b""
    for chunk in chunks:
        end = end or (b"\r" if b"\n" not in chunk and b"\r" in chunk[:-1] else b"\n")
        *whole, rest = (rest + chunk).split(end)
        for line in whole:
            yield line[:LONGEST].removesuffix(b"\r"), over or len(line) > LONGEST
            over = False
        if len(rest) > LONGEST:
            rest, over = rest[:LONGEST], True
    if rest:
        yield rest.removesuffix(b"\r"), over


def _text(raw: bytes, encoding: str, cut: bool) -> str | None:
    """A line of another encoding than its file's (files are often put together from several) is read in its own; one with
    a few wrong bytes keeps the rest."""
    raw = raw.replace(b"\x00", b"")
    if encoding == _JIS and has_jis(raw):
        return decode_jis(raw)
    encoding = "utf-8" if encoding == _JIS else encoding
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError:
        own = encoding_of(raw) if not cut else None
    if own in _OFFICE and own != encoding:
        return raw.decode(own)
    text = raw.decode(encoding, "replace")
    return text if text.count("\ufffd") * _FEW <= len(text) else None
