"""Which column of a table holds what: by its header, and where that does not tell, by its cells."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.model.feedback import Channel
from assistant.ports.feedback import MESSAGE_FIELDS
from ingest.customers.channels import channel_of
from ingest.customers.dates import Order, date_of, order_of
from ingest.customers.headers import fields_by_name, rank

_HEADER_WITHIN = 12
_NUMBER = re.compile(r"^[\d\s,.()+\-/:%¥$]*$")
_CUSTOMER = re.compile(
    r"様$|さん$|さま$|株式会社|有限会社|合同会社|\b(?:Inc|Ltd|LLC|Corp|Co)\b\.?|^(?:Mr|Mrs|Ms|Dr)\b|^匿名$|^anonymous$", re.I)
_SENTENCE = re.compile(r"[。！？!?\n]|\.\s|\.$")
Rows = Sequence[Sequence[str]]


@dataclass(frozen=True, slots=True)
class Layout:
    """How a table is laid out. ``first`` is the index of its first row of data, ``order`` how its dates are read."""

    header: tuple[str, ...]
    first: int
    mapping: dict[str, int]
    width: int
    order: Order = Order.UNKNOWN


def layout_of(rows: Rows) -> Layout:
    """The layout that the first rows of a table tell."""
    filled = [n for n, row in enumerate(rows) if any(c.strip() for c in row)]
    width = max((len(rows[n]) for n in filled), default=0)
    at = _header_row(rows, filled)
    data = [rows[n] for n in filled if at is None or n > at]
    mapping = dict(fields_by_name([c.strip() for c in rows[at]])) if at is not None else {}
    mapping = _by_cells(data, mapping, width)
    if at is None and _names_unknown(rows, filled, mapping):
        at, data = filled[0], [rows[n] for n in filled[1:]]
    named = rows[at] if at is not None else ()
    header = tuple((named[n].strip() if n < len(named) else "") or letters(n) for n in range(width))
    first = at + 1 if at is not None else (filled[0] if filled else 0)
    return Layout(header, first, mapping, width, date_order(data, mapping))


def date_order(rows: Rows, mapping: dict[str, int]) -> Order:
    """How the column of dates is to be read."""
    return order_of(_column(rows, mapping["date"])) if "date" in mapping else Order.UNKNOWN


def letters(n: int) -> str:
    """The name a spreadsheet gives to column ``n`` from 0: A … Z, AA …"""
    return (letters(n // 26 - 1) if n >= 26 else "") + chr(65 + n % 26)


def _header_row(rows: Rows, filled: list[int]) -> int | None:
    """The row among the first that names most fields; above it there may be a title."""
    best, most = None, 0
    for n in filled[:_HEADER_WITHIN]:
        cells = [c.strip() for c in rows[n] if c.strip()]
        if any(len(c) > 40 or _SENTENCE.search(c.rstrip("？?")) or date_of(c) for c in cells):
            continue
        found = fields_by_name([c.strip() for c in rows[n]])
        count = len(found)
        if count > most and (count > 1 or _alone_is_enough(rows, n, found)):
            best, most = n, count
    return best


def _alone_is_enough(rows: Rows, n: int, found: dict[str, int]) -> bool:
    """One known name is a header where it is a sure one, or what stands below it is much longer."""
    field, column = next(iter(found.items()))
    below = _column(rows[n + 1:], column)
    longer = bool(below) and sum(map(len, below)) / len(below) > 2 * len(rows[n][column])
    return bool(below) and (longer or rank(rows[n][column], field) == 0)


def _names_unknown(rows: Rows, filled: list[int], mapping: dict[str, int]) -> bool:
    """Whether the first row is a header of names we do not know: short and without a date where the others have one."""
    if len(filled) < 3 or "text" not in mapping:
        return False
    first, others = rows[filled[0]], [rows[n] for n in filled[1:]]
    cells = [c.strip() for c in first]
    if any(not c or len(c) > 20 or _NUMBER.match(c) or _SENTENCE.search(c) for c in cells) or len(set(cells)) < len(cells):
        return False
    below = _column(others, mapping["text"])
    longer = bool(below) and sum(map(len, below)) / len(below) > 2.5 * len(cells[mapping["text"]])
    return longer if "date" not in mapping else date_of(cells[mapping["date"]]) is None


def _column(rows: Rows, n: int) -> list[str]:
    return [row[n].strip() for row in rows if n < len(row) and row[n].strip()]


def _by_cells(rows: Rows, mapping: dict[str, int], width: int) -> dict[str, int]:
    """The fields that names did not give. A column that says what it holds is not taken for something else."""
    found = {field: n for field, n in mapping.items() if field != "text" or len(_column(rows, n)) * 10 >= len(rows)}
    for field in ("date", "channel", "text", "customer"):
        free = [n for n in range(width) if n not in found.values()]
        scores = {n: _score(field, _column(rows, n), len(rows)) for n in free}
        best = max(free, key=lambda n: scores[n], default=-1)
        if field not in found and best >= 0 and scores[best] > 0:
            found[field] = best
    return {field: found[field] for field in MESSAGE_FIELDS if field in found}


def _score(field: str, cells: list[str], rows: int) -> float:
    """How well cells fit a field; 0 for not at all."""
    if not cells:
        return 0.0
    if field == "date":
        share = sum(1 for c in cells if len(c) <= 40 and _is_date(c)) / len(cells)
        return share if share >= 0.6 and len(cells) * 2 >= rows else 0.0
    if field == "channel":
        share = sum(1 for c in cells if len(c) <= 20 and channel_of(c) is not Channel.OTHER) / len(cells)
        return share if share >= 0.5 else 0.0
    if field == "customer":
        share = sum(1 for c in cells if len(c) <= 40 and _CUSTOMER.search(c)) / len(cells)
        return share if share >= 0.5 else 0.0
    words = [c for c in cells if not _NUMBER.match(c) and "@" not in c[:60]]
    return sum(map(len, words)) / rows if rows and len(words) * 2 >= len(cells) else 0.0


def _is_date(cell: str) -> bool:
    plain_number = cell.replace(".", "").isdigit() and "." not in cell[:5]
    return any(date_of(cell, order) for order in (Order.MONTH_FIRST, Order.DAY_FIRST)) and not (plain_number and len(cell) == 10)
