"""What customers talk about, over time, and as a table to take away."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.desk.feedback.room import Plain, Room
from assistant.desk.feedback.sheets import sheet
from assistant.errors import NotFound

LONGEST_WEEKS = 104


@dataclass(frozen=True)
class Themes(Room):
    """Themes, the chart, the table."""

    def list(self, department: str | None = None, weeks: int = 12, lang: str = "ja") -> Plain:  # noqa: ARG002
        return {"themes": []}

    def get(self, theme_id: str, lang: str = "ja") -> Plain:  # noqa: ARG002
        raise NotFound("feedback.no_theme")

    def done(self, theme_id: str, note: str, who: str, lang: str = "ja") -> Plain:  # noqa: ARG002
        raise NotFound("feedback.no_theme")

    def overview(self, weeks: int = 12, lang: str = "ja") -> Plain:  # noqa: ARG002 - names are the company's own
        """For each week from Monday, oldest first: how many points of each department ("" for none), and how
        customers felt."""
        mondays = self._mondays(weeks)
        counts = {day: Counter[str]() for day in mondays}
        moods = {day: Counter[str]() for day in mondays}
        for found in self.voices.day_counts(mondays[0], mondays[-1] + dt.timedelta(days=6)):
            monday = found.date - dt.timedelta(days=found.date.weekday())
            counts[monday][found.department] += found.points
            moods[monday][found.sentiment] += found.points
        return {"weeks": [{"from": day.isoformat(), "counts": dict(counts[day]), "sentiment": dict(moods[day])}
                          for day in mondays],
                "sentiment": dict(sum(moods.values(), Counter[str]()))}

    def export(self, format: str, lang: str = "ja", department: str | None = None, review: bool | None = None,
               state: str | None = None, q: str = "", late: bool = False) -> Plain:
        """The points a list shows, as csv or xlsx: {"name", "mime", "content"}."""
        found = self.voices.points(review=review, department=self.reading.department(department), state=state or None,
                                   words=q, late_at=self.clock.now() if late else None)
        return sheet(found, format, lang)

    def _mondays(self, weeks: int) -> Sequence[dt.date]:
        today = self.clock.today()
        monday = today - dt.timedelta(days=today.weekday())
        wanted = min(max(1, weeks), LONGEST_WEEKS)
        return [monday - dt.timedelta(weeks=n) for n in reversed(range(wanted))]
