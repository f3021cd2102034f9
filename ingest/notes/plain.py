"""Plain text notes, as people type them: marks for headings and lists are guessed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ingest.notes.blocks import Block, Sort
from ingest.notes.lines import is_rule, joined, width, without_bullet, wrap_column, wrapped

_HASHES = re.compile(r"(#{1,6})\s*([^#\s].*?)\s*#*$")
_FRAMED = re.compile(r"[＜<【《〔\[]\s*([^＜<【《〔\[＞>】》〕\]]{1,40})\s*[＞>】》〕\]]\s*[:：]?$")
_MARKED = re.compile(r"[■◆◇▼▽★☆●▲△□◎]\s*(\S.{0,50})$")
_TOPIC = re.compile(
    r"((?:議題|議論|報告|審議|第)\s*[0-9０-９一二三四五六七八九十]{1,3}\s*(?:[.．][0-9０-９]{1,2})?"
    r"\s*(?:号議案|章|部)?\s*[:：.．、\s]\s*\S.{0,50})$")
_CHAPTER = re.compile(r"(?:[（(][0-9０-９]{1,2}[)）]|[0-9０-９]{1,2}[.．、)]|[ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ][.．、]?)\s*(\S.{0,40})$")
_FIELD = re.compile(r"[^\s:：]{1,12}\s*[:：]")


def read_plain(text: str) -> list[Block]:
    """The blocks of a text in which nothing but habit says what is a heading."""
    lines = text.split("\n")
    column = wrap_column(lines)
    return list(_joined(_blocks(lines, _chapters(lines)), column))


def _blocks(lines: Sequence[str], chapters: bool) -> Iterator[tuple[str, Block] | None]:
    """(line, its block), None for an empty line."""
    for n, raw in enumerate(lines):
        line = raw.strip().strip("\u3000\u200b")
        if not line or is_rule(line):
            yield None
            continue
        underlined = _underline(lines, n)
        heading = underlined or _heading(line, chapters)
        if heading:
            yield raw, Block(Sort.HEADING, heading, 1 if underlined else _level(line))
            continue
        words, bullet = without_bullet(line)
        yield raw, Block(Sort.ITEM if bullet else Sort.TEXT, words, _depth(raw) if bullet else 0)


def _heading(line: str, chapters: bool) -> str:
    if found := _HASHES.match(line):
        return found[2]
    if found := _FRAMED.match(line):
        return found[1]
    if (found := _MARKED.match(line) or _TOPIC.match(line)) and not line.endswith(("。", "、")):
        return found[1]
    if chapters and (found := _CHAPTER.match(line)) and not line.endswith(("。", "、", "?", "？")):
        return found[1]
    return ""


def _chapters(lines: Sequence[str]) -> bool:
    """Whether numbered lines head what is below them rather than being the items of a list: they stand at the margin
    and are followed by lines that are not numbered."""
    numbered = [n for n, line in enumerate(lines) if _CHAPTER.match(line)]
    below = [lines[n + 1] for n in numbered if n + 1 < len(lines)]
    followed = sum(bool(line.strip()) and not _CHAPTER.match(line) for line in below)
    return len(numbered) >= 2 and followed * 2 > len(numbered)


def _underline(lines: Sequence[str], n: int) -> str:
    """A line with === or --- of about its own width below it, and nothing above it."""
    text = lines[n].strip()
    below = lines[n + 1].strip() if n + 1 < len(lines) else ""
    drawn = bool(re.fullmatch(r"([=\-~*])\1{2,}", below)) and len(below) <= width(text) + 4
    alone = n == 0 or not lines[n - 1].strip() or is_rule(lines[n - 1])
    return text if drawn and alone and not _FIELD.match(text) else ""


def _level(line: str) -> int:
    found = _HASHES.match(line)
    return len(found[1]) if found else 2


def _depth(raw: str) -> int:
    indent = len(raw.expandtabs(4).replace("\u3000", "  ")) - len(raw.expandtabs(4).replace("\u3000", "  ").lstrip())
    return indent // 2


def _joined(read: Iterator[tuple[str, Block] | None], column: int) -> Iterator[Block]:
    """Lines that were only wrapped put together."""
    line: str = ""
    before: Block | None = None
    for found in read:
        if before and found and _goes_on(line, before, found[1], column):
            line, before = found[0], Block(before.sort, joined(before.text, found[1].text), before.level)
            continue
        if before:
            yield before
        line, before = found or ("", None)
    if before:
        yield before


def _goes_on(line: str, before: Block, after: Block, column: int) -> bool:
    return (after.sort is Sort.TEXT and before.sort is not Sort.HEADING and wrapped(line, column)
            and not _FIELD.match(after.text))
