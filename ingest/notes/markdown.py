"""Markdown notes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.notes.blocks import Block, Sort
from ingest.notes.lines import cells, is_rule, joined, without_bullet, wrap_column, wrapped

_FRONT = re.compile(r"---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|$)", re.DOTALL)
_HEADING = re.compile(r" {0,3}(#{1,6})[ \t]+(.*?)[ \t]*#*$")
_FENCE = re.compile(r" {0,3}(```+|~~~+)")
_ITEM = re.compile(r"([ \t]*)(?:[-*+]|\d{1,9}[.)])[ \t]+\S")
_TABLE = re.compile(r"[ \t]*\|?.*\|.*$")
_TABLE_RULE = re.compile(r"[ \t]*(?:\|[ \t]*)?:?-+:?[ \t]*(?:\|[ \t]*:?-*:?[ \t]*)*$")
_UNDERLINE = re.compile(r" {0,3}(=+|-{2,})[ \t]*$")
_IMAGE = re.compile(r"!\[([^\[\]\n]{0,300})\]\([^)\n]{0,500}\)")
_LINK = re.compile(r"\[([^\[\]\n]{1,300})\](?:\([^)\n]{0,500}\)|\[[^\[\]\n]{0,300}\])")
_AUTOLINK = re.compile(r"<((?:https?|mailto):[^<>\s]+)>")
_STRONG = re.compile(r"(\*\*\*|\*\*|~~|==|(?<!\w)___|(?<!\w)__)(?=\S)(.+?)(?<=\S)\1")
_EMPHASIS = re.compile(r"(?<![\w*])\*(?=[^\s*])([^*\n]+?)(?<=\S)\*(?!\*)|(?<!\w)_(?=\S)([^_\n]+?)(?<=\S)_(?!\w)")
_CODE = re.compile(r"(`+)(.+?)\1")
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()<>#+\-.!|~])")
_QUOTE = re.compile(r"^[ \t]*(?:>[ \t]?)+")


def read_markdown(text: str) -> list[Block]:
    """The blocks of a Markdown text, without its markup. Code keeps its lines."""
    body = _without_comments(_FRONT.sub("", text, count=1))
    return list(_joined(_blocks(body), wrap_column(body.split("\n"))))


def front_matter(text: str) -> dict[str, str]:
    """The plain ``key: value`` lines of the front matter above a Markdown text."""
    found = _FRONT.match(text)
    pairs = (line.partition(":") for line in (found[1].split("\n") if found else ()) if not line.startswith((" ", "-")))
    return {key.strip().lower(): value.strip(" \t\"'") for key, colon, value in pairs if colon}


def _without_comments(text: str) -> str:
    kept, at = list[str](), 0
    while (start := text.find("<!--", at)) >= 0 and (end := text.find("-->", start)) >= 0:
        kept.append(text[at:start])
        at = end + 3
    return "".join((*kept, text[at:]))


def inline(text: str) -> str:
    """A line without emphasis, links and the like; their words stay."""
    text = _AUTOLINK.sub(r"\1", _LINK.sub(r"\1", _IMAGE.sub(r"\1", text)))
    text = _CODE.sub(r"\2", text)
    for _ in range(3):
        text = _STRONG.sub(r"\2", text)
    return _ESCAPE.sub(r"\1", _EMPHASIS.sub(lambda f: f[1] or f[2], text))


def _blocks(text: str) -> Iterator[Block | None]:
    lines, fence = text.split("\n"), ""
    for n, raw in enumerate(lines):
        line = raw.replace("\u200b", "")
        if mark := _FENCE.match(line):
            fence = "" if fence and mark[1].startswith(fence) else fence or mark[1][:3]
            yield None
        elif fence:
            yield from (Block(Sort.TEXT, line.strip()), None) if line.strip() else (None,)
        else:
            yield from _line(lines, n, _QUOTE.sub("", line))


def _line(lines: list[str], n: int, line: str) -> Iterator[Block | None]:
    below = lines[n + 1] if n + 1 < len(lines) else ""
    if found := _HEADING.match(line):
        yield Block(Sort.HEADING, inline(found[2]), len(found[1]))
    elif not line.strip() or is_rule(line) or (_TABLE_RULE.match(line) and "|" in line):
        yield None
    elif (mark := _UNDERLINE.match(below)) and not _ITEM.match(line) and "|" not in line:
        yield Block(Sort.HEADING, inline(line.strip()), 1 if mark[1][0] == "=" else 2)
    elif item := _ITEM.match(line):
        yield Block(Sort.ITEM, inline(without_bullet(line)[0]), len(item[1].expandtabs(4)) // 2)
    elif _TABLE.match(line) and _in_table(lines, n):
        yield from (Block(Sort.ROW, cells([inline(c) for c in re.split(r"(?<!\\)\|", line)])), None)
    else:
        hard = line.endswith(("  ", "\\"))
        yield Block(Sort.TEXT, inline(line.strip().removesuffix("\\")))
        if hard:
            yield None


def _in_table(lines: list[str], n: int) -> bool:
    """A row belongs to a table if a line of dashes stands below its first row."""
    first = n
    while first > 0 and "|" in lines[first - 1]:
        first -= 1
    return any(_TABLE_RULE.match(line) for line in lines[first:first + 3])


def _joined(blocks: Iterator[Block | None], column: int) -> Iterator[Block]:
    """Lines of one paragraph put together. Japanese writers mean a line's end, unless their editor wrapped it."""
    line: str = ""
    before: Block | None = None
    for block in blocks:
        if before and block and _goes_on(line, before, block, column):
            line, before = block.text, Block(before.sort, joined(before.text, block.text), before.level)
            continue
        if before:
            yield before
        line, before = block.text if block else "", block
    if before:
        yield before


def _goes_on(line: str, before: Block, block: Block, column: int) -> bool:
    if block.sort is not Sort.TEXT or before.sort not in (Sort.TEXT, Sort.ITEM):
        return False
    return wrapped(line, column) or (block.text.isascii() and before.text.isascii())
