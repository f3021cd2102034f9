"""PDF notes: lines as PDFium finds them, put together to paragraphs; larger lines are headings."""

from __future__ import annotations

import ctypes
import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from statistics import median
from typing import Any

from assistant.errors import FileRejected
from ingest.notes.blocks import Block, Sort, Written
from ingest.notes.lines import is_rule, joined, without_bullet
from ingest.notes.plain import read_plain

MAX_PAGES = 2000
_PAGE_NUMBER = re.compile(
    r"[\s\-–—]*(?:p(?:age)?\.?\s*)?\d{1,4}(?:\s*(?:/|of|／)\s*\d{1,4})?(?:\s*(?:ページ|頁))?[\s\-–—]*$", re.IGNORECASE)
_HYPHENS = (0x02, 0xFFFE)  # what PDFium gives for a hyphen at a line's end
_ENDED = re.compile(r"[。．.!?！？:：;；]\s*$")
_FIELD = re.compile(r"[^\s:：]{1,12}\s*[:：]")


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of a page; sizes and places in points, ``foot`` from the page's lower edge,
    ``margin`` whether it stands in the upper or lower tenth."""

    text: str
    size: float
    left: float
    right: float
    foot: float
    page: int
    margin: bool


@dataclass(frozen=True, slots=True)
class _Shape:
    """How a document is set: where full lines end, and how far lines stand apart on each page."""

    edge: float
    gaps: dict[int, float]


def open_pdf(path: Path) -> Any:
    """The opened document. FileRejected where it needs a password or is damaged; an empty password is tried."""
    import pypdfium2

    try:
        return pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        key = "files.encrypted" if "assword" in str(error) or "ecurity" in str(error) else "files.damaged"
        raise FileRejected(key, name=path.name) from error


def read_pdf(path: Path) -> Written:
    """The blocks of a PDF. FileRejected where no page has text (a scan)."""
    document = open_pdf(path)
    try:
        pages = [list(_lines(document[n], n)) for n in range(min(len(document), MAX_PAGES))]
        title = (document.get_metadata_dict().get("Title") or "").strip()
    finally:
        document.close()
    lines = _body(pages)
    if not lines:
        raise FileRejected("files.scanned", name=path.name)
    return Written(tuple(_blocks(lines)), title)


def _lines(page: Any, number: int) -> Iterator[_Line]:
    text_page, height = page.get_textpage(), page.get_height()
    try:
        start, words = 0, list[str]()
        count = text_page.count_chars()
        for at in range(count + 1):
            char = chr(_code(text_page, at)) if at < count else "\n"
            if char in "\r\n":
                if "".join(words).strip():
                    yield _line(text_page, "".join(words), start, number, height)
                start, words = at + 1, []
            else:
                words.append(char)
    finally:
        text_page.close()
        page.close()


def _code(text_page: Any, at: int) -> int:
    import pypdfium2.raw as pdfium

    code = int(pdfium.FPDFText_GetUnicode(text_page, at))
    if code in _HYPHENS:
        return ord("-")
    return code if 0 < code < 0xD800 or 0xDFFF < code < 0x110000 else ord(" ")


def _line(text_page: Any, text: str, start: int, number: int, height: float) -> _Line:
    inked = [start + n for n, c in enumerate(text) if not c.isspace()]
    sizes = [_size(text_page, at) for at in inked[:20]]
    first, last = _box(text_page, inked[0]), _box(text_page, inked[-1])
    return _Line(text.strip(), round(median(sizes), 1), first[0], last[2], first[1], number,
                 not 0.1 * height < first[1] < 0.9 * height)


def _size(text_page: Any, at: int) -> float:
    """The size of a character as it is drawn: many writers scale text of size 1."""
    import pypdfium2.raw as pdfium

    matrix = pdfium.FS_MATRIX()
    pdfium.FPDFText_GetMatrix(text_page, at, matrix)
    return float(pdfium.FPDFText_GetFontSize(text_page, at) * math.hypot(matrix.c, matrix.d))


def _box(text_page: Any, at: int) -> tuple[float, float, float, float]:
    """Left, bottom, right, top."""
    import pypdfium2.raw as pdfium

    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    pdfium.FPDFText_GetCharBox(text_page, at, left, right, bottom, top)
    return left.value, bottom.value, right.value, top.value


def _body(pages: Sequence[Sequence[_Line]]) -> list[_Line]:
    """All lines but page numbers, rules and what stands at the same place of most pages."""
    repeated = Counter(_furniture(line) for page in pages for line in page)
    often = max(3, len(pages) // 2)
    return [line for page in pages for line in page
            if not is_rule(line.text) and repeated[_furniture(line)] < (3 if line.margin else often)
            and not _PAGE_NUMBER.match(line.text)]


def _furniture(line: _Line) -> tuple[str, int]:
    return re.sub(r"\d+", "#", line.text), round(line.foot)


def _blocks(lines: Sequence[_Line]) -> Iterator[Block]:
    large = _large(lines)
    shape = _Shape(sorted(line.right for line in lines)[len(lines) * 9 // 10], _usual_gaps(lines))
    before: _Line | None = None
    block: Block | None = None
    for line in lines:
        if block and before and _goes_on(before, line, shape):
            block = Block(block.sort, joined(block.text, line.text), block.level)
        else:
            if block:
                yield block
            block = _block(line, large)
        before = line
    if block:
        yield block


def _large(lines: Sequence[_Line]) -> float:
    """The size from which a line is a heading: above the usual one, and so that few lines are."""
    written = Counter[float]()
    for line in lines:
        written[line.size] += len(line.text)
    least = written.most_common(1)[0][0] * 1.12
    sizes = sorted({line.size for line in lines if line.size > least})
    return next((s for s in sizes if sum(line.size >= s for line in lines) * 4 <= len(lines)), math.inf)


def _block(line: _Line, large: float) -> Block:
    words, bullet = without_bullet(line.text)
    if line.size >= large and len(line.text) <= 80 and not bullet:
        return Block(Sort.HEADING, line.text, 1 if line.size >= large * 1.3 else 2)
    guessed = read_plain(line.text)
    if len(guessed) == 1 and guessed[0].sort is Sort.HEADING:
        return guessed[0]
    return Block(Sort.ITEM if bullet else Sort.TEXT, words)


def _usual_gaps(lines: Sequence[_Line]) -> dict[int, float]:
    gaps = defaultdict[int, list[float]](list)
    for above, below in pairwise(lines):
        if above.page == below.page and above.foot > below.foot:
            gaps[above.page].append(above.foot - below.foot)
    return {page: median(found) for page, found in gaps.items()}


def _goes_on(before: _Line, line: _Line, shape: _Shape) -> bool:
    """Same size, right below (or on the next page), the line before reached the edge and this begins nothing."""
    most = max(2.2 * before.size, 1.25 * shape.gaps.get(line.page, 0.0))
    near = line.page != before.page or 0 < before.foot - line.foot < most
    full = before.right > shape.edge - 4 * before.size
    begins = without_bullet(line.text)[1] or _FIELD.match(line.text) or read_plain(line.text)[:1] == [
        Block(Sort.HEADING, line.text, 2)]
    return abs(before.size - line.size) < 0.6 and near and full and not begins and not _ENDED.search(before.text)
