"""Long work: what is done (``Pipeline``, implemented by the desk) and who drives it (``Work``, by the jobs room)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol

from assistant.model import Job, Step
from assistant.ports.speech import Watch


class Pipeline(Protocol):
    """The steps of taking a file in. Each may be run again at any time (at-least-once) and leaves its result in the
    records or the meeting's work folder."""

    def steps(self, meeting_id: str) -> list[Step]:
        """Which steps this meeting's file needs, in order."""

    def run(self, step: Step, meeting_id: str, options: Mapping[str, Any], watch: Watch) -> None:
        """Do one step. Raises RenkeiError with what went wrong, Cancelled when ``watch.cancelled()``."""

    def finished(self, meeting_id: str, failed: bool) -> None:
        """Called once all steps are over, or one that the rest needs has failed."""


class Work(Protocol):
    """Durable jobs with progress."""

    def submit(self, meeting_id: str, path: str, options: Mapping[str, Any]) -> Job: ...

    def cancel(self, job_id: str) -> Job: ...

    def retry(self, job_id: str) -> Job:
        """Go on from the last good step."""

    def wait(self, job_ids: Sequence[str], on_change: Callable[[Job], None] | None = None) -> list[Job]:
        """Until each of them is done, failed or cancelled."""

    def forget(self, meeting_id: str) -> None:
        """Stop what runs for this meeting and remove every trace of its jobs."""
