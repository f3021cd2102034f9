"""A pipeline whose steps do what a test says, and write down that they were there."""

from __future__ import annotations

import datetime as dt
import os
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from assistant.errors import Cancelled, StepFailed
from assistant.model import Kind, Meeting, Step
from assistant.ports.speech import Watch
from assistant.records import SqlLedger

TEXT = [Step.STORE, Step.EMBED, Step.MINUTES]
SOUND = list(Step)
PIECES = 10


class ScriptedPipeline:
    """Options: ``seconds`` a step takes; ``fail``, ``break``, ``vanish`` or ``die`` name a step that fails for a reason,
    by a mistake, with its thread or with the whole process; ``heal``: a file that cures it once it is there."""

    def __init__(self, ledger: SqlLedger, folder: Path) -> None:
        self.ledger, self.marks = ledger, folder / "marks"

    def steps(self, meeting_id: str) -> list[Step]:
        return SOUND if self.ledger.meeting(meeting_id).kind is Kind.RECORDING else TEXT

    def run(self, step: Step, meeting_id: str, options: Mapping[str, Any], watch: Watch) -> None:
        self._mark("begin", meeting_id, step)
        for piece in range(PIECES):
            time.sleep(float(options.get("seconds", 0)) / PIECES)
            watch.progress((piece + 1) / PIECES)
            if watch.cancelled():
                self._mark("stop", meeting_id, step)
                raise Cancelled("jobs.interrupted")
        if not Path(str(options.get("heal", "/nowhere"))).exists():
            self._misbehave(step, options)
        self._mark("end", meeting_id, step)

    def finished(self, meeting_id: str, failed: bool) -> None:
        self._mark("failed" if failed else "finished", meeting_id, "")

    def read(self, *what: str) -> list[tuple[str, str]]:
        """(meeting, step) of the marks of these kinds, in order."""
        return [(meeting_id, step) for kind, meeting_id, step in self._lines() if kind in what]

    def ran(self, meeting_id: str) -> list[str]:
        """The steps a meeting has behind it, in order."""
        return [step for of, step in self.read("end") if of == meeting_id]

    def _misbehave(self, step: Step, options: Mapping[str, Any]) -> None:
        if options.get("die") == step:
            os._exit(9)
        if options.get("vanish") == step:
            raise SystemExit
        if options.get("fail") == step:
            raise StepFailed("records.disk_full")
        if options.get("break") == step:
            raise ZeroDivisionError("1 / 0")

    def _mark(self, *words: str) -> None:
        with self.marks.open("a") as out:
            out.write("|".join(words) + "\n")

    def _lines(self) -> Iterator[list[str]]:
        if self.marks.exists():
            yield from (line.split("|") for line in self.marks.read_text().splitlines())


def add_file(ledger: SqlLedger, meeting_id: str, kind: Kind = Kind.TRANSCRIPT, duration_s: float = 0.0) -> str:
    """A meeting whose file waits to be taken in."""
    meeting = Meeting(meeting_id, meeting_id, dt.date(2026, 9, 2), kind=kind, duration_s=duration_s)
    ledger.add_meeting(meeting, f"sha-{meeting_id}", "x")
    return meeting_id
