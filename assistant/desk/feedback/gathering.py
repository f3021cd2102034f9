"""The themes of the last weeks, found anew when a point has changed."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assistant.desk.feedback.shapes import OPEN, names_of
from assistant.desk.feedback.vectors import PointVectors
from assistant.feedback.themes import Theme, themes
from assistant.feedback.themes import Voice as Told
from assistant.model.feedback import FeedbackPoint, Message, PointState
from assistant.ports.clock import Clock
from assistant.ports.feedback import FeedbackLedger

WEEKS = 12
LONGEST_WEEKS = 104


@dataclass(frozen=True)
class Gathered:
    """Themes, those of most customers first, and the points in them by id."""

    themes: Sequence[Theme]
    points: Mapping[str, tuple[FeedbackPoint, Message]]


class Gathering:
    """Keeps the newest result of each length of time at hand; any thread may call."""

    def __init__(self, voices: FeedbackLedger, vectors: PointVectors, clock: Clock) -> None:
        self._voices, self._vectors, self._clock = voices, vectors, clock
        self._kept: dict[int, tuple[tuple[Told, ...], Gathered]] = {}
        self._before: dict[str, str] = {}
        self._lock = threading.Lock()

    def themes(self, weeks: int = WEEKS) -> Gathered:
        """Of what customers said in the last weeks. What was settled as nobody's or needs no answer is no theme."""
        weeks = min(max(1, weeks), LONGEST_WEEKS)
        mondays = last_mondays(self._clock.today(), weeks)
        found = {p.id: (p, m) for p, m in self._voices.points(since=mondays[0]) if _counts(p)}
        told = tuple(_told(p, m) for p, m in found.values())
        with self._lock:
            kept = self._kept.get(weeks)
            if kept is None or kept[0] != told:
                rows = self._vectors.of([p for p, _ in found.values()])
                made = themes(told, rows, mondays, self._before)
                kept = self._kept[weeks] = (told, Gathered(made, found))
                self._before |= {point: theme.id for theme in made for point in theme.points}
        return Gathered(kept[1].themes, found)


def last_mondays(today: dt.date, weeks: int) -> list[dt.date]:
    """The Mondays on which the last weeks began, oldest first, the present week's last."""
    monday = today - dt.timedelta(days=today.weekday())
    return [monday - dt.timedelta(weeks=n) for n in reversed(range(weeks))]


def _counts(point: FeedbackPoint) -> bool:
    return point.state != PointState.NOT_NEEDED and (point.read.review or bool(point.read.departments))


def _told(point: FeedbackPoint, message: Message) -> Told:
    """Departments that are only guesses do not name a theme's."""
    departments = () if point.read.review else tuple(names_of(point.read.departments))
    return Told(point.id, message.id, point.read.text, message.date, message.customer, point.read.sentiment,
                departments, point.state in OPEN)
