"""What a running step says of itself, and how it is told to stop."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace

from assistant.errors import RenkeiError
from assistant.jobs.progress import Estimate, Pace
from assistant.model import Job, Step

_WRITE_S = 1.0
_LOOK_S = 0.5
_MOVED = 0.01


class Report:
    """``progress`` and ``cancelled`` are the step's ``Watch``. What it says is written down by ``change`` at most once
    a second; ``unwanted`` is asked twice a second at most."""

    def __init__(self, job: Job, step: Step, estimate: Estimate,
                 change: Callable[[str, Callable[[Job], Job | None]], Job], unwanted: Callable[[], bool]) -> None:
        self._job, self._step, self._estimate = job, step, estimate
        self._change, self._unwanted = change, unwanted
        self._started = self._written = self._looked = time.monotonic()
        self._lock = threading.Lock()
        self._stop = False
        self._first: float | None = 0.0 if self.fresh else None
        self._pace = Pace()

    @property
    def fresh(self) -> bool:
        """Whether the step was begun from nothing, not taken up where it was."""
        return self._job.begun == 1 and self._job.attempt == 1

    @property
    def elapsed_s(self) -> float:
        """Seconds since the step was begun."""
        return time.monotonic() - self._started

    def progress(self, share: float) -> None:
        """``share`` 0..1 of the step is done. May be called from any thread, as often as one likes."""
        with self._lock:
            share = min(1.0, max(self._pace.share, share))
            self._first = share if self._first is None else self._first
            self._pace = Pace(self._first, share, self.elapsed_s)
            if time.monotonic() - self._written < _WRITE_S:
                return
            self._written = time.monotonic()
        # A row that cannot be written now is written a second later.
        with suppress(RenkeiError):
            self._change(self._job.id, self._present)

    def cancelled(self) -> bool:
        """Whether the step should stop."""
        if not self._stop and time.monotonic() - self._looked >= _LOOK_S:
            self._looked = time.monotonic()
            self._stop = self._unwanted()
        return self._stop

    def full(self, now: Job) -> Job | None:
        """The job with this step done."""
        self._pace = Pace(self._pace.first, 1.0, self.elapsed_s)
        return self._present(now)

    def _present(self, now: Job) -> Job | None:
        if now.over or now.attempt != self._job.attempt:
            return None
        done = min(0.999, self._estimate.overall(self._step, self._pace.share))
        moved = self._pace.share - self._pace.first > _MOVED
        return replace(now, progress=max(now.progress, done), eta_s=self._estimate.left_s(self._step, self._pace),
                       begun=1 if moved else now.begun)
