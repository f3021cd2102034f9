"""Workbooks (.xlsx): opened in a child with bounded memory, which writes the rows as lines that are then read one by one."""

from __future__ import annotations

import datetime as dt
import json
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from assistant.errors import Cancelled, FileRejected, StepFailed
from assistant.ports.speech import Watch
from ingest.apart import Plain, Task, run_apart
from ingest.customers.records import Record

MAX_COLUMNS = 300
_MEMORY_MB, _SECONDS = 1500, 1800


def read_sheet(path: Path, most: int = 0) -> Iterator[Record]:
    """The rows of the first visible sheet that has any, blank ones too; the first ``most`` alone where that is given.
    FileRejected where the workbook cannot be opened."""
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
                cells = tuple(json.loads(line))
                yield Record(cells, "\t".join(cells).encode("utf-8", "replace"))


def run(job: Plain, _progress: Callable[[float], None]) -> Plain:
    """The child's side."""
    import openpyxl

    book = openpyxl.load_workbook(job["path"], read_only=True, data_only=True, keep_links=False)
    with Path(job["out"]).open("w", encoding="utf-8") as out:
        for sheet in book.worksheets:
            if sheet.sheet_state == "visible" and _write(sheet, out, job["most"]):
                break
    return {}


def _write(sheet: Any, out: Any, most: int) -> bool:
    """Whether the sheet had a row; blank rows at its end are left out."""
    sheet.reset_dimensions()
    blank, written = 0, 0
    for row in sheet.iter_rows(max_col=MAX_COLUMNS, values_only=True):
        cells = [_shown(value) for value in row]
        while cells and not cells[-1]:
            cells.pop()
        if not cells:
            blank += 1
            continue
        out.write("[]\n" * blank + json.dumps(cells) + "\n")
        written, blank = written + blank + 1, 0
        if most and written >= most:
            break
    return written > 0


def _shown(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, dt.datetime):
        return f"{value:%Y-%m-%d}" if value.time() == dt.time() else f"{value:%Y-%m-%d %H:%M}"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
