"""What written notes are made of, and how that becomes utterances with headings."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from assistant.model import Utterance
from ingest.transcripts.cues import plain

LONGEST = 300
"""Characters of a paragraph that stays in one piece; longer ones are split at sentences."""
_TELLING_HEADING = 12
_SENTENCES = re.compile(r"(?<=[。！？])(?![」』）)])|(?<=[.!?])\s+(?=[A-Z0-9\"“(])")
_CLAUSES = re.compile(r"(?<=[、，;；])|(?<=,)\s+")
_NO_WORDS = re.compile(r"[\W_]*$")


class Sort(StrEnum):
    """What a block is."""

    HEADING = "heading"
    TEXT = "text"
    ITEM = "item"
    ROW = "row"


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of written notes. ``level`` is 1.. for headings (1 the highest), how deep an item is nested else."""

    sort: Sort
    text: str
    level: int = 0


@dataclass(frozen=True, slots=True)
class Written:
    """A document as read. ``title`` and ``date`` are those its own properties give (ISO date), else empty."""

    blocks: tuple[Block, ...]
    title: str = ""
    date: str = ""


def tidy(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """The blocks with clean text; what holds no words is left out."""
    clean = (replace(b, text=plain(b.text)) for b in blocks)
    return tuple(b for b in clean if not _NO_WORDS.match(b.text))


def shaped(blocks: Sequence[Block]) -> tuple[tuple[Utterance, ...], tuple[tuple[int, str], ...]]:
    """Utterances without times, and (first utterance below it, heading). A heading with nothing below it that says
    something by itself is an utterance as well, so that nothing written is lost."""
    texts, sections = list[str](), list[tuple[int, str]]()
    for n, block in enumerate(blocks):
        if block.sort is Sort.HEADING:
            if sections and _same(sections[-1][1], block.text):
                continue  # the next slide, or page, of the same matter
            sections.append((len(texts), block.text))
            if not _empty(blocks, n):
                continue
        texts += _pieces(block.text)
    utterances = tuple(Utterance(i, 0.0, 0.0, "", text) for i, text in enumerate(texts))
    return utterances, tuple((at, heading) for at, heading in sections if at < len(texts))


def _same(a: str, b: str) -> bool:
    return "".join(a.split()) == "".join(b.split())


def _empty(blocks: Sequence[Block], n: int) -> bool:
    after = blocks[n + 1] if n + 1 < len(blocks) else None
    childless = after is None or (after.sort is Sort.HEADING and after.level <= blocks[n].level)
    return childless and len(blocks[n].text) >= _TELLING_HEADING


def _pieces(text: str) -> Iterator[str]:
    """A paragraph, cut at sentences where it is long, and at commas where a sentence is."""
    if len(text) <= LONGEST:
        yield text
        return
    piece = ""
    for part in _parts(text):
        if piece and len(piece) + len(part) > LONGEST:
            yield piece.strip()
            piece = ""
        piece += part
    if piece.strip():
        yield piece.strip()


def _parts(text: str) -> Iterator[str]:
    for sentence in _with_tail(_SENTENCES, text):
        if len(sentence) <= LONGEST:
            yield sentence
            continue
        for clause in _with_tail(_CLAUSES, sentence):
            yield from (clause[at:at + LONGEST] for at in range(0, len(clause), LONGEST))


def _with_tail(pattern: re.Pattern[str], text: str) -> Iterator[str]:
    """``text`` cut where the pattern matches; white space that was matched stays with what is before it."""
    at = 0
    for found in pattern.finditer(text):
        yield text[at:found.end()]
        at = found.end()
    yield text[at:]
