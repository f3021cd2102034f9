"""The first page's three questions: what waits for me, what is due, what comes next."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from assistant.desk.actions import Actions
from assistant.desk.jobs import Jobs
from assistant.desk.meetings import Meetings
from assistant.model import LineState
from assistant.ports.clock import Clock
from assistant.ports.records import Ledger

Plain = dict[str, Any]
NEWEST = 20


@dataclass(frozen=True)
class Home:
    """Everything the home page shows, in one call."""

    ledger: Ledger
    meetings: Meetings
    actions: Actions
    jobs: Jobs
    clock: Clock

    def show(self, lang: str, who: str = "local") -> Plain:  # noqa: ARG002 - until people sign in
        newest = self.meetings.list(limit=NEWEST)["meetings"]
        jobs = [j for j in self.jobs.list(lang, limit=50)["jobs"] if j["state"] in ("queued", "running", "failed")]
        return {
            "waiting": [self._waiting(m) for m in newest if m["minutes_status"] == "draft"],
            "due": self._due(), "next": self._next(), "processing": jobs, "empty": not newest and not jobs,
        }

    def _waiting(self, m: Plain) -> Plain:
        minutes = self.ledger.minutes(m["id"])
        lines = [*minutes.decisions, *minutes.actions, *minutes.open_questions, *minutes.feedback]
        return {"kind": "minutes", "meeting": m["id"], "title": m["title"], "date": m["date"], "series": m["series"],
                "lines": sum(line.state == LineState.DRAFT for line in lines)}

    def _due(self) -> list[Plain]:
        limit = (self.clock.today() + dt.timedelta(days=7)).isoformat()
        found = self.actions.list(open_only=True)["actions"]
        return [a for a in found if a["due"] and a["due"] <= limit][:NEWEST]

    def _next(self) -> list[Plain]:
        today = self.clock.today().isoformat()
        series = [s for s in self.meetings.series()["series"] if s["next"]]
        coming = [s for s in series if s["next"] >= today] or series
        return [{"series": s["name"], "date": s["next"], "agenda_status": s["agenda_status"]}
                for s in sorted(coming, key=lambda s: s["next"])]
