"""DBOS, as far as we use it: a workflow of steps that goes on after every crash. The only file that imports it."""

from __future__ import annotations

import datetime as dt
import sqlite3
import sys
import time
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, cast

from assistant.jobs.quiet import quieten
from assistant.model import Step

if TYPE_CHECKING:
    from dbos import DBOSConfig
    from sqlalchemy import Engine as Database

FILE = "jobs.sqlite3"
VERSION = "ingest-1"
"""Never changes with the code: unfinished work of another version is not taken up again."""

RECORDINGS, TEXTS = "recordings", "texts"
"""The queues, each one job at a time: a long recording does not keep notes waiting."""

MOST_RECOVERIES = 20
"""A backstop only: the runner gives a step up long before, and says so."""

_POLL_S = 0.2
_OVER = ["SUCCESS", "ERROR", "CANCELLED", "MAX_RECOVERY_ATTEMPTS_EXCEEDED"]
_PRAGMAS = ("busy_timeout=30000", "foreign_keys=ON", "journal_mode=WAL", "synchronous=NORMAL")


class Steps(Protocol):
    """What the workflow calls."""

    def run(self, job_id: str, attempt: int, step: Step) -> str: ...

    def finish(self, job_id: str, attempt: int, outcome: str) -> None: ...


_steps: list[Steps] = []  # what runs in this process; workflows are found by name and know nothing else
_alive: set[str] = set()  # workflows a thread of this process is at


class Durable:
    """The workflow engine of this process; there can be one."""

    def __init__(self, data_dir: Path, database_url: str, executor: str) -> None:
        self._file, self._url, self.executor = data_dir / FILE, database_url, executor

    def launch(self, steps: Steps) -> None:
        """Begin to work; what was unfinished under this executor's name goes on."""
        from dbos import DBOS

        quieten()
        _steps[:] = [steps]
        _workflow()
        config: DBOSConfig = {"name": "renkei", "application_version": VERSION, "executor_id": self.executor,
                              "log_level": "WARNING", "max_executor_threads": 8}
        config.update(cast("DBOSConfig", self._database()))
        DBOS(config=config)
        DBOS.launch()
        for queue in (RECORDINGS, TEXTS):
            DBOS.register_queue(queue, worker_concurrency=1, polling_interval_sec=_POLL_S)

    def stop(self) -> None:
        """Let go; running steps must have ended."""
        from dbos import DBOS

        DBOS.destroy()
        _steps.clear()

    @property
    def launched(self) -> bool:
        """Whether this process works, or could queue work."""
        return bool(_steps)

    def enqueue(self, workflow_id: str, queue: str, job_id: str, attempt: int, steps: Iterable[Step]) -> None:
        """Queue a workflow; one that is there already stays as it is."""
        from dbos import DBOS, SetWorkflowID

        with SetWorkflowID(workflow_id):
            DBOS.enqueue_workflow(queue, _workflow(), job_id, attempt, [str(step) for step in steps])

    def over(self, workflow_ids: Iterable[str]) -> dict[str, bool]:
        """Of those that are known: whether they are over."""
        from dbos import DBOS

        wanted = list(workflow_ids)
        found = DBOS.list_workflows(workflow_ids=wanted, load_input=False, load_output=False) if wanted else []
        return {status.workflow_id: status.status in _OVER for status in found}

    def running(self, workflow_ids: Iterable[str]) -> bool:
        """Whether a worker, here or elsewhere, is at one of them."""
        from dbos import DBOS

        return bool(DBOS.list_workflows(workflow_ids=list(workflow_ids), status="PENDING", load_input=False,
                                        load_output=False))

    def lost(self) -> set[str]:
        """Workflows that count as running here though no thread is at them, as when the database went away under one
        or a step threw what no step should."""
        from dbos import DBOS

        here = DBOS.list_workflows(status="PENDING", executor_id=self.executor, load_input=False, load_output=False)
        return {status.workflow_id for status in here} - _alive

    def forget(self, workflow_ids: Iterable[str]) -> None:
        """Remove workflows and what their steps left, also while nothing is launched."""
        if self.launched:
            from dbos import DBOS

            DBOS.delete_workflows(list(workflow_ids))
        elif self._url or self._file.is_file():
            from dbos import DBOSClient

            quieten()
            client = DBOSClient(**self._database())
            try:
                client.delete_workflows(list(workflow_ids))
            finally:
                client.destroy()

    def clean_up(self, before: dt.datetime) -> int:
        """Remove workflows that were over before then; returns how many. The records keep what people see of them."""
        from dbos import DBOS

        old = DBOS.list_workflows(status=_OVER, completed_before=before.astimezone(dt.UTC).isoformat(),
                                  load_input=False, load_output=False)
        if old:
            DBOS.delete_workflows([status.workflow_id for status in old])
        return len(old)

    def unfinished_executors(self) -> set[str]:
        """Names under which work is running, or was when its worker died."""
        from dbos import DBOS

        running = DBOS.list_workflows(status="PENDING", load_input=False, load_output=False)
        return {status.executor_id for status in running if status.executor_id}

    def take_over(self, executor: str) -> None:
        """Queue again what a dead worker was doing."""
        from dbos import DBOS

        DBOS._recover_pending_workflows([executor])

    def _database(self) -> dict[str, Any]:
        if self._url:
            return {"system_database_url": self._url}
        return {"system_database_url": f"sqlite:///{self._file}", "system_database_engine": _sqlite(self._file)}


@cache
def _workflow() -> Callable[[str, int, list[str]], str]:
    from dbos import DBOS

    @DBOS.step(name="step")
    def step(job_id: str, attempt: int, name: str) -> str:
        return _steps[0].run(job_id, attempt, Step(name))

    @DBOS.step(name="finish")
    def finish(job_id: str, attempt: int, outcome: str) -> None:
        _steps[0].finish(job_id, attempt, outcome)

    @DBOS.workflow(name="take_in", max_recovery_attempts=MOST_RECOVERIES)
    def take_in(job_id: str, attempt: int, names: list[str]) -> str:
        workflow_id = str(DBOS.workflow_id)
        _alive.add(workflow_id)
        try:
            outcome = "done"
            for name in names:
                outcome = step(job_id, attempt, name)
                if outcome != "done":
                    break
            finish(job_id, attempt, outcome)
        finally:
            _alive.discard(workflow_id)
        return outcome

    return take_in


@cache
def _sqlite(file: Path) -> Database:
    """DBOS's own engine would not write ahead, and needs functions that older SQLite and Python do not have."""
    from sqlalchemy import create_engine, event

    engine = create_engine(f"sqlite:///{file}", pool_size=10, max_overflow=0)

    def set_up(connection: Any, _record: Any) -> None:
        connection.isolation_level = "IMMEDIATE"
        for pragma in _PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")
        if sqlite3.sqlite_version_info < (3, 42):
            connection.create_function("unixepoch", 1, lambda _modifier: round(time.time(), 3))
        if sys.version_info < (3, 12):  # only ever asked for '%s' of 'now', which has whole seconds
            connection.create_function("strftime", 2, lambda _format, _time: round(time.time(), 3))

    event.listen(engine, "connect", set_up)
    return engine
