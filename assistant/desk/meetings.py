"""Meetings and their transcripts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.desk import shapes
from assistant.desk.lookup import find_meeting, parse_date, parse_time
from assistant.desk.places import Places
from assistant.desk.processing import Processing
from assistant.errors import InvalidInput, NotFound
from assistant.model import Meeting
from assistant.ports.clock import Clock
from assistant.ports.records import Ledger
from assistant.ports.search import Index
from assistant.ports.work import Work

Plain = dict[str, Any]


@dataclass(frozen=True)
class Meetings:
    """List, read, correct and delete meetings."""

    ledger: Ledger
    index: Callable[[], Index]
    work: Callable[[], Work]
    places: Places
    processing: Callable[[], Processing]
    clock: Clock

    def list(self, series: str | None = None, limit: int | None = None) -> Plain:
        return {"meetings": [self._with_state(m) for m in self.ledger.meetings(series=series, limit=limit)]}

    def get(self, meeting: str) -> Plain:
        return {"meeting": self._with_state(find_meeting(self.ledger, meeting))}

    def transcript(self, meeting: str) -> Plain:
        m = find_meeting(self.ledger, meeting)
        return shapes.transcript(m, self.ledger.transcript(m.id))

    def edit_utterance(self, meeting: str, i: int, who: str, text: str | None = None,
                       speaker: str | None = None) -> Plain:
        """Correct one utterance; the search follows."""
        if text is not None and not text.strip():
            raise InvalidInput("desk.empty_text")
        m = find_meeting(self.ledger, meeting)
        edited = self.ledger.edit_utterance(m.id, i, text, speaker, who)
        self.processing().index_later(m.id)
        return shapes.utterance(edited)

    def undo_edit(self, meeting: str, i: int, who: str) -> Plain:
        m = find_meeting(self.ledger, meeting)
        restored = self.ledger.undo_edit(m.id, i, who)
        self.processing().index_later(m.id)
        return shapes.utterance(restored)

    def rename_speaker(self, meeting: str, old: str, new: str, who: str) -> Plain:
        """Give a voice its name everywhere in the meeting."""
        if not new.strip():
            raise InvalidInput("desk.empty_name")
        m = find_meeting(self.ledger, meeting)
        changed = self.ledger.rename_speaker(m.id, old, new.strip(), who)
        self.processing().index_later(m.id)
        return {"changed": changed}

    def update(self, meeting: str, who: str, title: str | None = None, series: str | None = None,
               date: str | None = None, start: str | None = None) -> Plain:
        """Change what is known about a meeting; None leaves a field as it is, "" clears series and start."""
        m = find_meeting(self.ledger, meeting)
        changes: Plain = {}
        if title is not None:
            changes["title"] = title.strip() or m.title
        if series is not None:
            changes["series"] = series.strip()
        if date is not None:
            changes["date"] = parse_date(date)
        if start is not None:
            changes["start"] = parse_time(start) if start.strip() else None
        changed = self.ledger.update_meeting(m.id, who, **changes)
        if "series" in changes or "date" in changes:
            self.processing().index_later(m.id)
        return self._with_state(changed)

    def delete(self, meeting: str, who: str) -> Plain:
        """Remove the meeting and every trace of it: work, vectors, files, rows. One audit line stays."""
        m = find_meeting(self.ledger, meeting)
        self.work().forget(m.id)
        self.index().remove(m.id)
        self.places.remove(m.id)
        self.ledger.delete_meeting(m.id, who)
        return {"deleted": m.id}

    def media(self, meeting: str) -> Path | None:
        """The recording as a browser plays it, or None."""
        return self.places.playable(find_meeting(self.ledger, meeting).id)

    def series(self) -> Plain:
        """Every series with how many meetings it has, the last and the next one."""
        return {"series": [self._series(name) for name in self.ledger.series()]}

    def _series(self, name: str) -> Plain:
        meetings = self.ledger.meetings(series=name)
        agenda = self.ledger.agenda(name)
        upcoming = self._announced(meetings[0]) if meetings else None
        return {
            "name": name, "meetings": len(meetings), "last": meetings[0].date.isoformat() if meetings else None,
            "next": upcoming.isoformat() if upcoming else None,
            "agenda_status": agenda.status if agenda and agenda.date == upcoming else "none",
        }

    def _announced(self, last: Meeting) -> dt.date | None:
        if not self.ledger.has_minutes(last.id):
            return None
        after = self.ledger.minutes(last.id).next_meeting
        return after.date if after else None

    def _with_state(self, m: Meeting) -> Plain:
        try:
            status = str(self.ledger.minutes(m.id).status) if self.ledger.has_minutes(m.id) else None
        except NotFound:
            status = None
        return shapes.meeting(m) | {"minutes_status": status, "has_audio": self.places.playable(m.id) is not None}
