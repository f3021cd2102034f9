"""reStructuredText notes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.notes.blocks import Block, Sort
from ingest.notes.lines import cells, joined, width, without_bullet

_ADORNMENT = re.compile(r"([=\-`:.'\"~^_*+#<>])\1{2,}\s*$")
_FIELD = re.compile(r"[ \t]*:([^:\n]{1,60}):(?:[ \t]+(.*))?$")
_DIRECTIVE = re.compile(r"[ \t]*\.\.[ \t]+([\w-]+)::[ \t]*(.*)$")
_TARGET = re.compile(r"[ \t]*\.\.(?:[ \t]|$)|[ \t]*__ ")
_SIMPLE_RULE = re.compile(r"[ \t]*=+(?:[ \t]+=+)+[ \t]*$")
_GRID_RULE = re.compile(r"[ \t]*\+[-=+]+\+[ \t]*$")
_ITEM = re.compile(r"([ \t]*)(?:[-*+•]|\(?(?:\d{1,3}|#|[a-zA-Z])[.)])[ \t]+\S")
_LINK = re.compile(r"`([^`<]+?)\s*<[^`>]*>`__?")
_ROLE = re.compile(r":[\w.:+-]+:`([^`<]+?)(?:\s*<[^`>]*>)?`")
_MARKS = re.compile(
    r"``(.+?)``|\*\*(?=\S)(.+?)(?<=\S)\*\*|(?<![\w*])\*(?=[^\s*])([^*]+?)(?<=\S)\*(?!\w)|`([^`]+)`_{0,2}"
    r"|(?<!\w)\|(\S[^|]*)\|_{0,2}|(?<!\w)(\w{1,80})_(?!\w)")
_SILENT = {"image", "figure", "contents", "toctree", "raw", "include", "meta", "highlight", "index"}


def read_rst(text: str) -> list[Block]:
    """The blocks of a reStructuredText, without its markup."""
    lines = text.expandtabs(4).split("\n")
    return list(_joined(_Reader(lines).blocks()))


def inline(text: str) -> str:
    """A line without links, emphasis and roles; their words stay."""
    text = _ROLE.sub(r"\1", _LINK.sub(r"\1", text))
    return _MARKS.sub(lambda f: next(g for g in f.groups() if g is not None), text).replace("\\ ", "")


class _Reader:
    def __init__(self, lines: list[str]) -> None:
        self._lines, self._levels, self._at = lines, list[tuple[str, bool]](), 0

    def blocks(self) -> Iterator[tuple[int, Block] | None]:
        """(indent of what may go on below, block), None for an empty line."""
        while self._at < len(self._lines):
            line = self._lines[self._at]
            title = self._title()
            if title:
                yield 0, title
                continue
            self._at += 1
            yield from self._line(line)

    def _line(self, line: str) -> Iterator[tuple[int, Block] | None]:
        indent = len(line) - len(line.lstrip())
        if not line.strip() or _ADORNMENT.match(line.strip()) or _SIMPLE_RULE.match(line) or _GRID_RULE.match(line):
            yield None
        elif found := _DIRECTIVE.match(line):
            yield from self._directive(found[1], found[2], indent)
        elif _TARGET.match(line):
            self._skip(indent)
        elif found := _FIELD.match(line):
            yield from (None, (indent + 1, Block(Sort.TEXT, f"{found[1]}: {inline(found[2] or '')}".rstrip())))
        elif _ITEM.match(line):
            words = without_bullet(line)[0]
            yield indent + 1, Block(Sort.ITEM, inline(words), indent // 2)
        elif line.strip().startswith("|") and line.strip().endswith("|"):
            yield from ((indent, Block(Sort.ROW, cells([inline(c) for c in line.split("|")]))), None)
        else:
            yield indent, Block(Sort.TEXT, inline(line.strip().removeprefix("| ")))

    def _title(self) -> Block | None:
        """A line with an adornment below it, and maybe above; levels in the order in which they first appear."""
        text, below = self._peek(0), self._peek(1)
        over = _ADORNMENT.match(text)
        if over and self._peek(1).strip() and _ADORNMENT.match(self._peek(2)) and self._peek(2)[0] == over[1]:
            self._at += 3
            return Block(Sort.HEADING, inline(below.strip()), self._level(over[1], True))
        under = _ADORNMENT.match(below)
        if under and text.strip() and not text[0].isspace() and not over and len(below.rstrip()) * 2 >= width(text):
            self._at += 2
            return Block(Sort.HEADING, inline(text.strip()), self._level(under[1], False))
        return None

    def _level(self, mark: str, over: bool) -> int:
        if (mark, over) not in self._levels:
            self._levels.append((mark, over))
        return self._levels.index((mark, over)) + 1

    def _directive(self, name: str, argument: str, indent: int) -> Iterator[tuple[int, Block] | None]:
        if name in _SILENT:
            self._skip(indent)
        elif argument:
            yield indent, Block(Sort.TEXT, inline(argument))
            yield None

    def _skip(self, indent: int) -> None:
        """Leave out what is indented deeper."""
        while self._at < len(self._lines):
            line = self._lines[self._at]
            if line.strip() and len(line) - len(line.lstrip()) <= indent:
                return
            self._at += 1

    def _peek(self, ahead: int) -> str:
        at = self._at + ahead
        return self._lines[at] if at < len(self._lines) else ""


def _joined(read: Iterator[tuple[int, Block] | None]) -> Iterator[Block]:
    """A paragraph's lines, and what is indented below an item's first line, put together."""
    before: tuple[int, Block] | None = None
    for found in read:
        if before and found and _goes_on(before, found):
            block = before[1]
            before = before[0], Block(block.sort, joined(block.text, found[1].text), block.level)
            continue
        if before:
            yield before[1]
        before = found
    if before:
        yield before[1]


def _goes_on(before: tuple[int, Block], found: tuple[int, Block]) -> bool:
    return found[1].sort is Sort.TEXT and before[1].sort in (Sort.TEXT, Sort.ITEM) and found[0] >= before[0]
