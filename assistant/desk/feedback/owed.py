"""What departments owe their customers, for the agendas of the meetings they attend."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.desk.feedback.gathering import Gathering
from assistant.feedback.themes import Theme
from assistant.model import Moment
from assistant.model.feedback import Channel, FeedbackPoint, Message, Voice
from assistant.ports.clock import Clock
from assistant.ports.feedback import FeedbackLedger

MOST_LATE, MOST_THEMES = 3, 2
MOST_LOOKED_AT = 100


@dataclass(frozen=True)
class Owed:
    """A few of the most pressing matters, so that they do not fill the meeting."""

    records: FeedbackLedger
    gathering: Gathering
    clock: Clock

    def voices(self, departments: Sequence[str], lang: str) -> tuple[Voice, ...]:  # noqa: ARG002 - their own words
        """Answers that are overdue, the longest first, one for each happening; then what most customers speak of. What
        only meetings told is left to their minutes."""
        if not departments or not self._any_written():
            return tuple(self._late(departments)[:MOST_LATE])
        return (*self._late(departments)[:MOST_LATE], *self._themes(departments)[:MOST_THEMES])

    def _any_written(self) -> bool:
        return any(m.channel != Channel.MEETING for m in self.records.messages(limit=MOST_LOOKED_AT))

    def _late(self, departments: Sequence[str]) -> list[Voice]:
        now = self.clock.now()
        found = {p.id: (p, m) for department in departments for p, m in self.records.points(
            department=department, review=False, late_at=now, limit=MOST_LOOKED_AT)}
        late = sorted(found.values(), key=lambda f: f[0].due or now)
        stories: dict[str, tuple[FeedbackPoint, Message]] = {}
        for point, message in late:
            stories.setdefault(message.story or message.id, (point, message))
        sizes = self.records.story_sizes(list(stories))
        return [_late(p, m, departments, sizes.get(story, 1)) for story, (p, m) in stories.items()]

    def _themes(self, departments: Sequence[str]) -> list[Voice]:
        gathered = self.gathering.themes()
        found: list[Voice] = []
        for theme in gathered.themes:
            department = next((name for name in theme.departments if name in departments), None)
            messages = [gathered.points[id_][1] for id_ in theme.points if id_ in gathered.points]
            if (department and theme.open and not theme.emerging and theme.sentiment.get("positive", 0) < len(messages)
                    and any(m.channel != Channel.MEETING for m in messages)):
                found.append(_theme(theme, messages, department))
        return found


def _late(point: FeedbackPoint, message: Message, departments: Sequence[str], customers: int) -> Voice:
    department = next(d.name for d in point.read.departments if d.name in departments)
    return Voice(point.id, point.read.text, department, customers, point.due.date() if point.due else None,
                 _moments([message]))


def _theme(theme: Theme, messages: Sequence[Message], department: str) -> Voice:
    return Voice(theme.id, theme.name, department, theme.customers, moments=_moments(messages))


def _moments(messages: Sequence[Message]) -> tuple[Moment, ...]:
    found = (Moment(m.meeting_id, i) for m in messages if m.meeting_id for i in m.utterances)
    return tuple(dict.fromkeys(found))
