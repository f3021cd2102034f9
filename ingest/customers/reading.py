"""Files of customer messages: implements the port MessageReader."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import chain, islice
from pathlib import Path

from assistant.errors import FileRejected, InvalidInput
from assistant.ports.feedback import MESSAGE_FIELDS, Columns, ReadMessage, Unreadable
from ingest.customers.blocks import read_blocks
from ingest.customers.delimiters import declared, delimiter_of, width_of
from ingest.customers.jsonlines import read_json_lines
from ingest.customers.kinds import kind_of
from ingest.customers.lines import Line, read_lines
from ingest.customers.mail.boxes import LARGEST, read_box
from ingest.customers.mail.letters import read_letter
from ingest.customers.mapping import Layout, date_order, layout_of
from ingest.customers.records import NO_DELIMITER, Record, read_records
from ingest.customers.sheets import read_sheet
from ingest.customers.tables import read_rows

SAMPLE_ROWS, SHOWN_ROWS = 200, 5
_RAW_KEPT = 4_000_000


class CustomerFiles:
    """Implements ``assistant.ports.feedback.MessageReader``."""

    def columns(self, path: Path) -> Columns | None:
        """The columns of a table and what they seem to hold; None for what has none. Raises FileRejected."""
        table = _table(path, kind_of(path), SAMPLE_ROWS)
        if table is None:
            return None
        rows = [r.cells for r in table.sample[table.layout.first:] if any(c.strip() for c in r.cells)][:SHOWN_ROWS]
        width = len(table.layout.header)
        shown = tuple(tuple(" ".join(c.split())[:200] for c in (*row, *[""] * width)[:width]) for row in rows)
        return Columns(table.layout.header, shown, table.layout.mapping)

    def read(self, path: Path, mapping: Mapping[str, int] | None = None) -> Iterator[ReadMessage | Unreadable]:
        """Every message in the order of the file. FileRejected, at once, for a file that holds none; InvalidInput for a
        mapping that does not fit the table."""
        kind = kind_of(path)
        if kind == "jsonl":
            return read_json_lines(path)
        if kind == "txt":
            return read_blocks(path)
        if kind in ("eml", "mbox"):
            return _letters(path, kind)
        table = _table(path, kind)
        assert table is not None
        layout = _mapped(table, mapping, path.name)
        return read_rows(table.records(), layout, table.delimiter)


@dataclass(frozen=True, slots=True)
class _Table:
    path: Path
    delimiter: str
    """"" for a workbook."""
    sample: list[Record]
    layout: Layout
    rest: Iterator[Record] | None = None
    """Of a workbook, what follows the sample."""

    def records(self) -> Iterator[Record]:
        """All records from the first on, once; a line that names the delimiter is a blank one."""
        if not self.delimiter:
            return chain(self.sample, self.rest or ())
        return read_records(_told(read_lines(self.path)), self.delimiter, self.layout.width)


def _told(lines: Iterator[Line]) -> Iterator[Line]:
    for n, line in enumerate(lines):
        yield replace(line, text="") if n == 0 and declared(line.text or "") else line


def _table(path: Path, kind: str, most: int = 0) -> _Table | None:
    """A table and its layout; of a workbook no more than ``most`` rows where that is given."""
    if kind == "xlsx":
        rows = read_sheet(path, most)
        sample = list(islice(rows, SAMPLE_ROWS))
        if not sample:
            raise FileRejected("files.no_text", name=path.name)
        return _Table(path, "", sample, layout_of([r.cells for r in sample]), rows)
    if kind != "table":
        return None
    lines = list(islice(read_lines(path), SAMPLE_ROWS))
    named = declared(lines[0].text or "") if lines else ""
    lines = list(_told(iter(lines)))
    delimiter = named or delimiter_of(lines, "\t" if path.suffix.lower() in (".tsv", ".tab") else ",")
    width = width_of(lines, delimiter)
    sample = list(read_records(iter(lines), delimiter, width))
    layout = layout_of([r.cells if len(r.cells) <= width else r.cells[:width] for r in sample])
    return _Table(path, delimiter or NO_DELIMITER, sample, layout)


def _mapped(table: _Table, mapping: Mapping[str, int] | None, name: str) -> Layout:
    """The layout with a person's mapping in place of the guessed one."""
    layout = table.layout
    if mapping is not None:
        width = len(layout.header)
        if any(field not in MESSAGE_FIELDS or not 0 <= n < width for field, n in mapping.items()):
            raise InvalidInput("customers.bad_mapping", columns=width)
        rows = [r.cells for r in table.sample[layout.first:]]
        layout = replace(layout, mapping=dict(mapping), order=date_order(rows, dict(mapping)))
    if "text" not in layout.mapping:
        raise FileRejected("customers.no_text_column", name=name)
    return layout


def _letters(path: Path, kind: str) -> Iterator[ReadMessage | Unreadable]:
    if kind == "eml":
        with path.open("rb") as file:
            mails = iter([(file.read(LARGEST), bool(file.read(1)))])
    else:
        mails = read_box(path)
    for row, (raw, large) in enumerate(mails, 1):
        if large:
            yield Unreadable(row, "customers.mail_too_large", {"limit": LARGEST // 1_000_000}, raw[:_RAW_KEPT])
        else:
            yield read_letter(row, raw)
