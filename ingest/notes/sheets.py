"""Workbooks (.xlsx): each sheet's name is a heading, each row a line ``a | b``."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

from ingest.notes.blocks import Block, Sort, Written
from ingest.notes.lines import cells

MAX_ROWS, MAX_COLUMNS = 50_000, 200


def read_xlsx(source: Path | BinaryIO) -> Written:
    """The blocks of a workbook: values, never formulas. Hidden sheets are left out."""
    import openpyxl

    book = openpyxl.load_workbook(source, read_only=True, data_only=True, keep_links=False)
    try:
        return Written(tuple(b for sheet in book.worksheets if sheet.sheet_state == "visible" for b in _sheet(sheet)))
    finally:
        book.close()


def _sheet(sheet: Any) -> Iterator[Block]:
    yield Block(Sort.HEADING, sheet.title, 2)
    for row in sheet.iter_rows(max_row=MAX_ROWS, max_col=MAX_COLUMNS, values_only=True):
        line = cells([_shown(value) for value in row])
        if line:
            yield Block(Sort.ROW, line)


def _shown(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, dt.datetime):
        return f"{value:%Y-%m-%d}" if value.time() == dt.time() else f"{value:%Y-%m-%d %H:%M}"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return f"{value:.6g}" if isinstance(value, float) else str(value)
