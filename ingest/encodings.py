"""Bytes to text: byte order marks first, then what Japanese offices write, then what statistics say."""

from __future__ import annotations

import codecs
import re

_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"),
          (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_JIS = re.compile(rb"\x1b(?:\$[@B]|\([BJI]|\$\()")
_JAPANESE = re.compile(r"[\u3041-\u30ff\u4e00-\u9fff\uff01-\uff9f]")
_LIKELY = re.compile(r"[\u3041-\u30fe\u3001-\u300f]")
_DECLARED = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]{2,40})", re.IGNORECASE)
_SAMPLE = 20_000
_LAST_EVERYDAY_ROW = 0xCF  # JIS X 0208 orders its first kanji by use
_ODD = re.compile(r"[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f\ufffd\ue000-\uf8ff\uff61-\uff9f]")


def decode(data: bytes) -> str | None:
    """The text of ``data`` with ``\\n`` line ends, or None where it is no text."""
    name = encoding_of(data)
    if name is None:
        return None
    text = data.decode(name, errors="replace")
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")


def encoding_of(data: bytes) -> str | None:
    """The encoding of ``data``, None where it is no text."""
    for mark, name in _MARKS:
        if data.startswith(mark):
            return name
    if b"\x00" in data[:4096]:
        return _wide(data)
    if _JIS.search(data) and _decodes(data, "iso2022_jp_ext"):
        return "iso2022_jp_ext"
    if _decodes(data, "utf-8"):
        return "utf-8" if _few_controls(data) else None
    return _japanese(data) or _guessed(data)


def _wide(data: bytes) -> str | None:
    """UTF-16 without a mark: every other byte of what is ASCII is zero, or it reads as Japanese."""
    head = data[:4096]
    for name, ascii_at in (("utf-16-le", 1), ("utf-16-be", 0)):
        zeros = head[ascii_at::2].count(0)
        other = head[1 - ascii_at::2].count(0)
        if zeros > 4 * other and zeros * 20 > len(head) and _decodes(data[:len(data) & ~1], name):
            return name
    return _japanese(data, ("utf-16-le", "utf-16-be"))


def _japanese(data: bytes, names: tuple[str, ...] = ("cp932", "euc_jp", "euc_jis_2004")) -> str | None:
    """The reading of ``data`` that looks most like Japanese as people write it, None where none does."""
    scores = {name: plausible(data.decode(name)[:_SAMPLE]) for name in names if _decodes(data, name)}
    best = max(scores, key=lambda name: scores[name], default="")
    return best if best and scores[best] > 0.3 else None


def plausible(text: str) -> float:
    """From -3 to 2 a character: kana say most, then kanji of everyday use; half-width kana and rare signs say no."""
    if not _JAPANESE.search(text):
        return -3.0
    return sum(map(_everyday, text)) / len(text)


def _everyday(char: str) -> float:
    if char <= "\x7f":
        return -3.0 if _ODD.match(char) else 0.4
    if _ODD.match(char):
        return -3.0
    if _LIKELY.match(char):
        return 2.0
    try:
        return 1.0 if char.encode("euc_jp")[0] <= _LAST_EVERYDAY_ROW else -0.5
    except UnicodeEncodeError:
        return -1.0


def _guessed(data: bytes) -> str | None:
    from charset_normalizer import from_bytes

    found = from_bytes(data[:200_000], threshold=0.2).best()
    if found is None or not _few_controls(data):
        return None
    return found.encoding


def _few_controls(data: bytes) -> bool:
    head = data[:100_000]
    odd = sum(head.count(bytes([c])) for c in range(32) if c not in b"\t\n\r\f\x0b\x1b")
    return odd * 100 <= len(head)


def _decodes(data: bytes, name: str) -> bool:
    try:
        data.decode(name)
    except UnicodeDecodeError:
        return False
    return True


def decode_html(data: bytes) -> str:
    """The text of an HTML file: what it declares counts where its bytes agree."""
    declared = _DECLARED.search(data[:4096])
    name = declared[1].decode("ascii").lower() if declared else ""
    name = {"shift_jis": "cp932", "x-sjis": "cp932", "shift-jis": "cp932", "sjis": "cp932"}.get(name, name)
    known = name and not data.startswith(tuple(mark for mark, _ in _MARKS)) and _known(name) and _decodes(data, name)
    return data.decode(name) if known else decode(data) or ""


def _known(name: str) -> bool:
    try:
        return codecs.lookup(name)._is_text_encoding
    except LookupError:
        return False
