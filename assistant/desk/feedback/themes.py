"""What customers talk about, over time, and as a table to take away."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.desk.feedback.gathering import LONGEST_WEEKS, WEEKS, Gathered, Gathering, last_mondays
from assistant.desk.feedback.room import Found, Plain, Room
from assistant.desk.feedback.shapes import OPEN
from assistant.desk.feedback.sheets import sheet
from assistant.desk.feedback.solved import Solved, keep_solved, solved_as, solved_themes
from assistant.errors import NotFound
from assistant.feedback.themes import Theme
from assistant.model.feedback import PointState

MOST = 100
MOST_EMERGING = 20


@dataclass(frozen=True)
class Themes(Room):
    """Themes, the chart, the table."""

    gathering: Gathering

    def list(self, department: str | None = None, weeks: int = WEEKS, lang: str = "ja") -> Plain:  # noqa: ARG002 - in the customers' words
        """Themes in the customers' own words, those of most people first, then a few that only one person has raised
        so far. ``customers`` counts people; a message without a name is one."""
        name = self.reading.department(department)
        found = [t for t in self.gathering.themes(weeks).themes if name is None or name in t.departments]
        shown = [t for t in found if not t.emerging] + [t for t in found if t.emerging][:MOST_EMERGING]
        solved = solved_themes(self.reading.ledger)
        return {"themes": [_theme(t, solved) for t in shown[:MOST]]}

    def get(self, theme_id: str, lang: str = "ja", weeks: int = WEEKS) -> Plain:
        """A theme and its points, the most typical first."""
        theme, gathered = self._find(theme_id, weeks)
        return {"theme": _theme(theme, solved_themes(self.reading.ledger)), "points": self._shown(_points(theme, gathered), lang)}

    def done(self, theme_id: str, note: str, who: str, lang: str = "ja", weeks: int = WEEKS) -> Plain:
        """The cause is gone: its open points are done, with the note why. ``tell`` lists everyone behind it, to be
        told; each stays to be answered until somebody says so."""
        theme, gathered = self._find(theme_id, weeks)
        found = _points(theme, gathered)
        self.voices.save_points([replace(p, state=PointState.DONE) for p, _ in found if p.state in OPEN], who,
                                "feedback.theme_done")
        ended = {"note": note.strip(), "who": who, "at": self.clock.now().isoformat(), "points": list(theme.points)}
        keep_solved(self.reading.ledger, theme.id, ended, who)
        return {"tell": _to_tell(found), "theme": self.get(theme_id, lang, weeks)["theme"]}

    def overview(self, weeks: int = WEEKS, lang: str = "ja") -> Plain:  # noqa: ARG002 - names are the company's own
        """For each week from Monday, oldest first: how many points of each department ("" for none), and how
        customers felt."""
        mondays = last_mondays(self.clock.today(), min(max(1, weeks), LONGEST_WEEKS))
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

    def _find(self, theme_id: str, weeks: int) -> tuple[Theme, Gathered]:
        gathered = self.gathering.themes(weeks)
        for theme in gathered.themes:
            if theme.id == theme_id:
                return theme, gathered
        raise NotFound("feedback.no_theme")


def _theme(t: Theme, solved: Solved) -> Plain:
    return {
        "id": t.id, "name": t.name, "customers": t.customers, "messages": t.messages, "emerging": t.emerging,
        "weeks": [*t.weeks], "sentiment": {m: t.sentiment.get(m, 0) for m in ("positive", "neutral", "negative")},
        "departments": [*t.departments], "open": t.open, "points": [*t.points],
        "done": solved_as(solved, t.id, t.points),
    }


def _points(theme: Theme, gathered: Gathered) -> Found:
    return [gathered.points[id_] for id_ in theme.points if id_ in gathered.points]


def _to_tell(found: Found) -> Sequence[Plain]:
    """Every customer once, by the newest message; messages without a name each for itself."""
    told: dict[str, Plain] = {}
    for point, message in sorted(found, key=lambda f: f[1].date, reverse=True):
        told.setdefault(message.customer or message.id, {
            "customer": message.customer, "message": message.id, "text": point.read.text,
            "answered": message.answered is not None})
    return list(told.values())
