"""Workbooks (.xlsx): opened in a child with bounded memory, which writes the rows as lines that are then read one by one."""

from __future__ import annotations

import datetime as dt
import json
import tempfile
import time
from collections.abc import Callable, Iterator
from itertools import chain, islice
from pathlib import Path
from typing import Any, TextIO

from assistant.errors import Cancelled, FileRejected, StepFailed
from assistant.ports.speech import Watch
from ingest.apart import Plain, Task, run_apart
from ingest.customers.records import Record

MAX_COLUMNS = 300
_HEAD = 12
"""Rows at the top of a sheet among which its header stands."""
_MEMORY_MB, _SECONDS = 1500, 1800


def read_sheet(path: Path, most: int = 0) -> Iterator[Record]:
    """The rows of the first visible sheet that has any, blank ones too, and of those with the same header; the first
    ``most`` alone where that is given. A sheet of another kind is told as one record that could not be read. FileRejected
    where the workbook cannot be opened."""
    deadline = time.monotonic() + _SECONDS
    watch = Watch(progress=lambda _: None, cancelled=lambda: time.monotonic() > deadline)
    with tempfile.TemporaryDirectory(prefix="renkei-") as folder:
        out = Path(folder) / "rows.jsonl"
        task = Task("table", {"path": str(path), "out": str(out), "most": most}, "files.damaged", Path(folder) / "log", _MEMORY_MB)
        try:
            run_apart(task, watch)
        except (Cancelled, StepFailed) as error:
            reason = str(error.values.get("reason", "MemoryError"))
            heavy = any(word in reason for word in ("MemoryError", "SIGKILL", "SIGXCPU", "bad_alloc", "SIGABRT"))
            raise FileRejected("files.too_heavy" if heavy else "files.damaged", name=path.name) from error
        with out.open(encoding="utf-8") as lines:
            for line in lines:
                yield _record(json.loads(line))


def _record(line: Any) -> Record:
    if isinstance(line, dict):
        return Record((), line["sheet"].encode("utf-8", "replace"), "customers.sheet_left", line)
    return Record(tuple(line), "\t".join(line).encode("utf-8", "replace"))


def run(job: Plain, _progress: Callable[[float], None]) -> Plain:
    """The child's side."""
    import openpyxl

    book = openpyxl.load_workbook(job["path"], read_only=True, data_only=True, keep_links=False)
    heads: set[tuple[str, ...]] = set()
    with Path(job["out"]).open("w", encoding="utf-8") as out:
        for sheet in book.worksheets:
            if sheet.sheet_state != "visible":
                continue
            rows = _rows(sheet)
            first = list(islice(rows, _HEAD))
            if not any(first):
                continue
            same = next((n for n, row in enumerate(first) if row in heads), None)
            if heads and same is None:
                out.write(json.dumps({"sheet": sheet.title, "rows": sum(1 for row in chain(first, rows) if row)}) + "\n")
            else:
                _write(chain(first[same or 0:], rows), out, job["most"])
            heads = heads or {row for row in first if len(row) > 1}
            if job["most"]:
                break
    return {}


def _rows(sheet: Any) -> Iterator[tuple[str, ...]]:
    """Each row up to its last filled cell."""
    sheet.reset_dimensions()
    for row in sheet.iter_rows(max_col=MAX_COLUMNS, values_only=True):
        cells = [_shown(value) for value in row]
        while cells and not cells[-1]:
            cells.pop()
        yield tuple(cells)


def _write(rows: Iterator[tuple[str, ...]], out: TextIO, most: int) -> None:
    """Blank rows at the end of a sheet are left out."""
    blank = written = 0
    for cells in rows:
        if not cells:
            blank += 1
            continue
        out.write("[]\n" * blank + json.dumps(cells) + "\n")
        written, blank = written + blank + 1, 0
        if most and written >= most:
            break


def _shown(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, dt.datetime):
        return f"{value:%Y-%m-%d}" if value.time() == dt.time() else f"{value:%Y-%m-%d %H:%M}"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
