"""The review queue, and what a person decides there. Every decision teaches at once and can be taken back."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.desk.feedback.cutting import Cutting
from assistant.desk.feedback.effect import Effect
from assistant.desk.feedback.lessons import Lessons
from assistant.desk.feedback.making import settled
from assistant.desk.feedback.room import Found, Plain
from assistant.desk.feedback.shapes import names_of
from assistant.desk.lookup import parse_date
from assistant.errors import InvalidInput
from assistant.model.feedback import Example, FeedbackPoint, Grounds
from assistant.ports.feedback import Waiting

URGENT = {"high": 1.0, "normal": 0.4, "low": 0.0}
LIKELIEST = 3
UNKNOWN = 0.5
"""Stands for the confidence of a point without any department: mostly nobody's, which is soon seen."""


@dataclass(frozen=True)
class Review(Cutting, Lessons):
    """Decides where points go."""

    def queue(self, lang: str = "ja", limit: int = 20) -> Plain:
        """What is most worth a person's look first: uncertain, urgent, told by many customers. Each point comes with
        its message and every department as a choice, the likeliest first."""
        waiting = sorted(self.voices.waiting(), key=lambda w: -_worth(w))
        first = self.voices.points_with([w.point_id for w in waiting[: max(0, limit)]])
        names = [d.name for d in self.reading.ledger.organisation().departments]
        messages = self._messages([m for _, m in first], lang)
        return {"total": len(waiting), "points": [
            shown | {"message_id": message["id"], "message": message, "choices": _choices(point, names)}
            for shown, message, (point, _) in zip(self._shown(first, lang), messages, first, strict=True)]}

    def correct(self, point_id: str, departments: Sequence[str], who: str, lang: str = "ja",
                effect: bool = True) -> Plain:
        """A person says where the point belongs (nowhere: no departments). ``moved`` are other points that would now
        go elsewhere, and are not moved yet; ``replay`` tells how many past corrections come out right before and
        after. Without ``effect`` neither is looked at."""
        names = self._departments(departments)
        point, message = self.voices.point(point_id)
        before = self.reading.knowledge()
        example = Example(point_id, point.read.text, names)
        self.voices.save_points([settled(point, names)], who, "feedback.correct", examples=[example])
        shown = {"point": self._shown([(self.voices.point(point_id)[0], message)], lang)[0]}
        if not effect:
            return shown | {"moved": [], "replay": None}
        looked = Effect(self.voices, self.reading, before, self.reading.knowledge())
        return shown | {"moved": looked.moved(point_id), "replay": looked.replay(point_id)}

    def accept(self, point_id: str, who: str, lang: str = "ja") -> Plain:
        """The engine's suggestion is right: its first department where it was unsure, all of them where it was not."""
        point, _ = self.voices.point(point_id)
        names = names_of(point.read.departments[:1] if point.read.review else point.read.departments)
        if not names and point.read.why.grounds != Grounds.NOBODY:
            raise InvalidInput("feedback.not_shown")
        return self.correct(point_id, names, who, lang)

    def apply_moves(self, ids: Sequence[str], who: str, lang: str = "ja") -> Plain:
        """Move points to where they go by what is known now. What people settled stays."""
        found = [(p, m) for p, m in self.voices.points_with(ids) if p.read.why.grounds != Grounds.PERSON]
        routed = self.reading.route_knowing([p.read.text for p, _ in found], self.reading.knowledge())
        moved: Found = [(replace(p, read=replace(
            p.read, departments=r.departments, review=r.review, why=r.why)), m)
            for (p, m), r in zip(found, routed, strict=True)]
        self.voices.save_points([p for p, _ in moved], who, "feedback.move")
        return {"points": self._shown(moved, lang)}

    def snooze(self, point_id: str, until: str | None, who: str, lang: str = "ja") -> Plain:
        """Out of the queue until a day, tomorrow unless it is named."""
        point, message = self.voices.point(point_id)
        day = parse_date(until) if until else self.clock.today() + dt.timedelta(days=1)
        self.voices.save_points([replace(point, snoozed=day)], who, "feedback.snooze")
        return self._points_of(message, lang)

    def undo(self, point_id: str, who: str, lang: str = "ja") -> Plain:
        """Take back the last thing done to the point; the correction goes with it."""
        points = self.voices.undo_points(point_id, who)
        message = self.voices.message(points[0].message_id)
        return self._points_of(message, lang)


def _worth(waiting: Waiting) -> float:
    """How much a look at this point gives: uncertainty 0..1, urgency 0..1, and one more each time the customers of its
    story double."""
    surest = UNKNOWN if waiting.surest is None else waiting.surest
    return (1.0 - surest) + URGENT.get(waiting.urgency, 0.0) + math.log2(max(1, waiting.customers))


def _choices(point: FeedbackPoint, names: Sequence[str]) -> list[str]:
    likely = [name for name in names_of(point.read.departments) if name in names][:LIKELIEST]
    return [*likely, *(name for name in names if name not in likely)]
