"""How many tokens a text may take, without any tokenizer.

Tokenizers differ and their files would have to be fetched, so this counts high: a kana as one token, a kanji as one and
a half, a word of Latin letters as one for every four letters or part of them, capitals, digits and signs one by one.
"""

from __future__ import annotations

import math
import re

_PIECE = re.compile(
    r"(?P<word>[A-Z]?[a-z]+)|(?P<capitals>[A-Z]+)|(?P<space>[ \t]+)|(?P<kana>[\u3000-\u30ff\uff00-\uffef]+)"
    r"|(?P<kanji>[\u3400-\u9fff\uf900-\ufaff]+)|(?P<plain>[\x00-\x7f])|(?P<other>.)",
    re.DOTALL,
)


def count_tokens(text: str) -> int:
    """Tokens of ``text``, on the high side for any tokenizer of present models."""
    return math.ceil(sum(_cost(str(piece.lastgroup), piece[0]) for piece in _PIECE.finditer(text)))


def _cost(kind: str, piece: str) -> float:
    if kind == "word":
        return math.ceil(len(piece) / 4)
    if kind == "capitals":
        return math.ceil(len(piece) / 2)
    if kind == "space":
        return len(piece) / 4 if len(piece) > 1 else 0.0
    if kind == "kanji":
        return 1.5 * len(piece)
    if kind == "other":
        return len(piece.encode("utf-8", "replace"))
    return len(piece)
