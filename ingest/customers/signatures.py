"""Where a mail's signature stands: the last lines, by their rules, their contact details, or the words of a telephone."""

from __future__ import annotations

import re

_DASHES = re.compile(r"^-- ?$|^—$|^－－$")
_RULE = re.compile(r"^\s*(?:([-‐―ー─━=＝_＿*＊+＋~〜～#＃☆★○●◇◆□■▽▼△▲♪・…:：.。^\u2500-\u257f])\s?){4,}[\S]{0,2}\s*$")
_ORNAMENT = re.compile(r"^(?:[^\w\s]\s*){4,}$")
_DEVICE = re.compile(
    r"^\s*(?:(?:私の)?(?:iPhone|iPad|Android|スマートフォン|スマホ|携帯|Galaxy|Xperia|Outlook|Yahoo!?メール|Gmail).{0,20}"
    r"(?:から(?:の)?送信|を入手|で送信).{0,12}"
    r"|Sent from (?:my|the|Yahoo|Mail|Outlook|Samsung|Proton).{0,60}|Get Outlook for .{1,20}|Envoyé de .{1,30})\s*$", re.IGNORECASE)
_STRONG = re.compile(
    r"[\w.+-]+@[\w-]+\.[\w.-]+|https?://|www\.\w|〒\s*\d{3}|"
    r"(?<!\d)0\d{1,4}[-(（ ‐－ー]\d{1,4}[-)） ‐－ー]\d{3,4}(?!\d)|\+\d{1,3}[\s-]?\(?\d|"
    r"^\W*(?:tel|fax|phone|mobile|cell|電話|携帯|直通|代表|e-?mail|mail|メール|url|web|hp)\s*[:：/)）.]", re.IGNORECASE)
_WEAK = re.compile(
    r"株式会社|有限会社|合同会社|\(株\)|（株）|㈱|㈲|\b(?:Inc|Ltd|LLC|Corp|GmbH|PLC)\b|[都道府県].{1,12}[市区町村郡]|\d+丁目|\d+[-‐－]\d+[-‐－]\d+|"
    r"(?:部|課|室|係|支店|営業所|本社|工場|センター|グループ)$|(?:ビル|階|F|号室)$|"
    r"\b(?:Street|St|Road|Rd|Avenue|Ave|Suite|Floor)\b|\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b|\b[A-Z]{2} \d{5}\b|"
    r"\b(?:Manager|Director|Engineer|Officer|Department|Assistant|Head of)\b")
_SAID = re.compile(
    r"[。！？!?]|(?:です|ます|ました|ません|ください|下さい)[。.]?$|\b(?:please|call me|reach me|contact me)\b", re.IGNORECASE)
_LONGEST, _MOST_LINES, _WITHIN = 70, 15, 40


def signature_lines(lines: list[str]) -> set[int]:
    """The indexes of lines that belong to the signature; blank lines between them count."""
    last = _filled(lines)[-_WITHIN:]
    if not last:
        return set()
    first = last[0]
    return {first + n for n in _among(lines[first:])}


def _among(lines: list[str]) -> set[int]:
    found = {n for n, line in enumerate(lines) if _DEVICE.match(line[:100]) and not _filled(lines[n + 1:])[1:]}
    end = min(found, default=len(lines))
    start = _dashed(lines[:end])
    if start is None:
        start = _ruled(lines[:end])
    if start is None:
        start = _contacts(lines[:end])
    return found | set(range(start if start is not None else end, end))


def _filled(lines: list[str]) -> list[int]:
    return [n for n, line in enumerate(lines) if line.strip()]


def _dashed(lines: list[str]) -> int | None:
    """ "-- " alone on a line, as RFC 3676 has it, with no more below than a signature has."""
    at = next((n for n in range(len(lines) - 1, -1, -1) if _DASHES.match(lines[n].rstrip("\r"))), None)
    return at if at is not None and 0 < len(_filled(lines[at + 1:])) <= _MOST_LINES else None


def _ruled(lines: list[str]) -> int | None:
    """From the highest ruled line near the end below which there is nothing but a signature."""
    rules = [n for n, line in enumerate(lines) if _is_rule(line)]
    for n in rules:
        below = [lines[m].strip() for m in _filled(lines) if m > n]
        words = [line for line in below if not _is_rule(line)]
        if not words or len(words) > _MOST_LINES or any(_SAID.search(w) or len(w) > _LONGEST for w in words):
            continue
        closed = _is_rule(below[-1]) and len(words) <= 10
        if closed or any(_STRONG.search(w) for w in words) or (len(words) <= 4 and any(_WEAK.search(w) for w in words)):
            return n
    return None


def _is_rule(line: str) -> bool:
    return 0 < len(line.strip()) <= 2 * _LONGEST and bool(_RULE.match(line) or _ORNAMENT.match(line.strip()))


def _contacts(lines: list[str]) -> int | None:
    """Two or more lines of contact details at the very end."""
    start, strong, count = None, 0, 0
    for n in reversed(_filled(lines)):
        line = lines[n].strip()
        is_strong = len(line) <= _LONGEST and bool(_STRONG.search(line))
        if len(line) > _LONGEST or _SAID.search(line) or not (is_strong or _WEAK.search(line)) or count == _MOST_LINES:
            break
        start, strong, count = n, strong + is_strong, count + 1
    return start if count >= 2 and strong else None
