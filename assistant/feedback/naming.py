"""The telling words of points, and a name for a group of them in the customers' own words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import log
from zlib import crc32

import numpy as np

from assistant.feedback.grouping import Rows
from assistant.language.terms import index_terms, is_japanese, says_nothing

MOST_READ = 8
"""Points of a theme, the most typical first, whose clauses may name it."""

LONGEST = {"ja": 24, "en": 52}
_CLAUSE = re.compile(
    r"[、,。.;:!?！？…\n「」『』()（）\"]+|(?<=[がけ])ど(?:も)?[、,]?|\s+(?:but|and|because|which|so|though|although)\s+",
    re.IGNORECASE)
_TELLS = re.compile(r"[A-Za-z\u30a1-\u30fa\u3400-\u9fff]")
_EDGE = " \u3000・-–—~〜"
_FILLER = re.compile(
    r"^(?:また|あと|それと|それから|なお|ただ)|^(?:でも|しかし|先日|昨日|今日|本当に|とても|and|but|also|the|my|your|our|a|an|i|we)\s+",
    re.IGNORECASE)


@dataclass(frozen=True)
class Wording:
    """Texts with their telling terms and how rare each is."""

    texts: tuple[str, ...]
    terms: tuple[frozenset[str], ...]
    rarity: dict[str, float]

    def rows(self, size: int) -> Rows:
        """Unit rows of weighed terms, hashed with signs into ``size`` places (Weinberger et al., 2009)."""
        rows = np.zeros((len(self.terms), size), np.float32)
        for n, terms in enumerate(self.terms):
            for term in terms:
                place = crc32(term.encode())
                rows[n, place % size] += self.rarity[term] * (1 if place & 0x800000 else -1)
        length = np.linalg.norm(rows, axis=1, keepdims=True)
        return np.asarray(rows / np.where(length == 0, 1, length), np.float32)


def worded(texts: Sequence[str]) -> Wording:
    """Read every text once."""
    terms = tuple(frozenset(t for t in index_terms(text) if len(t) > 1 and not says_nothing(t)) for text in texts)
    counts = Counter(term for own in terms for term in own)
    return Wording(tuple(texts), terms, {term: log(1 + (len(texts) + 5) / (n + 5)) for term, n in counts.items()})


def named(group: Sequence[int], words: Wording) -> str:
    """The clause of the group's points (the most typical first) that holds most of what its points share; a point that
    stands alone is named by its longest clause."""
    if len(group) == 1:
        return _short(max(_clauses(words.texts[group[0]]), key=len, default=words.texts[group[0]]))
    shared = Counter(term for n in group for term in words.terms[n])
    worth = {term: count * words.rarity[term] for term, count in shared.items() if count > 1}
    best, most = "", -1.0
    for place, n in enumerate(group[:MOST_READ]):
        for clause in _clauses(words.texts[n]):
            terms = index_terms(clause)
            weight = sum(worth.get(term, 0) for term in set(terms)) / (6 + len(terms) ** 0.7) / (1 + 0.05 * place)
            if weight > most:
                best, most = clause, weight
    return _short(best or words.texts[group[0]])


def _clauses(text: str) -> Iterator[str]:
    for clause in _CLAUSE.split(text):
        clean = _FILLER.sub("", clause.strip(_EDGE)).strip(_EDGE)
        if len(clean) >= 4 and _TELLS.search(clean):
            yield clean


def _short(words: str) -> str:
    clean = " ".join(words.split())
    longest = LONGEST["ja" if is_japanese(clean) else "en"]
    if len(clean) <= longest:
        return clean
    cut = clean[:longest]
    return (cut if is_japanese(cut) else cut.rsplit(" ", 1)[0]).rstrip(_EDGE) + "…"
