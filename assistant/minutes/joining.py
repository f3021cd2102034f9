"""Lines that tell one thing, told by several parts of a meeting, made one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TypeVar

from assistant.language.numerals import numbers_in
from assistant.language.terms import index_terms, says_nothing
from assistant.minutes.wording import line_id
from assistant.model import ActionItem, Line

AnyLine = TypeVar("AnyLine", bound=Line)
SAME_WORDS = 0.8
SAME_PLACE_WORDS = 0.4


def joined(lines: Sequence[AnyLine]) -> tuple[AnyLine, ...]:
    """The lines without those that say the same again; ids made distinct."""
    kept: list[AnyLine] = []
    for line in lines:
        same = next((n for n, other in enumerate(kept) if _same(line, other)), None)
        if same is None:
            kept.append(line)
        else:
            both = tuple(sorted({*kept[same].evidence, *line.evidence}))
            kept[same] = replace(_fuller(kept[same], line), id=kept[same].id, evidence=both)
    taken: set[str] = set()
    for n, line in enumerate(kept):
        if line.id in taken:
            kept[n] = replace(line, id=line_id(line.id, "beside", line.evidence[0], line.text))
        taken.add(kept[n].id)
    return tuple(sorted(kept, key=lambda x: x.evidence))


def _same(a: Line, b: Line) -> bool:
    """Whether two lines tell one thing: mostly the same words, fewer where they rest on the same utterances, and never
    different numbers."""
    ours, others = numbers_in(a.text), numbers_in(b.text)
    together = bool(set(a.evidence) & set(b.evidence))
    if not (ours <= others or others <= ours if together else ours == others):
        return False
    fewer, more = sorted((terms_of(a.text), terms_of(b.text)), key=len)
    return share_of(fewer, more) >= (SAME_PLACE_WORDS if together else SAME_WORDS)


def _fuller(a: AnyLine, b: AnyLine) -> AnyLine:
    """Of two tellings of one action the one that knows who and when; else the first."""
    def told(line: Line) -> int:
        return bool(line.owner) + bool(line.due) if isinstance(line, ActionItem) else 0

    return b if told(b) > told(a) else a


def share_of(terms: set[str], among: set[str]) -> float:
    """Which part of ``terms`` is among others, 0..1."""
    return len(terms & among) / max(1, len(terms))


def terms_of(words: str) -> set[str]:
    """The terms of a text that say something."""
    return {t for t in index_terms(words) if not says_nothing(t)}
