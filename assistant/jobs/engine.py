"""The jobs room as others see it: submit, cancel, retry, wait."""

from __future__ import annotations

import secrets
import threading
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.errors import Conflict, NotFound, StepFailed
from assistant.jobs.durable import RECORDINGS, TEXTS, Durable
from assistant.jobs.notices import notice_of
from assistant.jobs.runner import Runner, cancelled
from assistant.jobs.upkeep import Duty, Upkeep, days_ago
from assistant.model import Job, JobState, Step
from assistant.ports.clock import SystemClock
from assistant.ports.records import Ledger
from assistant.ports.work import Pipeline, Work

if TYPE_CHECKING:
    from assistant.jobs.workers import Workers

KEPT_DAYS = 7.0
_STOPPING_S = 10.0
_LOOK_S = 0.5
_SWEEP_S = 15.0
_RESCUE_S = 1.0
_DAY_S = 86_400.0


class Engine(Work):
    """Durable jobs over DBOS. Without ``database_url`` the caller owns ``data_dir`` (see ``assistant.jobs.owner``);
    with it (PostgreSQL) any number of engines on any machine share the work.

    ``lang`` is the language of a job's ``error`` and ``warnings``. Work submitted before ``start`` waits for it.
    """

    def __init__(self, data_dir: Path, ledger: Ledger, pipeline: Pipeline, database_url: str = "",
                 lang: str = "ja") -> None:
        self._ledger, self._pipeline, self._url = ledger, pipeline, database_url
        self._durable = Durable(data_dir, database_url, _name(database_url))
        self._changed = threading.Condition()
        self._runner = Runner(ledger, pipeline, lang, self._tell)
        self._workers: Workers | None = None
        self._upkeep: Upkeep | None = None
        self._lost: set[str] = set()

    def start(self) -> None:
        """Begin to work, with what was left unfinished first. Does nothing when started already."""
        if self._upkeep is not None:
            return
        duties = [Duty(_SWEEP_S, self._sweep), Duty(_DAY_S, self._clean_up)]
        if self._url:
            from assistant.jobs.workers import Workers

            self._workers = Workers(self._url, self._durable)
            self._workers.hold()
            duties.append(Duty(_RESCUE_S, self._workers.rescue))
        self._runner.stopping.clear()
        self._durable.launch(self._runner)
        self.recover()
        self._upkeep = Upkeep(*duties)
        self._upkeep.start()

    def stop(self) -> None:
        """Stop what runs, to be gone on with at the next start. Waits some seconds for it to end."""
        if self._upkeep is None:
            return
        self._runner.stopping.set()
        self._upkeep.stop()
        self._upkeep = None
        self._runner.wait_idle(None, _STOPPING_S)
        self._durable.stop()
        if self._workers is not None:
            self._workers.release()

    def submit(self, meeting_id: str, path: str, options: Mapping[str, Any]) -> Job:
        """Queue a meeting's file. What else is under way for the meeting is cancelled."""
        for earlier in self._ledger.jobs_of(meeting_id):
            if not earlier.over:
                self._cancel(earlier.id)
        job = Job(secrets.token_hex(6), meeting_id, path, JobState.QUEUED, options=dict(options),
                  added_at=SystemClock().now())
        self._ledger.save_job(job)
        self._enqueue(job, self._pipeline.steps(meeting_id))
        return job

    def cancel(self, job_id: str) -> Job:
        """Stop a job within about a second; what its steps gave so far stays. One that is over stays as it is."""
        waiting = self._ledger.job(job_id).state is JobState.QUEUED
        job = self._cancel(job_id)
        if waiting and job.state is JobState.CANCELLED and job.meeting_id is not None:
            with suppress(NotFound):
                self._pipeline.finished(job.meeting_id, True)
        return job

    def retry(self, job_id: str) -> Job:
        """Go on with a failed or cancelled job, or do again what a finished one had to leave out. Conflict when it is
        not over or nothing is missing."""
        job = self._ledger.job(job_id)
        if not job.over:
            raise Conflict("jobs.still_running")
        if job.meeting_id is None or (job.state is JobState.DONE and not job.notices):
            raise Conflict("jobs.nothing_to_retry")
        steps = _still_to_do(job, self._pipeline.steps(job.meeting_id))
        again = self._runner.change(job_id, lambda now: replace(
            now, state=JobState.QUEUED, step="", error=None, trouble=None, warnings=(), notices=(), eta_s=None,
            ended_at=None, attempt=job.attempt + 1, begun=0))
        self._enqueue(again, steps)
        return again

    def wait(self, job_ids: Sequence[str], on_change: Callable[[Job], None] | None = None) -> list[Job]:
        """Jobs whose meeting is deleted meanwhile count as cancelled."""
        seen: dict[str, Job] = {}
        while True:
            for job_id in job_ids:
                job = self._now(job_id, seen.get(job_id))
                if job != seen.get(job_id) and on_change is not None:
                    on_change(job)
                seen[job_id] = job
            if all(job.over for job in seen.values()):
                return [seen[job_id] for job_id in job_ids]
            with self._changed:
                self._changed.wait(_LOOK_S)

    def forget(self, meeting_id: str) -> None:
        """Returns when nothing works on the meeting any more."""
        jobs = self._ledger.jobs_of(meeting_id)
        for job in jobs:
            self._cancel(job.id)
        self._runner.wait_idle({job.id for job in jobs}, _STOPPING_S)
        ids = [_workflow_id(job.id, attempt) for job in jobs for attempt in range(1, job.attempt + 1)]
        if ids:
            self._await_end(ids)
            self._durable.forget(ids)
        self._ledger.forget_jobs(meeting_id)

    def recover(self) -> None:
        """Queue again what the records know to be unfinished and no workflow works on, such as work submitted while
        nothing ran."""
        jobs = {_workflow_id(job.id, job.attempt): job for job in self._ledger.unfinished_jobs()}
        known = self._durable.over(jobs)
        for workflow_id, job in jobs.items():
            if workflow_id not in known and job.meeting_id is not None:
                self._enqueue(job, _still_to_do(job, self._pipeline.steps(job.meeting_id)))

    def _enqueue(self, job: Job, steps: Sequence[Step]) -> None:
        if not self._durable.launched:
            return  # ``recover`` finds it at the next start
        queue = RECORDINGS if Step.DECODE in self._pipeline.steps(job.meeting_id or "") else TEXTS
        self._durable.enqueue(_workflow_id(job.id, job.attempt), queue, job.id, job.attempt, steps)

    def _cancel(self, job_id: str) -> Job:
        return self._runner.change(job_id, cancelled)

    def _tell(self, _job: Job) -> None:
        with self._changed:
            self._changed.notify_all()

    def _now(self, job_id: str, before: Job | None) -> Job:
        try:
            return self._ledger.job(job_id)
        except NotFound:
            if before is None:
                raise
            return replace(before, state=JobState.CANCELLED)

    def _await_end(self, workflow_ids: Iterable[str]) -> None:
        """Until other workers have noticed, too."""
        ids, deadline = list(workflow_ids), time.monotonic() + _STOPPING_S
        while self._durable.launched and self._durable.running(ids) and time.monotonic() < deadline:
            time.sleep(_LOOK_S)

    def _sweep(self) -> None:
        """Jobs that the records take for unfinished though their workflow has ended have failed; those whose workflow
        has been without a thread since the last time go on in a new one."""
        jobs = {_workflow_id(job.id, job.attempt): job for job in self._ledger.unfinished_jobs()}
        lost = self._durable.lost()
        for workflow_id in lost & self._lost & set(jobs):
            self._go_on(jobs[workflow_id])
        self._lost = lost
        for workflow_id, over in self._durable.over(jobs).items():
            if over:
                self._give_up(jobs[workflow_id])

    def _go_on(self, job: Job) -> None:
        with suppress(NotFound):
            again = self._runner.change(job.id, lambda now: replace(now, attempt=job.attempt + 1))
            self._enqueue(again, _still_to_do(job, self._pipeline.steps(job.meeting_id or "")))

    def _give_up(self, job: Job) -> None:
        notice = notice_of(StepFailed("jobs.interrupted"), job.step)

        def failed(now: Job) -> Job | None:
            if now.over or now.attempt != job.attempt:
                return None
            return replace(now, state=JobState.FAILED, trouble=now.trouble or notice, eta_s=None,
                           error=now.error or notice.say(self._runner.lang), ended_at=SystemClock().now())

        with suppress(NotFound):
            if self._runner.change(job.id, failed).state is JobState.FAILED and job.meeting_id is not None:
                self._pipeline.finished(job.meeting_id, True)

    def _clean_up(self) -> None:
        self._durable.clean_up(days_ago(KEPT_DAYS))


def _name(database_url: str) -> str:
    if not database_url:
        return "renkei"
    from assistant.jobs.workers import worker_name

    return worker_name()


def _workflow_id(job_id: str, attempt: int) -> str:
    return f"{job_id}-{attempt}"


def _still_to_do(job: Job, steps: Sequence[Step]) -> list[Step]:
    """From the first step that failed, was left out or was being done; everything when that cannot be told."""
    open_steps = {notice.step for notice in job.notices} | ({job.step} if job.step else set())
    places = [place for place, step in enumerate(steps) if step in open_steps]
    return list(steps[min(places, default=0):])
