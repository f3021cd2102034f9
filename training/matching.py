"""Whether an item found is an item marked: they share an utterance, and at least half of the found one's evidence lies
within two utterances of the marked one's. One to one, most shared first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

NEAR = (-2, -1, 0, 1, 2)
Places = Sequence[set[int]]


class Score(NamedTuple):
    precision: float
    recall: float
    f1: float


def pairs(found: Places, marked: Places) -> list[tuple[int, int]]:
    """(index found, index marked)."""
    near = [{u + d for u in item for d in NEAR} for item in marked]
    candidates = sorted(
        ((len(f & g) / len(f | g), i, j) for i, f in enumerate(found) for j, g in enumerate(marked)
         if f & g and 2 * len(f & near[j]) >= len(f)), reverse=True)
    used_found: set[int] = set()
    used_marked: set[int] = set()
    taken = []
    for _, i, j in candidates:
        if i not in used_found and j not in used_marked:
            used_found.add(i)
            used_marked.add(j)
            taken.append((i, j))
    return taken


def score(talks: Iterable[tuple[Places, Places]]) -> Score:
    """Precision, recall and F1 over many talks, each (found, marked)."""
    right = found = marked = 0
    for f, m in talks:
        right, found, marked = right + len(pairs(f, m)), found + len(f), marked + len(m)
    precision, recall = right / max(1, found), right / max(1, marked)
    return Score(precision, recall, 2 * precision * recall / max(1e-9, precision + recall))
