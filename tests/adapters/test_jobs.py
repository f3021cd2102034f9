"""The jobs room over DBOS and SQLite: what a person sees of it."""

import logging
import time
from dataclasses import replace

import pytest

from assistant.errors import Conflict
from assistant.model import Job, JobState, Kind, Step
from tests.adapters.job_house import JobHouse
from tests.adapters.scripted_pipeline import add_file


def test_the_steps_of_a_file_run_in_order(working: JobHouse) -> None:
    text, sound = working.submit("text"), working.submit("sound", Kind.RECORDING)
    done = working.engine.wait([text.id, sound.id])
    assert [(j.state, j.progress, j.step) for j in done] == [(JobState.DONE, 1.0, "")] * 2
    assert working.pipeline.ran("text") == ["store", "embed", "minutes"]
    assert working.pipeline.ran("sound") == list(Step)
    assert sorted(working.pipeline.read("finished")) == [("sound", ""), ("text", "")]
    assert all(j.ended_at is not None for j in done)


def test_one_bad_file_among_many_is_reported_and_the_others_finish(working: JobHouse) -> None:
    jobs = [working.submit(f"m{n}", fail="store" if n == 3 else "") for n in range(8)]
    states = {j.meeting_id: j.state for j in working.engine.wait([j.id for j in jobs])}
    assert states.pop("m3") is JobState.FAILED
    assert set(states.values()) == {JobState.DONE}
    bad = working.ledger.job(jobs[3].id)
    assert bad.step == "store"
    assert bad.error == bad.error_in("ja")
    assert str(bad.error).startswith("ディスクに空きがない")
    assert "disk is full" in str(bad.error_in("en"))
    assert working.pipeline.read("failed") == [("m3", "")]


@pytest.mark.parametrize("step", ["speakers", "embed", "minutes"])
def test_what_the_rest_can_do_without_is_left_out_with_a_warning(working: JobHouse, step: str) -> None:
    [job] = working.engine.wait([working.submit("sound", Kind.RECORDING, fail=step).id])
    assert (job.state, job.error) == (JobState.DONE, None)
    assert [n.step for n in job.notices] == [step]
    assert "disk is full" in job.warnings_in("en")[0]
    assert working.pipeline.ran("sound") == [s for s in Step if s != step]


def test_a_mistake_in_a_step_fails_the_job_in_plain_words_and_is_logged(
        working: JobHouse, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR, logger="renkei.jobs"):
        [job] = working.engine.wait([working.submit("text", **{"break": "store"}).id])
    assert job.state is JobState.FAILED
    assert "ZeroDivisionError: 1 / 0" in str(job.error_in("en"))
    assert [r.exc_info is not None for r in caplog.records] == [True]


def test_a_running_step_stops_within_about_a_second_of_a_cancel(working: JobHouse) -> None:
    job = working.submit("sound", Kind.RECORDING, seconds=60)
    working.until_begun("sound", Step.DECODE)
    # The pieces of this step take six seconds each, so that only the first look counts.
    fast = working.submit("text", seconds=2)
    working.until_begun("text", Step.STORE)
    assert working.engine.cancel(fast.id).state is JobState.CANCELLED
    begun = time.monotonic()
    working.until(lambda: ("text", "store") in working.pipeline.read("stop"))
    assert time.monotonic() - begun < 1.5
    working.until(lambda: ("text", "") in working.pipeline.read("failed"))
    working.engine.cancel(job.id)
    assert working.ledger.job(job.id).ended_at is not None
    assert working.engine.cancel(fast.id).state is JobState.CANCELLED


def test_a_job_cancelled_while_it_waits_never_begins(working: JobHouse) -> None:
    first = working.submit("first", seconds=0.3)
    second, third = working.submit("second"), working.submit("third")
    working.engine.cancel(second.id)
    assert ("second", "") in working.pipeline.read("failed")
    working.engine.wait([first.id, second.id, third.id])
    assert ("second", "store") not in working.pipeline.read("begin")
    assert working.pipeline.read("failed") == [("second", "")]


def test_retry_goes_on_from_the_last_good_step(working: JobHouse) -> None:
    heal = working.folder / "healed"
    job = working.submit("sound", Kind.RECORDING, fail="transcribe", heal=str(heal))
    assert working.engine.wait([job.id])[0].state is JobState.FAILED
    heal.touch()
    again = working.engine.retry(job.id)
    assert (again.state, again.error, again.trouble) == (JobState.QUEUED, None, None)
    assert working.engine.wait([job.id])[0].state is JobState.DONE
    assert working.pipeline.ran("sound") == list(Step)


def test_retry_of_a_finished_job_does_what_was_left_out(working: JobHouse) -> None:
    heal = working.folder / "healed"
    job = working.submit("text", fail="embed", heal=str(heal))
    assert working.engine.wait([job.id])[0].notices != ()
    heal.touch()
    working.engine.retry(job.id)
    [done] = working.engine.wait([job.id])
    assert (done.state, done.warnings, done.notices) == (JobState.DONE, (), ())
    assert working.pipeline.ran("text") == ["store", "minutes", "embed", "minutes"]
    with pytest.raises(Conflict):
        working.engine.retry(job.id)


def test_retry_of_a_cancelled_job_begins_at_the_step_that_was_stopped(working: JobHouse) -> None:
    job = working.submit("sound", Kind.RECORDING, seconds=0.5)
    working.until_begun("sound", Step.TRANSCRIBE)
    with pytest.raises(Conflict):
        working.engine.retry(job.id)
    working.engine.cancel(job.id)
    working.engine.retry(job.id)
    assert working.engine.wait([job.id])[0].state is JobState.DONE
    assert working.pipeline.ran("sound") == list(Step)


def test_progress_only_grows_and_the_time_left_is_known(working: JobHouse) -> None:
    add_file(working.ledger, "sound", Kind.RECORDING, duration_s=20)
    job = working.engine.submit("sound", "/in/sound", {"seconds": 1.2})
    seen: list[Job] = []
    working.engine.wait([job.id], seen.append)
    progress = [j.progress for j in seen]
    assert progress == sorted(progress)
    assert progress[-1] == 1.0
    assert len({p for p in progress if 0 < p < 1}) > 5
    running = [j for j in seen if j.state is JobState.RUNNING and j.progress > 0]
    assert all(j.eta_s is not None and j.eta_s >= 0 for j in running)
    assert {j.step for j in running} >= {"transcribe", "speakers"}
    assert "transcribe/sound" in working.ledger.setting("jobs.speeds")


def test_notes_do_not_wait_for_a_long_recording_and_recordings_keep_their_order(working: JobHouse) -> None:
    sounds = [working.submit(f"sound{n}", Kind.RECORDING, seconds=0.2) for n in range(3)]
    text = working.submit("text")
    working.engine.wait([text.id])
    assert not working.ledger.job(sounds[0].id).over
    working.engine.wait([j.id for j in sounds])
    order = [m for m, _ in working.pipeline.read("finished") if m != "text"]
    assert order == ["sound0", "sound1", "sound2"]


def test_what_an_orderly_stop_interrupts_goes_on_at_the_next_start(working: JobHouse) -> None:
    job = working.submit("sound", Kind.RECORDING, seconds=0.5)
    working.until_begun("sound", Step.TRANSCRIBE)
    begun = time.monotonic()
    working.engine.stop()
    assert time.monotonic() - begun < 5
    assert working.ledger.job(job.id).state is JobState.RUNNING
    assert working.pipeline.read("failed") == []
    working.engine = working.new_engine()
    working.engine.start()
    assert working.engine.wait([job.id])[0].state is JobState.DONE
    assert working.pipeline.ran("sound") == list(Step)


def test_work_submitted_while_nothing_runs_begins_with_the_next_start(job_house: JobHouse) -> None:
    job = job_house.submit("text")
    assert job_house.ledger.job(job.id).state is JobState.QUEUED
    job_house.engine.start()
    assert job_house.engine.wait([job.id])[0].state is JobState.DONE


def test_a_needed_step_that_never_gets_anywhere_fails_its_job(job_house: JobHouse) -> None:
    job = job_house.submit("text")
    job_house.ledger.change_job(job.id, lambda now: replace(now, state=JobState.RUNNING, step="store", begun=3))
    job_house.engine.start()
    [failed] = job_house.engine.wait([job.id])
    assert failed.state is JobState.FAILED
    assert "again and again" in str(failed.error_in("en"))
    assert job_house.pipeline.read("begin") == []


def test_a_new_version_of_a_file_takes_the_place_of_the_work_on_the_old(working: JobHouse) -> None:
    old = working.submit("text", seconds=5)
    working.until_begun("text", Step.STORE)
    new = working.engine.submit("text", "/in/text 2", {})
    assert [j.state for j in working.engine.wait([old.id, new.id])] == [JobState.CANCELLED, JobState.DONE]
    assert working.pipeline.read("failed", "finished") == [("text", "")]
