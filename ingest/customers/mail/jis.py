"""ISO-2022-JP and its relatives (-MS, CP50220/50221, -1, -3) in one decoder that never fails.

The codecs of the standard library stop at what mail programs of Windows write inside the escapes: ①, ㈱, 髙 (NEC row 13
and the IBM kanji in NEC rows 89 to 92), half-width kana, and an end without the closing escape. Here each escaped run is
moved to its place in Shift_JIS (JIS X 0208 annex 1) and read as Windows does (code page 932).
"""

from __future__ import annotations

import re
from collections.abc import Callable

_ESCAPE = re.compile(rb"\x1b(\$[@B]|\$\([@BDOPQ]|\$A|\([BJIHT]|\.[AF]|&@)|([\x0e\x0f])|(?<=[\n])")
_TELLING = re.compile(rb"\x1b(?:\$[@B]|\$\([@BDOPQ]|\([JI])")
_STRIPPED = re.compile(rb"(?<!\x1b)\$[@B]((?:[\x21-\x7e]{2})+?)\([BJ]")
_KANJI = frozenset((b"$@", b"$B", b"$(@", b"$(B"))
_PLANES = {b"$(O": b"\x1b$(O", b"$(Q": b"\x1b$(Q", b"$(P": b"\x1b$(P"}
_KANA = re.compile(r"[\u3041-\u30fe]")


def has_jis(data: bytes) -> bool:
    """Whether the bytes hold an escape into a Japanese character set."""
    return _TELLING.search(data) is not None


def decode_jis(data: bytes) -> str:
    """The text; what is no character becomes U+FFFD."""
    pieces: list[str] = []
    state, at, kana = b"(B", 0, False
    for found in _ESCAPE.finditer(data):
        pieces.append(_run(data[at:found.start()], b"(I" if kana else state))
        at = found.end()
        if found[1]:
            state, kana = found[1], False
        elif found[2]:
            kana = found[2] == b"\x0e"
        else:
            state, kana = b"(B", False  # every line begins in ASCII
    pieces.append(_run(data[at:], b"(I" if kana else state))
    return "".join(pieces)


def restore_escapes(data: bytes) -> bytes | None:
    """JIS text whose escape characters a relay has dropped, with them; None where it does not read as that."""
    if b"\x1b" in data or not _STRIPPED.search(data):
        return None
    restored = _STRIPPED.sub(lambda f: b"\x1b$B" + f[1] + b"\x1b(B", data)
    return restored if _KANA.search(decode_jis(restored)) else None


def _run(data: bytes, state: bytes) -> str:
    if not data:
        return ""
    if state in _KANJI:
        return _double(data)
    if state == b"(I":
        return "".join(chr(0xFF40 + b) if (b := c & 0x7F) in range(0x21, 0x60) else chr(b) for c in data)
    if state == b"$(D":
        return _pairs(data, lambda pair: (b"\x8f" + bytes(b | 0x80 for b in pair)).decode("euc_jp", "replace"))
    if state in _PLANES:
        return (_PLANES[state] + data).decode("iso2022_jp_2004", "replace")
    return data.decode("utf-8") if _is_utf8(data) else data.decode("cp932", "replace")


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _double(data: bytes) -> str:
    return _pairs(data, lambda pair: _shifted(*pair).decode("cp932", "replace"))


def _pairs(data: bytes, read: Callable[[tuple[int, int]], str]) -> str:
    out: list[str] = []
    at = 0
    while at < len(data):
        if data[at] & 0x7F < 0x21:  # a space or line end that slipped inside the escape
            out.append(chr(data[at] & 0x7F))
            at += 1
        elif at + 1 < len(data):
            out.append(read((data[at] & 0x7F, data[at + 1] & 0x7F)))
            at += 2
        else:
            out.append("\ufffd")
            at += 1
    return "".join(out)


def _shifted(row: int, cell: int) -> bytes:
    """A JIS pair (0x21 to 0x7E each) as Shift_JIS."""
    lead = ((row - 0x21) >> 1) + 0x81
    lead += 0x40 if lead > 0x9F else 0
    if row & 1:
        trail = cell + 0x1F
        return bytes((lead, trail + (trail >= 0x7F)))
    return bytes((lead, min(cell + 0x7E, 0xFF)))
