"""What lines of text have in common in every format: bullets, joining what was only wrapped, tables."""

from __future__ import annotations

import re
import unicodedata

_BULLET = re.compile(
    r"(?:[-*+•‣◦・･∙●○◎◯■□▪▫◆◇▶▷►➢➤✓✔☑☐※＊－–—‐\uf000-\uf0ff]|->|=>|→|⇒|⇨|(?:\(?\d{1,3}[.)）．]|[（(]\d{1,3}[)）]|[①-⑳]|[a-zA-Z][.)）]|[ivx]{1,4}[.)]))"
    r"[ \t　]*(?=\S)")
_SPACED = re.compile(r"(?:[-*+–—]|\d{1,3}\.|[a-zA-Z]\.)(?=\S)")
_CHECKBOX = re.compile(r"\[[ xX✓]\]\s+")
_RULE = re.compile(r"[\s\-=_*#~+|.・･─━—–‐＝－ー＿＊]{3,}$")
_ENDED = re.compile(r"[。．.!?！？:：;；」』）)\]】＞>|]\s*$")


def without_bullet(line: str) -> tuple[str, bool]:
    """The line without a list mark before it, and whether it had one. ``-5%`` and ``3.2`` keep theirs."""
    text = line.strip()
    found = _BULLET.match(text)
    tight = _SPACED.match(text)
    if not found or (tight and text[tight.end()].isdigit() and not text[tight.end() - 1].isspace()):
        return text, False
    return _CHECKBOX.sub("", text[found.end():], count=1), True


def is_rule(line: str) -> bool:
    """Whether a line is drawn, not written."""
    return bool(_RULE.match(line.strip()))


def width(text: str) -> int:
    """How wide text stands in a terminal: Japanese characters count twice."""
    return sum(2 if unicodedata.east_asian_width(c) in "WFA" else 1 for c in text)


def joined(before: str, after: str) -> str:
    """Two lines of one paragraph as one: without a space in Japanese, a word hyphenated at the end put together."""
    before, after = before.rstrip(), after.lstrip()
    if not before or not after:
        return before or after
    if before.endswith("-") and len(before) > 1 and before[-2].isalpha() and after[0].islower():
        return before[:-1] + after
    return before + ("" if _wide(before[-1]) or _wide(after[0]) else " ") + after


def wrapped(before: str) -> bool:
    """Whether a line looks as if it went on in the next one: long, and no sentence ends there."""
    return width(before) >= 60 and not _ENDED.search(before)


def cells(parts: list[str]) -> str:
    """A table's row as text."""
    return " | ".join(part for part in (" ".join(p.split()) for p in parts) if part)


def _wide(char: str) -> bool:
    return unicodedata.east_asian_width(char) in "WF"
