"""Breaking lines of mixed Japanese and Latin text: words stay whole, closing signs never begin a line and opening
ones never end one (the usual kinsoku rules)."""

from __future__ import annotations

import re
from collections.abc import Callable

_NOT_FIRST = ("、。，．・：；？！゛゜ヽヾゝゞ々ー）］｝〕〉》」』】〙〗’”,.:;?!)]}%‰℃〜…"
              "ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ")
_NOT_LAST = "（［｛〔〈《「『【〘〖‘“([{¥$#"
_PIECE = re.compile(r"[\u0021-\u024f]+|\s+|.", re.DOTALL)


def broken(text: str, width: float, measure: Callable[[str], float]) -> list[str]:
    """The lines of ``text``, each at most ``width`` wide by ``measure``. A word wider than a line is cut."""
    lines, line, reached = list[str](), "", 0.0
    for piece in _pieces(text, width, measure):
        if line and reached + measure(piece.rstrip()) > width:
            lines.append(line.rstrip())
            line, reached = "", 0.0
        added = piece if line else piece.lstrip()
        line, reached = line + added, reached + measure(added)
    return [*lines, line.rstrip()]


def _pieces(text: str, width: float, measure: Callable[[str], float]) -> list[str]:
    """What may not be torn apart, each no wider than a line."""
    pieces: list[str] = []
    for found in _PIECE.finditer(text):
        for part in _cut(found[0], width, measure):
            held = pieces and (part[0] in _NOT_FIRST or pieces[-1][-1] in _NOT_LAST)
            if held and measure(pieces[-1] + part) <= width:
                pieces[-1] += part
            else:
                pieces.append(part)
    return pieces


def _cut(word: str, width: float, measure: Callable[[str], float]) -> list[str]:
    if len(word) == 1 or measure(word) <= width:
        return [word]
    half = len(word) // 2
    return [*_cut(word[:half], width, measure), *_cut(word[half:], width, measure)]
