"""One step of one job: begun, watched, and its outcome written down."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace

from assistant.errors import Cancelled, NotFound, RenkeiError, StepFailed
from assistant.jobs.notices import notice_of
from assistant.jobs.progress import Estimate, Pace, Speeds, learnt
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
_EACH_S = 1.0
_LOOK_S = 0.5
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
        """Do a step; returns its outcome. Raises Interrupted, and what the records raise when they cannot be
        written."""
        with self._idle:
            self._running.add(job_id)
        try:
            return self._run(job_id, attempt, step)
        except NotFound:
            return PASSED_BY  # the job was deleted with its meeting
        finally:
            with self._idle:
                self._running.discard(job_id)
                self._idle.notify_all()

    def finish(self, job_id: str, attempt: int, outcome: str) -> None:
        """The steps are over; tell the pipeline, then those who wait."""
        with suppress(NotFound):
            job = self.ledger.job(job_id)
            if job.attempt != attempt or outcome == PASSED_BY or job.meeting_id is None:
                return
            if outcome != CANCELLED or not self._others(job):
                self.pipeline.finished(job.meeting_id, outcome != DONE)
            if outcome != CANCELLED:
                self.change(job_id, lambda now: _ended(now, attempt, outcome))

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

    def _run(self, job_id: str, attempt: int, step: Step) -> str:
        job = self.change(job_id, lambda now: _begun(now, attempt, step))
        if job.over or job.attempt != attempt or job.meeting_id is None:
            return CANCELLED if job.attempt == attempt and job.step else PASSED_BY
        if job.begun > MOST_BEGINNINGS:
            return self._trouble(job, step, StepFailed("jobs.crashes"))
        report = _Report(self, job, step)
        try:
            self.pipeline.run(step, job.meeting_id, job.options, Watch(report.progress, report.cancelled))
        except Cancelled:
            return self._stopped(job)
        except RenkeiError as error:
            return self._trouble(job, step, error)
        except Exception as error:  # the one place where whatever a step throws ends
            _log.exception("job %s failed at %s", job_id, step)
            return self._trouble(job, step, error)
        return self._good(job, step, report)

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

    def _good(self, job: Job, step: Step, report: _Report) -> str:
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

    def _others(self, job: Job) -> bool:
        """Whether another job works on the same meeting."""
        return any(j.id != job.id and not j.over for j in self.ledger.jobs_of(job.meeting_id or ""))


class _Report:
    """What a running step says of itself, written down at most once a second."""

    def __init__(self, runner: Runner, job: Job, step: Step) -> None:
        self._runner, self._job, self._step = runner, job, step
        self._estimate = runner.estimate(job)
        self._started = self._written = self._looked = time.monotonic()
        self._lock = threading.Lock()
        self._gone = False
        self._first: float | None = 0.0 if self.fresh else None
        self.pace = Pace()

    @property
    def fresh(self) -> bool:
        """Whether the step was begun from nothing, not taken up where it was."""
        return self._job.begun == 1 and self._job.attempt == 1

    @property
    def elapsed_s(self) -> float:
        return time.monotonic() - self._started

    def progress(self, share: float) -> None:
        """``share`` 0..1 of the step is done. May be called from any thread, as often as one likes."""
        with self._lock:
            first = min(1.0, max(0.0, share)) if self._first is None else self._first
            self._first = first
            self.pace = Pace(first, min(1.0, max(self.pace.share, share)), self.elapsed_s)
            if time.monotonic() - self._written < _EACH_S:
                return
            self._written = time.monotonic()
        # A row that cannot be written now is written a second later.
        with suppress(RenkeiError):
            self._runner.change(self._job.id, self._present)

    def cancelled(self) -> bool:
        """Whether the step should stop: a person said so, the process goes down, or the job was deleted."""
        if self._runner.stopping.is_set() or self._gone:
            return True
        if time.monotonic() - self._looked >= _LOOK_S:
            self._looked = time.monotonic()
            self._gone = self._no_longer_wanted()
        return self._gone

    def full(self, now: Job) -> Job | None:
        """The job with this step done."""
        self.pace = Pace(self.pace.first, 1.0, self.elapsed_s)
        return self._present(now)

    def _present(self, now: Job) -> Job | None:
        if now.over or now.attempt != self._job.attempt:
            return None
        share = self.pace.share
        moved = share - self.pace.first > 0.01
        return replace(
            now, progress=max(now.progress, min(0.999, self._estimate.overall(self._step, share))),
            eta_s=self._estimate.left_s(self._step, self.pace), begun=1 if moved else now.begun)

    def _no_longer_wanted(self) -> bool:
        try:
            now = self._runner.ledger.job(self._job.id)
        except NotFound:
            return True
        except RenkeiError:
            return False
        return now.over or now.attempt != self._job.attempt


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
