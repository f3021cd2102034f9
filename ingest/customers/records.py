"""Records of delimited text, one at a time. A quote that is never closed costs its own line, not the rest of the file.

Each record is first read strictly (RFC 4180). Where that fails, the line alone is read leniently, then it is told as bad,
and reading goes on with the line after it.
"""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from ingest.customers.lines import Line

MOST_LINES = 500
"""Of one record: a quote still open after as many is one that was never closed."""
MOST_BYTES = 4_000_000
_MOST_REPAIRED = 40
NO_DELIMITER = "\x1f"
"""For a table of one column: a sign that no text holds."""


@dataclass(frozen=True, slots=True)
class Record:
    """A record's cells, or the key of why there are none, with its ``values``. ``raw`` are its bytes."""

    cells: tuple[str, ...]
    raw: bytes
    error: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)


class _Source:
    """Lines that can be taken back."""

    def __init__(self, lines: Iterator[Line]) -> None:
        self._lines, self._ahead = lines, deque[Line]()
        self.taken: list[Line] = []
        self._bytes = 0

    def begin(self) -> Line | None:
        """The first line of the next record."""
        self.taken, self._bytes = [], 0
        return self.take()

    def rest(self, first: Line) -> Iterator[str]:
        """The text of the record's lines as far as its reader asks for."""
        line: Line | None = first
        while line is not None and line.text is not None:
            yield line.text.replace("\r", "\n") + "\n"
            line = self.take() if len(self.taken) < MOST_LINES and self._bytes < MOST_BYTES else None

    def keep_first(self) -> None:
        """Give back all lines but the first."""
        self._ahead.extendleft(reversed(self.taken[1:]))
        self.taken = self.taken[:1]

    def take(self) -> Line | None:
        """One more line for the record, None at the end."""
        line = self._ahead.popleft() if self._ahead else next(self._lines, None)
        if line is not None:
            self.taken.append(line)
            self._bytes += len(line.raw)
        return line


def read_records(lines: Iterator[Line], delimiter: str, width: int = 0) -> Iterator[Record]:
    """Every record, blank ones too. ``width`` is the number of cells that a good one has, 0 where it is not known."""
    csv.field_size_limit(2 * MOST_BYTES)
    source = _Source(lines)
    while (first := source.begin()) is not None:
        yield _record(first, source, delimiter, width)


def _record(first: Line, source: _Source, delimiter: str, width: int) -> Record:
    if first.cut or first.text is None:
        return Record((), first.raw, "customers.line_too_long" if first.cut else "customers.not_text")
    if '"' not in first.text:
        return Record(tuple(first.text.split(delimiter)), first.raw)
    cells = _strict(source.rest(first), delimiter)
    if cells is not None and _swallows(cells, source.taken, delimiter, width):
        cells = None
    cells = cells or _several(source, delimiter, width)
    if cells is not None:
        return Record(cells, b"\n".join(line.raw for line in source.taken))
    source.keep_first()
    cells = _lenient(first.text, delimiter)
    if cells is not None and (not width or len(cells) == width):
        return Record(cells, first.raw)
    return Record((), first.raw, "customers.open_quote" if first.text.count('"') % 2 else "customers.bad_quotes")


def _strict(lines: Iterator[str], delimiter: str) -> tuple[str, ...] | None:
    try:
        return tuple(cell.removesuffix("\n") for cell in next(csv.reader(lines, delimiter=delimiter, strict=True)))
    except (csv.Error, StopIteration):
        return None


def _swallows(cells: tuple[str, ...], taken: list[Line], delimiter: str, width: int) -> bool:
    """Whether a record over several lines is rather one that lost a quote: its cells are too many or too few, and a line
    within it is a good record by itself."""
    if len(taken) < 2 or width < 2 or len(cells) == width:
        return False
    return any(_is_whole(line.text or "", delimiter, width) for line in taken[1:])


def _is_whole(text: str, delimiter: str, width: int) -> bool:
    cells = _strict(iter([text]), delimiter)
    return cells is not None and len(cells) == width


def _several(source: _Source, delimiter: str, width: int) -> tuple[str, ...] | None:
    """A record over several lines with quotes inside its cells that were not doubled, if no line within it is a record by
    itself and it comes out with the right number of cells."""
    if width < 2 or (source.taken[0].text or "").count('"') % 2 == 0:
        return None
    source.keep_first()
    text = source.taken[0].text or ""
    for _ in range(_MOST_REPAIRED):
        line = source.take()
        if line is None or line.text is None or line.cut or _is_whole(line.text, delimiter, width):
            return None
        text += "\n" + line.text
        cells = _lenient(text, delimiter)
        if cells is not None and len(cells) == width:
            return cells
    return None


def _lenient(text: str, delimiter: str) -> tuple[str, ...] | None:
    """Cells where a quote closes only before a delimiter or at the end; None where the last one stays open."""
    cells: list[str] = []
    at = 0
    while at <= len(text):
        if text[at:at + 1] == '"':
            end = _closing(text, at + 1, delimiter)
            if end < 0:
                return None
            cells.append(text[at + 1:end].replace('""', '"'))
            at = end + 2
        else:
            end = text.find(delimiter, at)
            end = len(text) if end < 0 else end
            cells.append(text[at:end])
            at = end + 1
    return tuple(cells)


def _closing(text: str, at: int, delimiter: str) -> int:
    for sign in (delimiter, ""):
        end = text.find('"' + sign, at) if sign else len(text) - 1
        if sign and end >= 0:
            return end
        if not sign and end >= at and text.endswith('"'):
            return end
    return -1
