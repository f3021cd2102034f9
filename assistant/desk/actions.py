"""Action items across meetings."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from assistant.desk import shapes
from assistant.desk.lookup import department_named, spoken_date
from assistant.errors import InvalidInput
from assistant.model import ActionStatus
from assistant.ports.clock import Clock
from assistant.ports.records import Ledger

Plain = dict[str, Any]


@dataclass(frozen=True)
class Actions:
    """What people promised, wherever they promised it."""

    ledger: Ledger
    clock: Clock

    def list(self, open_only: bool = False, department: str | None = None, owner: str | None = None,
             meeting: str | None = None) -> Plain:
        """Action items, the most pressing first: late, then by due date, those without a date last."""
        today = self.clock.today()
        found = self.ledger.actions(open_only=open_only, department=department_named(self.ledger, department), meeting_id=meeting)
        chosen = [f for f in found if owner is None or f.action.owner == owner]
        chosen.sort(key=lambda f: (f.action.status != ActionStatus.OPEN, f.action.due or dt.date.max, f.meeting.date))
        return {"actions": [shapes.action(f, today) for f in chosen]}

    def update(self, action_id: str, who: str, lang: str = "ja", status: str | None = None, due: str | None = None,
               owner: str | None = None, department: str | None = None, task: str | None = None) -> Plain:
        """Change an action by hand. ``due`` is an ISO date, words such as 来週の金曜, or "" for none."""
        changes: Plain = {}
        if status is not None:
            changes["status"] = _status(status)
        if due is not None:
            changes["due"] = self._due(due, lang)
        if owner is not None:
            changes["owner"] = owner.strip() or None
        if department is not None:
            changes["department"] = department.strip() or None
        if task is not None:
            if not task.strip():
                raise InvalidInput("desk.empty_text")
            changes["text"] = task.strip()
        return shapes.action(self.ledger.set_action(action_id, who, **changes), self.clock.today())

    def history(self, action_id: str) -> Plain:
        """Who changed what, when; newest first."""
        return {"history": [{"at": e.at.isoformat(), "who": e.who, "what": e.what, "detail": e.detail}
                            for e in self.ledger.action_history(action_id)]}

    def _due(self, words: str, lang: str) -> dt.date | None:
        if not words.strip():
            return None
        return spoken_date(words, lang, self.clock.today())


def _status(value: str) -> ActionStatus:
    try:
        return ActionStatus(value)
    except ValueError:
        raise InvalidInput("desk.bad_status", value=value) from None
