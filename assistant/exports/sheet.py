"""Tables as people open them in a spreadsheet. No cell of theirs can become a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Sequence

from assistant.exports.clean import clean

LONGEST_CELL = 32_000
"""Spreadsheets refuse cells of more than 32,767 characters."""

_DANGEROUS = tuple("=+-@\t\r＝＋－＠")
Cells = Sequence[str]


def csv_sheet(header: Cells, rows: Iterable[Cells]) -> bytes:
    """Comma separated, UTF-8 with a mark, so that spreadsheets read Japanese."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    for row in (header, *rows):
        writer.writerow([harmless(cell) for cell in row])
    return out.getvalue().encode("utf-8-sig")


def xlsx_sheet(header: Cells, rows: Iterable[Cells]) -> bytes:
    """An Excel workbook of one sheet, written row by row; every cell is text."""
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell

    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    for row in (header, *rows):
        cells = []
        for words in row:
            cell = WriteOnlyCell(sheet, value=harmless(words))
            cell.data_type = "s"
            cells.append(cell)
        sheet.append(cells)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def harmless(text: str) -> str:
    """One line of visible characters that no spreadsheet takes for a formula: even a number's sign is quoted, as
    -2+3+cmd|… begins like a number."""
    kept = clean(text)[:LONGEST_CELL]
    return f"'{kept}" if kept.startswith(_DANGEROUS) or text[:1] in _DANGEROUS else kept


SHEET_FORMATS: dict[str, Callable[[Cells, Iterable[Cells]], bytes]] = {"csv": csv_sheet, "xlsx": xlsx_sheet}
