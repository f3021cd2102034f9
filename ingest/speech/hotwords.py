"""Names and house words as a hint to the recogniser, short enough to leave it room for what is said."""

from __future__ import annotations

from collections.abc import Sequence

_MOST_UNITS = 160
"""About 110 tokens, of the 223 that Whisper's prompt may have; longer prompts cost accuracy and time."""


def as_hint(words: Sequence[str], lang: str) -> str:
    """The words joined as a list in the way of the language; those that do not fit are left out, the first count."""
    chosen: list[str] = []
    left = _MOST_UNITS
    for word in dict.fromkeys(w.strip() for w in words):
        cost = _units(word) + 1
        if word and cost <= left:
            chosen.append(word)
            left -= cost
    return ("、" if lang == "ja" else ", ").join(chosen)


def _units(word: str) -> int:
    """A rough count of tokens: one a wide character, one for three narrow ones."""
    wide = sum(ord(c) > 0x2E7F for c in word)
    return wide + (len(word) - wide + 2) // 3
