"""Jobs that go: deleted with their meeting, given up, cleaned away."""

from pathlib import Path

import pytest

from assistant.errors import NotFound
from assistant.jobs import Engine
from assistant.jobs.upkeep import days_ago
from assistant.model import JobState, Step
from assistant.records import SqlLedger
from tests.adapters.job_house import JobHouse
from tests.adapters.scripted_pipeline import ScriptedPipeline, add_file


def workflows() -> list[str]:
    from dbos import DBOS

    return [w.workflow_id for w in DBOS.list_workflows(load_input=False, load_output=False)]


def test_forgetting_a_meeting_stops_its_work_and_leaves_no_trace(working: JobHouse) -> None:
    job, other = working.submit("text", seconds=30), working.submit("other")
    working.until_begun("text", Step.STORE)
    working.engine.forget("text")
    assert ("text", "store") in working.pipeline.read("stop")
    with pytest.raises(NotFound):
        working.ledger.job(job.id)
    assert not any(w.startswith(job.id) for w in workflows())
    assert working.engine.wait([other.id])[0].state is JobState.DONE


def test_a_meeting_deleted_under_its_job_ends_the_job_quietly(working: JobHouse) -> None:
    job, other = working.submit("text", seconds=30), working.submit("other")
    working.until_begun("text", Step.STORE)
    working.ledger.delete_meeting("text", "x")
    assert [j.state for j in working.engine.wait([other.id])] == [JobState.DONE]
    assert working.pipeline.read("stop") == [("text", "store")]
    with pytest.raises(NotFound):
        working.ledger.job(job.id)


def test_whoever_waits_for_a_job_that_is_deleted_is_told_it_is_cancelled(working: JobHouse) -> None:
    job = working.submit("text", seconds=30)
    working.until_begun("text", Step.STORE)
    deleted = []

    def delete_once(_job: object) -> None:
        if not deleted:
            deleted.append(working.engine.forget("text"))

    assert working.engine.wait([job.id], delete_once)[0].state is JobState.CANCELLED


def test_a_meeting_is_forgotten_also_while_nothing_runs(working: JobHouse) -> None:
    job = working.submit("text")
    working.engine.wait([job.id])
    working.engine.stop()
    working.engine = working.new_engine()
    working.engine.forget("text")
    working.engine.start()
    assert workflows() == []
    assert working.ledger.jobs() == []


def test_forgetting_a_meeting_before_any_work_makes_no_workflow_database(tmp_path: Path) -> None:
    ledger = SqlLedger.open(tmp_path)
    Engine(tmp_path, ledger, ScriptedPipeline(ledger, tmp_path)).forget(add_file(ledger, "text"))
    assert not list(tmp_path.glob("jobs*"))
    ledger.close()


def test_a_job_whose_workflow_has_ended_without_it_can_be_tried_again(working: JobHouse) -> None:
    from dbos import DBOS

    first, job = working.submit("first", seconds=0.5), working.submit("second")
    DBOS.cancel_workflow(f"{job.id}-1")
    working.engine.wait([first.id])
    working.engine._sweep()
    failed = working.ledger.job(job.id)
    assert failed.state is JobState.FAILED
    assert failed.trouble is not None
    assert failed.trouble.key == "jobs.interrupted"
    working.engine.retry(job.id)
    assert working.engine.wait([job.id])[0].state is JobState.DONE


def test_a_job_whose_thread_was_lost_goes_on_in_another(working: JobHouse) -> None:
    heal = working.folder / "healed"
    job = working.submit("text", vanish="embed", heal=str(heal))
    working.until_begun("text", Step.EMBED)
    working.until(lambda: working.engine._durable.lost() != set())
    heal.touch()
    working.engine._sweep()
    assert working.ledger.job(job.id).attempt == 1
    working.engine._sweep()
    assert working.engine.wait([job.id])[0].state is JobState.DONE
    assert working.pipeline.ran("text") == ["store", "embed", "minutes"]


def test_a_job_whose_thread_is_lost_again_and_again_is_given_up(working: JobHouse) -> None:
    job = working.submit("text", vanish="store")
    for begun in range(1, 4):
        working.until(lambda: working.pipeline.read("begin").count(("text", "store")) == begun)  # noqa: B023
        working.until(lambda: f"{job.id}-{working.ledger.job(job.id).attempt}" in working.engine._durable.lost())
        working.engine._sweep()
        working.engine._sweep()
    [failed] = working.engine.wait([job.id])
    assert failed.state is JobState.FAILED
    assert failed.trouble is not None
    assert failed.trouble.key == "jobs.crashes"


def test_workflows_that_are_over_are_cleaned_away_and_their_jobs_stay(working: JobHouse) -> None:
    jobs = [working.submit(name) for name in ("a", "b")]
    running = working.submit("c", seconds=30)
    working.engine.wait([j.id for j in jobs])
    working.until_begun("c", Step.STORE)
    working.until(lambda: working.engine._durable.clean_up(days_ago(0)) > 0 or len(workflows()) == 1)
    working.until(lambda: working.engine._durable.clean_up(days_ago(0)) == 0)
    assert workflows() == [f"{running.id}-1"]
    assert [working.ledger.job(j.id).state for j in jobs] == [JobState.DONE, JobState.DONE]
