"""What is being worked on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from assistant.desk import shapes
from assistant.messages import catalogue, text
from assistant.model import Job
from assistant.ports.records import Ledger
from assistant.ports.work import Work

Plain = dict[str, Any]


@dataclass(frozen=True)
class Jobs:
    """List, cancel and retry jobs."""

    ledger: Ledger
    work: Callable[[], Work]

    def list(self, lang: str = "en", limit: int = 200) -> Plain:
        """Jobs, newest first, with words for the step in ``lang``."""
        return {"jobs": [self._words(j, lang) for j in self.ledger.jobs(limit)]}

    def cancel(self, job_id: str, who: str) -> Plain:
        self.ledger.note(who, "cancel", job_id)
        return shapes.job(self.work().cancel(job_id))

    def retry(self, job_id: str, who: str) -> Plain:
        """Go on from the last good step."""
        self.ledger.note(who, "retry", job_id)
        return shapes.job(self.work().retry(job_id))

    def _words(self, j: Job, lang: str) -> Plain:
        key = f"desk.step_{j.step}"
        words = text(key, lang) if key in catalogue() else j.step
        return shapes.job(j) | {
            "name": str(j.options.get("name") or PurePath(j.path).name), "step_text": words,
            "error": j.error_in(lang), "warnings": list(j.warnings_in(lang)),
        }
