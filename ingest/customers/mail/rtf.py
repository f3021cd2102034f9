"""The words of rich text as Outlook packs it: LZFu compression (MS-OXRTFCP) and a plain reading of RTF."""

from __future__ import annotations

import re
import struct

_START = (b"{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern "
          b"\\fscript \\fdecor MS Sans SerifSymbolArialTimes New RomanCourier"
          b"{\\colortbl\\red0\\green0\\blue0\r\n\\par \\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx")
_LARGEST = 20_000_000
_TOKEN = re.compile(rb"\\([a-z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-fA-F]{2})|\\([^a-zA-Z'])|([{}])|([\r\n]+)|([^\\{}\r\n]+)")
_SILENT = frozenset(b"fonttbl colortbl stylesheet info pict object themedata listtable listoverridetable htmltag generator".split())
_BREAKS = {b"par": "\n", b"line": "\n", b"tab": "\t", b"cell": " ", b"row": "\n"}
_SIGNS = {b"lquote": "‘", b"rquote": "’", b"ldblquote": "“", b"rdblquote": "”", b"bullet": "・", b"endash": "–", b"emdash": "—"}


def unpacked(data: bytes) -> bytes:
    """The RTF in a PR_RTF_COMPRESSED value; b"" where it is none."""
    if len(data) < 16:
        return b""
    _, raw_size, kind = struct.unpack_from("<III", data)
    if kind == 0x414C454D:  # "MELA": stored as it is
        return data[16:16 + raw_size]
    if kind != 0x75465A4C or raw_size > _LARGEST:
        return b""
    return _inflated(data[16:], raw_size)


def _inflated(data: bytes, size: int) -> bytes:
    window = bytearray(_START.ljust(4096, b" "))
    out, write, at = bytearray(), len(_START), 0
    while at < len(data) and len(out) < size:
        flags = data[at]
        at += 1
        for bit in range(8):
            if flags >> bit & 1:
                if at + 1 >= len(data):
                    return bytes(out)
                pair = data[at] << 8 | data[at + 1]
                at, offset = at + 2, pair >> 4
                if offset == write % 4096:
                    return bytes(out)
                piece = (pair & 15) + 2
            elif at < len(data):
                window[write % 4096] = data[at]
                out.append(data[at])
                write, at = write + 1, at + 1
                continue
            else:
                return bytes(out)
            for step in range(piece):
                window[write % 4096] = window[(offset + step) % 4096]
                out.append(window[write % 4096])
                write += 1
    return bytes(out)


class _Reader:
    def __init__(self) -> None:
        self.out: list[str] = []
        self.raw = bytearray()
        self.silent = [False]
        self.page, self.skip = "cp1252", 0

    def flush(self) -> None:
        self.out.append(self.raw.decode(self.page, "replace"))
        self.raw.clear()

    def say(self, text: str) -> None:
        if not self.silent[-1]:
            self.flush()
            self.out.append(text)


def rtf_text(data: bytes) -> str:
    """The text of RTF; "" for what is none."""
    if not data.lstrip().startswith(b"{\\rtf"):
        return ""
    reader = _Reader()
    for found in _TOKEN.finditer(data):
        _token(reader, found)
    reader.flush()
    return re.sub(r"\n{3,}", "\n\n", "".join(reader.out)).strip()


def _token(reader: _Reader, found: re.Match[bytes]) -> None:
    word, number, hexed, sign, brace, _, plain = found.groups()
    if brace:
        reader.flush()
        if brace == b"{":
            reader.silent.append(reader.silent[-1])
        elif len(reader.silent) > 1:
            reader.silent.pop()
    elif word:
        _word(reader, word, number)
    elif sign == b"*":
        reader.silent[-1] = True
    elif hexed or plain or sign:
        text = bytes([int(hexed, 16)]) if hexed else plain or (sign if sign in b"\\{}" else b" " if sign == b"~" else b"")
        used = min(reader.skip, len(text))
        reader.skip -= used
        if not reader.silent[-1]:
            reader.raw += text[used:]


def _word(reader: _Reader, word: bytes, number: bytes | None) -> None:
    value = int(number or 0)
    if word in _SILENT or (word == b"htmlrtf" and number != b"0"):
        reader.silent[-1] = True
    elif word == b"htmlrtf":
        reader.silent[-1] = False
    elif word == b"ansicpg" and 0 < value < 100_000:
        reader.page = f"cp{value}" if value in (932, 936, 949, 950) or 1250 <= value <= 1258 else "cp1252"
    elif word == b"fcharset" and value == 128:
        reader.page = "cp932"
    elif word == b"u":
        reader.say(chr(value & 0xFFFF))
        reader.skip = 1
    elif word in _BREAKS or word in _SIGNS:
        reader.say(_BREAKS.get(word) or _SIGNS[word])
