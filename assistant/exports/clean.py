"""Words made harmless before they go into a file that somebody else's program opens."""

from __future__ import annotations

import re
import unicodedata

_JOINER = "\u200d"
_HIDDEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
_FORMULA = re.compile(r"[=@\t]|[+\-](?![\d\s.])")
_MARKDOWN = re.compile(r"([\\`*_\[\]<>|~])")
_ENTITY = re.compile(r"&(?=#?\w{1,32};)")
_MARKDOWN_START = re.compile(r"^([#+\-=]|\d{1,9}(?=[.)]))")


def clean(text: str) -> str:
    """One line of visible characters: no control characters, line breaks, surrogates or direction overrides."""
    return " ".join("".join(map(_visible, text)).split())


def _visible(char: str) -> str:
    if char == _JOINER or unicodedata.category(char) not in _HIDDEN:
        return char
    return " " if char.isspace() else ""


def cell(text: str) -> str:
    """The same for a table's cell, which may be pasted into a spreadsheet: never the beginning of a formula."""
    kept = clean(text)
    return f"'{kept}" if _FORMULA.match(kept) else kept


def markdown(text: str) -> str:
    """The same for Markdown: shown as it is, in the middle of a line and at its start."""
    escaped = _ENTITY.sub("&amp;", _MARKDOWN.sub(r"\\\1", clean(text)))
    return _MARKDOWN_START.sub(_behind_a_backslash, escaped)


def _behind_a_backslash(found: re.Match[str]) -> str:
    return f"{found[1]}\\" if found[1].isdigit() else f"\\{found[1]}"
