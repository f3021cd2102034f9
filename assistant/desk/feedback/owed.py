"""What departments owe their customers, for the agendas of the meetings they attend."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.model import Moment
from assistant.model.feedback import FeedbackPoint, Message, Voice
from assistant.ports.clock import Clock
from assistant.ports.feedback import FeedbackLedger

MOST_LATE = 3
MOST_LOOKED_AT = 100


@dataclass(frozen=True)
class Owed:
    """A few of the most pressing matters, so that they do not fill the meeting."""

    records: FeedbackLedger
    clock: Clock

    def voices(self, departments: Sequence[str], lang: str) -> tuple[Voice, ...]:  # noqa: ARG002 - their own words
        """Answers that are overdue, the longest first, one for each happening."""
        return tuple(self._late(departments)[:MOST_LATE])

    def _late(self, departments: Sequence[str]) -> list[Voice]:
        now = self.clock.now()
        found = {p.id: (p, m) for department in departments for p, m in self.records.points(
            department=department, review=False, late_at=now, limit=MOST_LOOKED_AT)}
        late = sorted(found.values(), key=lambda f: f[0].due or now)
        stories: dict[str, tuple[FeedbackPoint, Message]] = {}
        for point, message in late:
            stories.setdefault(message.story or message.id, (point, message))
        sizes = self.records.story_sizes(list(stories))
        return [_voice(p, m, departments, sizes.get(story, 1)) for story, (p, m) in stories.items()]


def _voice(point: FeedbackPoint, message: Message, departments: Sequence[str], customers: int) -> Voice:
    department = next(d.name for d in point.read.departments if d.name in departments)
    return Voice(point.id, point.read.text, department, customers, point.due.date() if point.due else None,
                 tuple(Moment(message.meeting_id, i) for i in message.utterances if message.meeting_id))
