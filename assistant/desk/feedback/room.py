"""What the rooms of customer feedback share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from assistant.desk.feedback import shapes
from assistant.desk.feedback.reading import Reading
from assistant.errors import InvalidInput
from assistant.model.feedback import FeedbackPoint, Message
from assistant.ports.clock import Clock
from assistant.ports.feedback import FeedbackLedger

Plain = dict[str, Any]
Found = Sequence[tuple[FeedbackPoint, Message]]


@dataclass(frozen=True)
class Room:
    """Records, readers and the time."""

    voices: FeedbackLedger
    reading: Reading
    clock: Clock

    def _shown(self, found: Found, lang: str) -> list[Plain]:
        """Points with their messages, as plain values."""
        shown = shapes.Shown.of(self.voices, [m for _, m in found], lang, self.clock.now())
        return [shown.point(p, m) for p, m in found]

    def _messages(self, found: Sequence[Message], lang: str) -> list[Plain]:
        points = self.voices.points_of([m.id for m in found])
        shown = shapes.Shown.of(self.voices, found, lang, self.clock.now())
        return [shown.message(m, points.get(m.id, [])) for m in found]

    def _points_of(self, message: Message, lang: str) -> Plain:
        """{"points": …} of one message as they are now."""
        return {"points": self._shown([(p, message) for p in self._points(message)], lang)}

    def _points(self, message: Message) -> list[FeedbackPoint]:
        return self.voices.points_of([message.id]).get(message.id, [])

    def _departments(self, names: Sequence[str]) -> tuple[str, ...]:
        """Departments by name or alias; InvalidInput for one that there is not."""
        known = self.reading.ledger.organisation()
        found: list[str] = []
        for name in names:
            department = known.department(name)
            if department is None:
                raise InvalidInput("desk.no_department", name=name)
            found.append(department.name)
        return tuple(dict.fromkeys(found))


