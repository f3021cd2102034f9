"""Processes that are killed with work in their hands."""

import random
import subprocess
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from assistant.jobs import Engine
from assistant.model import JobState, Kind
from assistant.records import SqlLedger
from tests.adapters.databases import Cluster, available
from tests.adapters.job_worker import start_worker
from tests.adapters.scripted_pipeline import SOUND, TEXT, ScriptedPipeline, add_file

KILLS = 3


@contextmanager
def worker(folder: Path, url: str = "") -> Iterator[subprocess.Popen[str]]:
    process = start_worker(folder, url)
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def until(condition: Callable[[], bool], process: subprocess.Popen[str]) -> None:
    deadline = time.monotonic() + 60
    while not condition():
        assert process.poll() in {None, 0}
        assert time.monotonic() < deadline
        time.sleep(0.02)


def submit(pipeline: ScriptedPipeline, folder: Path, name: str, kind: Kind, **options: object) -> str:
    """A job that waits for whoever works; the engine of this process never starts."""
    return Engine(folder, pipeline.ledger, pipeline).submit(add_file(pipeline.ledger, name, kind), name, options).id


def test_whenever_the_process_is_killed_every_job_ends_and_no_step_runs_more_than_twice(tmp_path: Path) -> None:
    ledger = SqlLedger.open(tmp_path)
    pipeline = ScriptedPipeline(ledger, tmp_path)
    names = {"sound1": Kind.RECORDING, "text1": Kind.NOTES, "sound2": Kind.RECORDING, "text2": Kind.NOTES}
    jobs = [submit(pipeline, tmp_path, name, kind, seconds=0.4) for name, kind in names.items()]

    def caught_up() -> bool:
        """Whether what the last kill interrupted has been done again, and a new step was begun."""
        begun, ended = Counter(pipeline.read("begin")), set(pipeline.read("end"))
        return all(step in ended for step, times in begun.items() if times > 1) and len(begun) > len(ended)

    for _ in range(KILLS):
        with worker(tmp_path) as process:
            before = len(pipeline.read("begin"))
            until(lambda: len(pipeline.read("begin")) > before + 1 and caught_up(), process)  # noqa: B023
            time.sleep(random.uniform(0, 0.4))
    with worker(tmp_path) as process:
        assert process.communicate(timeout=120)[0] == "over\n"
    assert [ledger.job(j).state for j in jobs] == [JobState.DONE] * 4
    begun, ended = Counter(pipeline.read("begin")), Counter(pipeline.read("end"))
    assert set(ended) == {(n, s) for n, kind in names.items() for s in (SOUND if kind is Kind.RECORDING else TEXT)}
    assert max(begun.values()) <= 2
    assert sum(begun.values()) <= len(ended) + 2 * KILLS
    ledger.close()


def test_a_step_that_takes_the_process_down_each_time_is_left_out(tmp_path: Path) -> None:
    ledger = SqlLedger.open(tmp_path)
    pipeline = ScriptedPipeline(ledger, tmp_path)
    job = submit(pipeline, tmp_path, "text", Kind.NOTES, die="minutes")
    said = []
    for _ in range(4):
        with worker(tmp_path) as process:
            said.append(process.communicate(timeout=60)[0])
    assert said == ["", "", "", "over\n"]
    assert ledger.job(job).state is JobState.DONE
    assert [(n.step, n.key) for n in ledger.job(job).notices] == [("minutes", "jobs.crashes")]
    assert Counter(pipeline.read("begin")) == {("text", "store"): 1, ("text", "embed"): 1, ("text", "minutes"): 3}
    ledger.close()


@pytest.fixture(params=[kind for kind in available() if kind == "postgresql"])
def url(request: pytest.FixtureRequest, postgresql: Cluster) -> str:
    """A database that several workers share: there is no such thing on SQLite."""
    return postgresql.new_database()


def test_a_worker_takes_over_what_a_dead_one_was_doing(url: str, tmp_path: Path) -> None:
    ledger = SqlLedger.open(url)
    pipeline = ScriptedPipeline(ledger, tmp_path)
    jobs = [submit(pipeline, tmp_path, f"sound{n}", Kind.RECORDING, seconds=0.4) for n in range(4)]
    with worker(tmp_path, url) as first, worker(tmp_path, url) as second:
        until(lambda: len(pipeline.read("begin")) > 3, first)
        first.kill()
        assert second.communicate(timeout=120)[0] == "over\n"
    assert [ledger.job(j).state for j in jobs] == [JobState.DONE] * 4
    assert max(Counter(pipeline.read("begin")).values()) <= 2
    assert set(pipeline.read("end")) == {(f"sound{n}", s) for n in range(4) for s in SOUND}
    ledger.close()


def test_a_job_is_cancelled_whichever_worker_has_it(url: str, tmp_path: Path) -> None:
    ledger = SqlLedger.open(url)
    pipeline = ScriptedPipeline(ledger, tmp_path)
    job = submit(pipeline, tmp_path, "sound", Kind.RECORDING, seconds=30)
    with worker(tmp_path, url) as process:
        until(lambda: pipeline.read("begin") != [], process)
        Engine(tmp_path, ledger, pipeline, url).cancel(job)
        assert process.communicate(timeout=60)[0] == "over\n"
    assert pipeline.read("stop") == [("sound", "decode")]
    ledger.close()
