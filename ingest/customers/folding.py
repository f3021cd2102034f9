"""A mail's own words apart from what hangs below them: quoted mail, headers of forwarded mail, signatures.

Nothing is deleted: every line that is not blank stands in ``text`` or in ``folded``, in its order.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest.customers.signatures import signature_lines

_QUOTE = re.compile(r"^\s{0,3}(?:[>＞]|\|\s|[A-Za-z]{1,8}>\s)")
_DATE = r"(?:\d{4}\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}|\d{1,2}:\d{2}|" \
        r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?\s+\d|\d\s+(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec))"
_WROTE = re.compile(
    r"^\s*(?:on\b.{4,200}\bwrote\s*[:：]|.{2,120}\bwrote(?:\s+(?:on|in|at)\b.{2,80}|\s*\(.{4,60}\))?\s*[:：]"
    rf"|(?=.*{_DATE}).{{6,200}}(?:[<＜][^<>＜＞\s]+@[^<>＜＞\s]+[>＞]|\S+@\S+\.\w+)[)）]?\s*(?:のメール|wrote|さん|様)?\s*[:：]"
    rf"|(?=.*{_DATE}).{{4,160}}(?:さん|様|氏|殿)?(?:は|が)?[、,]?(?:書きました|書かれました|のメッセージ|wrote)\s*[:：]?"
    r"|.{1,80}(?:様|さん|氏|殿)?\s*(?:の(?:メール|メッセージ)|からの(?:メール|メッセージ)|(?:さん|様|氏)?[はが](?:書きました|書かれました))\s*[:：]"
    rf"|(?=.*{_DATE}).{{0,80}}[、,]\s*.{{1,80}}(?:[<＜][^<>＜＞]+[>＞])?\s*(?:のメール|wrote)\s*[:：])\s*$", re.IGNORECASE)
_DATED = re.compile(_DATE, re.IGNORECASE)
_RULED = re.compile(
    r"^\s*(?:[-‐―ー─━=_*＿]{2,}\s*)(?:(?:original|forwarded|reply|replied)\s+(?:message|mail|e-mail)|begin forwarded message|"
    r"元の?メッセージ|元のメール|オリジナルメッセージ|転送(?:された)?(?:メッセージ|メール)|返信元(?:の)?(?:メッセージ|メール)|引用(?:元|ここから)?|原文)"
    r".{0,60}?(?:\s*[-‐―ー─━=_*＿]{2,})?\s*:?\s*$|^\s*begin forwarded message\s*:\s*$", re.IGNORECASE)
_HEADER = re.compile(
    r"^\s*[*＊]?(差出人|送信者|from|送信日時|日時|日付|送信|sent|date|宛先|to|cc|bcc|件名|subject|返信先|reply-to|"
    r"添付ファイル|attachments?)[*＊]?\s*[:：]", re.IGNORECASE)
_FIRST_HEADER = re.compile(r"^\s*[*＊]?(?:差出人|送信者|from)[*＊]?\s*[:：]", re.IGNORECASE)
_LONGEST = 300
"""Characters of a line that can introduce a quotation."""
_UNDERLINE = re.compile(r"^\s*[_＿]{8,}\s*$|^\s*[-─━]{8,}\s*$")


@dataclass(frozen=True, slots=True)
class Folded:
    """What the sender wrote, and what was folded away, each as lines in their order."""

    text: str
    folded: str


def fold(text: str) -> Folded:
    """The sender's own words and the rest. Where nothing of one's own would be left, what is quoted is the text: first
    without the header lines of a forwarded mail, at last as it stands."""
    lines = text.split("\n")
    away = _quoted(lines)
    if not _anything(lines, away):
        away = _forwarded(lines)
    if not _anything(lines, away):
        away = [False] * len(lines)
    own = [n for n, hidden in enumerate(away) if not hidden]
    signed = signature_lines([lines[n] for n in own])
    marked = list(away)
    for n in signed:
        marked[own[n]] = True
    if _anything(lines, marked):
        away = marked
    return Folded(_joined(lines, away, False), _joined(lines, away, True))


def _anything(lines: list[str], away: list[bool]) -> bool:
    return any(re.search(r"\w", line) for line, hidden in zip(lines, away, strict=True) if not hidden)


def _joined(lines: list[str], away: list[bool], hidden: bool) -> str:
    """Those lines; where others stood between, one blank line is enough."""
    kept: list[str] = []
    for line, is_hidden in zip(lines, away, strict=True):
        if is_hidden is hidden and (line.strip() or (kept and kept[-1].strip())):
            kept.append(line.rstrip() if not line.strip() else line)
        elif is_hidden is not hidden and kept and kept[-1].strip():
            kept.append("")
    return "\n".join(kept).strip("\n")


def _quoted(lines: list[str]) -> list[bool]:
    away = [bool(_QUOTE.match(line)) for line in lines]
    for n in range(len(lines)):
        if away[n]:
            continue
        if _RULED.match(lines[n][:_LONGEST]) or header_block(lines, n):
            return away[:n] + [True] * (len(lines) - n)
        length = _attribution(lines, n)
        if not length:
            continue
        after = _next_filled(lines, n + length)
        if after is not None and away[after]:
            away[n:after] = [True] * (after - n)
        elif after is not None and _DATED.search(" ".join(lines[n:n + length])):  # quoted without marks: all that follows
            return away[:n] + [True] * (len(lines) - n)
    return away


def _attribution(lines: list[str], n: int) -> int:
    """How many lines from ``n`` on introduce a quotation: 0 for none; mail programs fold them to as many as three."""
    if not lines[n].strip():
        return 0
    for length in (1, 2, 3):
        joined = " ".join(line.strip() for line in lines[n:n + length])
        if len(joined) > _LONGEST:
            return 0
        begins = length == 1 or _DATED.search(lines[n]) or lines[n].lower().startswith("on ")
        if begins and joined.endswith((":", "：")) and _WROTE.match(joined):
            return length
        if n + length >= len(lines) or not lines[n + length].strip():
            return 0
    return 0


def header_block(lines: list[str], n: int) -> int:
    """How many lines from ``n`` on are the header of another mail, with a ruled line above it: 0 for none."""
    start = n
    if _UNDERLINE.match(lines[n]):
        start = _next_filled(lines, n + 1) or n
    if not _FIRST_HEADER.match(lines[start]):
        return 0
    names, end = set(), start
    while end < len(lines) and end - start < 12:
        found = _HEADER.match(lines[end])
        if found:
            names.add(found[1].lower())
        elif (not lines[end].strip() and len(names) > 1) or (lines[end].strip() and not lines[end].startswith((" ", "\t", "　"))):
            break
        end += 1
    return end - n if len(names) >= 3 else 0


def _next_filled(lines: list[str], n: int) -> int | None:
    return next((m for m in range(n, len(lines)) if lines[m].strip()), None)


def _forwarded(lines: list[str]) -> list[bool]:
    """A mail that is passed on without a word: the lines of its header go, what it says is the text, and what that quotes
    is folded in turn."""
    at = _next_filled(lines, 0) or 0
    end = at
    if _RULED.match(lines[at]):
        end = _next_filled(lines, at + 1) or at + 1
    if end < len(lines):
        end += header_block(lines, end)
    if end == at or end >= len(lines):
        return [False] * len(lines)
    rest = _quoted(lines[end:])
    if not _anything(lines[end:], rest):
        rest = [False] * len(rest)
    return [True] * end + rest
