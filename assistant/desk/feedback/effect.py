"""What a correction does beside the point itself: which others would go elsewhere, and whether what was right stays
right. Nothing is changed here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from assistant.desk.feedback.reading import Knowledge, Reading
from assistant.desk.feedback.shapes import names_of
from assistant.model.feedback import Example, FeedbackPoint, Grounds, PointState, ReadPoint
from assistant.ports.feedback import FeedbackLedger

Plain = dict[str, Any]
MOST_LOOKED_AT = 500
"""Newest points that nobody has settled yet and that are routed again to see which would move."""

MOST_REPLAYED = 200
FOLDS = 5
"""Past corrections are tried out a fifth at a time, each with the others alone, as trying each one costs a training."""


@dataclass(frozen=True)
class Effect:
    """Of the change from ``before`` to ``after``."""

    voices: FeedbackLedger
    reading: Reading
    before: Knowledge
    after: Knowledge

    def moved(self, corrected: str) -> list[Plain]:
        """Open points, settled by nobody and other than ``corrected``, that would now go elsewhere than before."""
        points = [p for p in self._open() if p.id != corrected]
        now = self.reading.route_knowing([p.read.text for p in points], self.after)
        other = [(p, n) for p, n in zip(points, now, strict=True) if not n.review and _home(n) != _home(p.read)]
        was = self.reading.route_knowing([p.read.text for p, _ in other], self.before)
        return [{"id": p.id, "text": p.read.text, "from": _shown(p.read), "to": names_of(n.departments)}
                for (p, n), w in zip(other, was, strict=True) if _home(w) != _home(n)]

    def replay(self, corrected: str) -> Plain:
        """How many of the newest past corrections would come out right, before and after."""
        past = [e for e in self.before.examples if e.point_id != corrected][-MOST_REPLAYED:]
        return {"of": len(past), "before": self._right(past, self.before), "after": self._right(past, self.after)}

    def _right(self, past: Sequence[Example], known: Knowledge) -> int:
        right = 0
        for n in range(min(FOLDS, len(past))):
            tried = past[n::FOLDS]
            left_out = {e.point_id for e in tried}
            others = replace(known, examples=tuple(e for e in known.examples if e.point_id not in left_out))
            found = self.reading.route_knowing([e.text for e in tried], others)
            right += sum(_is_right(f, e) for f, e in zip(found, tried, strict=True))
        return right

    def _open(self) -> list[FeedbackPoint]:
        waiting = self.voices.points(review=True, limit=MOST_LOOKED_AT)
        new = self.voices.points(state=PointState.NEW, limit=MOST_LOOKED_AT)
        found: Mapping[str, FeedbackPoint] = {p.id: p for p, _ in (*waiting, *new)}
        return [p for p in found.values() if p.read.why.grounds != Grounds.PERSON][:MOST_LOOKED_AT]


def _home(read: ReadPoint) -> str:
    """Where a point goes: its responsible department, "" while it waits for a person."""
    return "" if read.review or not read.departments else read.departments[0].name


def _shown(read: ReadPoint) -> list[str]:
    return [] if read.review else names_of(read.departments)


def _is_right(found: ReadPoint, example: Example) -> bool:
    if not example.departments:
        return found.review or not found.departments
    return bool(found.departments) and found.departments[0].name in example.departments
