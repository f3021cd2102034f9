"""What lines of text have in common in every format: bullets, joining what was only wrapped, tables."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

_MARK = r"[-*+•‣◦・･∙●○◎◯■□▪▫◆◇▶▷►➢➤✓✔☑☐※＊－–—‐\uf000-\uf0ff]|->|=>|→|⇒|⇨"
_COUNT = r"\(?\d{1,3}[.)）．]|[（(]\d{1,3}[)）]|[①-⑳]"
_LETTER = r"(?:[a-zA-Z]|[ivx]{1,4})[.)）](?=[ \t　])"
_BULLET = re.compile(rf"(?:{_MARK}|{_COUNT}|{_LETTER})[ \t　]*(?=\S)")
_TIGHT = re.compile(r"(?:[-+–—]|\d{1,3}\.)\d|[-*_]{3}|\*\*")
_NESTED = 3
_CHECKBOX = re.compile(r"\[[ xX✓]\]\s+")
_RULE = re.compile(r"[\s\-=_*#~+|.・･─━—–‐＝－ー＿＊]{3,}$")
_NARROWEST, _WIDEST = 56, 130
_ENDED = re.compile(r"[。．.!?！？:：;；」』）)\]】＞>|]\s*$")


def without_bullet(line: str) -> tuple[str, bool]:
    """The line without a list mark before it, and whether it had one. ``-5%`` and ``3.2`` keep theirs."""
    text, bullet = line.strip(), False
    for _ in range(_NESTED):
        found, tight = _BULLET.match(text), _TIGHT.match(text)
        if not found or tight:
            break
        text, bullet = text[found.end():], True
    return _CHECKBOX.sub("", text, count=1) if bullet else text, bullet


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


def wrap_column(lines: Iterable[str]) -> int:
    """Where a text was wrapped by its editor: the width that its longest lines share; 0 where none do."""
    widths = [(width(line.rstrip()), _ragged(line.rstrip())) for line in lines]
    longest = max((w for w, _ in widths), default=0)
    shared = sum(w > longest - ragged for w, ragged in widths)
    return longest if _NARROWEST <= longest <= _WIDEST and shared > 1 else 0


def wrapped(line: str, column: int) -> bool:
    """Whether a line goes on in the next one: it ends with a comma, or reaches the column and ends no sentence."""
    if line.rstrip().endswith(("、", "，")):
        return True
    return column > 0 and width(line.rstrip()) > column - _ragged(line.rstrip()) and not _ENDED.search(line)


def _ragged(line: str) -> int:
    """How far from the column a wrapped line may end: Japanese breaks anywhere, words are kept whole."""
    return 5 if line and _wide(line[-1]) else 16


def cells(parts: list[str]) -> str:
    """A table's row as text."""
    return " | ".join(part for part in (" ".join(p.split()) for p in parts) if part)


def _wide(char: str) -> bool:
    return unicodedata.east_asian_width(char) in "WF"
