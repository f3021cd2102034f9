"""A house with nothing in it but records, jobs and a scripted pipeline."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from assistant.jobs import Engine
from assistant.model import Job, Kind, Step
from assistant.records import SqlLedger
from tests.adapters.scripted_pipeline import ScriptedPipeline, add_file


class JobHouse:
    """Records, a scripted pipeline and an engine over one folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.ledger = SqlLedger.open(folder)
        self.pipeline = ScriptedPipeline(self.ledger, folder)
        self.engine = self.new_engine()

    def new_engine(self) -> Engine:
        return Engine(self.folder, self.ledger, self.pipeline, lang="ja")

    def submit(self, name: str, kind: Kind = Kind.TRANSCRIPT, **options: Any) -> Job:
        return self.engine.submit(add_file(self.ledger, name, kind), f"/in/{name}", options)

    def until(self, condition: Callable[[], bool]) -> None:
        deadline = time.monotonic() + 20
        while not condition():
            assert time.monotonic() < deadline
            time.sleep(0.02)

    def until_begun(self, name: str, step: Step) -> None:
        self.until(lambda: (name, step) in self.pipeline.read("begin"))
