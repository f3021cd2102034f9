"""What the command prints: JSON or text on standard output, progress and errors on standard error."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

from assistant.model import Job

QUIET_STATES = {"done", "failed", "cancelled"}


def lang() -> str:
    """The language of sentences for the terminal: RENKEI_LANG, else the locale's."""
    named = os.environ.get("RENKEI_LANG") or os.environ.get("LC_ALL") or os.environ.get("LANG") or ""
    return "ja" if named.startswith("ja") else "en"


def write_json(value: Any) -> None:
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=1) + "\n")


def write_line_json(value: Any) -> None:
    sys.stdout.write(json.dumps(value, ensure_ascii=False) + "\n")
    sys.stdout.flush()


def write_rows(rows: list[list[str]], header: list[str]) -> None:
    """A plain table for people."""
    from rich.console import Console
    from rich.table import Table

    table = Table(*header, box=None, header_style="bold")
    for row in rows:
        table.add_row(*row)
    Console().print(table)


def write_file(content: bytes, name: str, output: Path | None) -> None:
    """Text to standard output, anything else to ``output`` (or ``name`` in the working folder)."""
    if output is None and not name.endswith((".docx", ".pdf")):
        sys.stdout.buffer.write(content)
        return
    target = output or Path(name)
    target.write_bytes(content)
    say(str(target))


def say(sentence: str) -> None:
    sys.stderr.write(sentence + "\n")


class Progress:
    """Shows each job's step and progress on standard error, a line per change of step when it is no terminal."""

    def __init__(self) -> None:
        self._last: dict[str, str] = {}

    def __call__(self, job: Job) -> None:
        eta = f", {job.eta_s:.0f} s left" if job.eta_s and job.state not in QUIET_STATES else ""
        shown = f"{Path(job.path).name}: {job.step or job.state} {job.progress:.0%}{eta}"
        key = shown if sys.stderr.isatty() else f"{job.state} {job.step}"
        if self._last.get(job.id) != key:
            self._last[job.id] = key
            say(shown)
