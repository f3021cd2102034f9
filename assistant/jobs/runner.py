"""One step of one job: begun, watched, and its outcome written down."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from typing import TypeVar

from assistant.errors import Cancelled, NotFound, RecordsUnavailable, RenkeiError, StepFailed
from assistant.jobs.notices import notice_of
from assistant.jobs.progress import Estimate, Speeds, learnt
from assistant.jobs.report import Report
from assistant.model import Job, JobState, Kind, Step
from assistant.ports.clock import SystemClock
from assistant.ports.records import Ledger
from assistant.ports.speech import Watch
from assistant.ports.work import Pipeline

DONE, FAILED, CANCELLED, PASSED_BY = "done", "failed", "cancelled", "passed by"
"""Outcomes of a step: done (or failed, where the rest can do without it); failed; stopped by a person in the middle;
not begun, because the job was cancelled, set going anew or deleted."""

OPTIONAL = {Step.SPEAKERS, Step.EMBED, Step.MINUTES}
"""A job does not fail for these: what the other steps give is worth having."""

MOST_BEGINNINGS = 3
"""A step begun this often without getting anywhere takes the process down each time: it is left out."""

SPEEDS = "jobs.speeds"
_PATIENCE_S = 2.0
Outcome = TypeVar("Outcome")
_log = logging.getLogger("renkei.jobs")


class Interrupted(BaseException):
    """The process is going down; the step is done again at the next start. No Exception, so that the workflow engine
    does not write it down as the step's result."""


class Runner:
    """Runs the steps of jobs, any number at a time. ``changed`` is called with every new state of a job."""

    def __init__(self, ledger: Ledger, pipeline: Pipeline, lang: str, changed: Callable[[Job], None]) -> None:
        self.ledger, self.pipeline, self.lang, self.changed = ledger, pipeline, lang, changed
        self.stopping = threading.Event()
        self._running: set[str] = set()
        self._idle = threading.Condition()

    def run(self, job_id: str, attempt: int, step: Step) -> str:
        """Do a step; returns its outcome and raises nothing but Interrupted. While the records cannot be reached it
        waits, and begins again when they can."""
        with self._idle:
            self._running.add(job_id)
        try:
            return self._patiently(lambda: self._run(job_id, attempt, step))
        except NotFound:
            return PASSED_BY  # the job was deleted with its meeting
        finally:
            with self._idle:
                self._running.discard(job_id)
                self._idle.notify_all()

    def finish(self, job_id: str, attempt: int, outcome: str) -> None:
        """The steps are over; tell the pipeline, then those who wait."""
        with suppress(NotFound):
            self._patiently(lambda: self._finish(job_id, attempt, outcome))

    def change(self, job_id: str, change: Callable[[Job], Job | None]) -> Job:
        """Change a job's row and tell who waits for it."""
        job = self.ledger.change_job(job_id, change)
        self.changed(job)
        return job

    def wait_idle(self, job_ids: set[str] | None, timeout_s: float) -> bool:
        """Until none of these jobs (None: no job) has a step running here; False when it takes longer."""
        with self._idle:
            return self._idle.wait_for(
                lambda: not (self._running if job_ids is None else self._running & job_ids), timeout_s)

    def _finish(self, job_id: str, attempt: int, outcome: str) -> None:
        job = self.ledger.job(job_id)
        if job.attempt != attempt or outcome == PASSED_BY or job.meeting_id is None:
            return
        if outcome != CANCELLED or not self._others(job):
            self.pipeline.finished(job.meeting_id, outcome != DONE)
        if outcome != CANCELLED:
            self.change(job_id, lambda now: _ended(now, attempt, outcome))

    def _run(self, job_id: str, attempt: int, step: Step) -> str:
        job = self.change(job_id, lambda now: _begun(now, attempt, step))
        if job.over or job.attempt != attempt or job.meeting_id is None:
            return CANCELLED if job.attempt == attempt and job.step else PASSED_BY
        if job.begun > MOST_BEGINNINGS:
            return self._trouble(job, step, StepFailed("jobs.crashes"))
        report = Report(job, step, self.estimate(job), self.change, lambda: self._unwanted(job))
        try:
            self.pipeline.run(step, job.meeting_id, job.options, Watch(report.progress, report.cancelled))
        except Cancelled:
            return self._stopped(job)
        except RecordsUnavailable:
            raise
        except RenkeiError as error:
            return self._trouble(job, step, error)
        except Exception as error:  # the one place where whatever a step throws ends
            _log.exception("job %s failed at %s", job_id, step)
            return self._trouble(job, step, error)
        return self._good(job, step, report)

    def _patiently(self, work: Callable[[], Outcome]) -> Outcome:
        while True:
            try:
                return work()
            except RecordsUnavailable as error:
                _log.warning("a job waits: %s", error)
                if self.stopping.wait(_PATIENCE_S):
                    raise Interrupted from error

    def _stopped(self, job: Job) -> str:
        if self.stopping.is_set():
            # Going down in order is no sign of a step that crashes.
            self.change(job.id, lambda now: replace(now, begun=max(1, now.begun - 1)))
            raise Interrupted
        self.change(job.id, lambda now: None if now.attempt != job.attempt else cancelled(now))
        return CANCELLED

    def _trouble(self, job: Job, step: Step, error: Exception) -> str:
        notice = notice_of(error, step)
        if isinstance(error, NotFound):
            self.ledger.job(job.id)  # raises when the meeting was deleted: then nothing is wrong
        optional = step in OPTIONAL

        def kept(now: Job) -> Job | None:
            if now.over or now.attempt != job.attempt:
                return None
            if optional:
                told = (*now.notices, notice)
                return replace(now, notices=told, warnings=tuple(n.say(self.lang) for n in told))
            return replace(now, trouble=notice, error=notice.say(self.lang), eta_s=None)

        now = self.change(job.id, kept)
        return CANCELLED if now.over else DONE if optional else FAILED

    def _good(self, job: Job, step: Step, report: Report) -> str:
        now = self.change(job.id, report.full)
        if now.over or now.attempt != job.attempt:
            return CANCELLED
        if report.fresh:
            estimate = self.estimate(job)
            self.ledger.save_setting(SPEEDS, learnt(self._speeds(), estimate, step, report.elapsed_s), "renkei")
        return DONE

    def estimate(self, job: Job) -> Estimate:
        """What to expect of a job, as far as is known now."""
        meeting = self.ledger.meeting(job.meeting_id or "")
        sound_s = meeting.duration_s if meeting.kind is Kind.RECORDING else None
        return Estimate(self.pipeline.steps(meeting.id), sound_s, self._speeds())

    def _speeds(self) -> Speeds:
        return dict(self.ledger.setting(SPEEDS, {}))

    def _unwanted(self, job: Job) -> bool:
        """Whether a running step should stop: the process goes down, or the job was cancelled, begun anew, deleted."""
        if self.stopping.is_set():
            return True
        try:
            now = self.ledger.job(job.id)
        except NotFound:
            return True
        except RecordsUnavailable:
            return False
        return now.over or now.attempt != job.attempt

    def _others(self, job: Job) -> bool:
        """Whether another job works on the same meeting."""
        return any(j.id != job.id and not j.over for j in self.ledger.jobs_of(job.meeting_id or ""))


def cancelled(job: Job) -> Job | None:
    """The job, stopped by a person."""
    return None if job.over else replace(job, state=JobState.CANCELLED, eta_s=None, ended_at=SystemClock().now())


def _begun(now: Job, attempt: int, step: Step) -> Job | None:
    if now.over or now.attempt != attempt:
        return None
    begun = now.begun + 1 if now.step == step else 1
    return replace(now, state=JobState.RUNNING, step=str(step), begun=begun, error=None, trouble=None)


def _ended(now: Job, attempt: int, outcome: str) -> Job | None:
    if now.over or now.attempt != attempt:
        return None
    over = replace(now, eta_s=None, ended_at=SystemClock().now())
    if outcome == DONE:
        return replace(over, state=JobState.DONE, progress=1.0, step="")
    return replace(over, state=JobState.FAILED)
