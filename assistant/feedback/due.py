"""When a customer should be answered, counted in business hours and days.

High urgency: four business hours; normal: two business days; low: five. A business day is none on which companies are
shut (``assistant.language.almanac``); the clock stands still outside of office hours and while we wait for the customer.
Times are those of the office, with or without a zone: what comes in is what comes out.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.language.almanac import is_day_off

MOST_DAYS = 4000


@dataclass(frozen=True, slots=True)
class OfficeHours:
    """From when to when customers are answered, and how long it may take by urgency: hours for ``high``, days for the
    others."""

    opens: dt.time = dt.time(9)
    closes: dt.time = dt.time(17, 30)
    high_hours: float = 4
    normal_days: int = 2
    low_days: int = 5

    def __post_init__(self) -> None:
        if self.opens >= self.closes:
            raise ValueError("an office closes after it opens")

    @property
    def length(self) -> dt.timedelta:
        """A business day."""
        day = dt.date.min
        return dt.datetime.combine(day, self.closes) - dt.datetime.combine(day, self.opens)

    def allowed(self, urgency: str) -> dt.timedelta:
        """The business time an answer may take; an unknown urgency counts as normal."""
        if urgency == "high":
            return dt.timedelta(hours=self.high_hours)
        return self.length * (self.low_days if urgency == "low" else self.normal_days)


OFFICE = OfficeHours()


def due_at(received: dt.datetime, urgency: str, office: OfficeHours = OFFICE) -> dt.datetime:
    """When a message of this urgency should be answered. What comes in outside of office hours counts from the next
    opening; days end at closing time: received on Monday, normal means Wednesday at closing."""
    if urgency == "high":
        return after(received, office.allowed(urgency), office)
    days = office.low_days if urgency == "low" else office.normal_days
    start = opened(received, office)
    return _at(_days_on(start.date(), days), office.closes, received)


def after(start: dt.datetime, business: dt.timedelta, office: OfficeHours = OFFICE) -> dt.datetime:
    """The moment when ``business`` time has passed since ``start``."""
    left = business
    for opens, closes in _open(start, office):
        if left <= closes - opens:
            return opens + left
        left -= closes - opens
    raise OverflowError("no office is open for so long")


def between(start: dt.datetime, end: dt.datetime, office: OfficeHours = OFFICE) -> dt.timedelta:
    """The business time between two moments; nothing when ``end`` comes first."""
    total = dt.timedelta()
    for opens, closes in _open(start, office):
        if opens >= end:
            return total
        total += min(closes, end) - opens
    return total


def resumed(due: dt.datetime, paused: dt.datetime, until: dt.datetime, office: OfficeHours = OFFICE) -> dt.datetime:
    """The due time after waiting for the customer from ``paused`` until ``until``: what was left then is left now. What
    was late already when the waiting began stays due when it was."""
    if paused >= due:
        return due
    return after(until, between(paused, due, office), office)


def is_late(due: dt.datetime | None, now: dt.datetime, paused: dt.datetime | None = None) -> bool:
    """Whether an answer is overdue. While we wait for the customer, only what was late before is."""
    return due is not None and (paused or now) > due


def opened(moment: dt.datetime, office: OfficeHours = OFFICE) -> dt.datetime:
    """``moment`` if the office is open then, else the next opening."""
    return next(_open(moment, office))[0]


def _open(start: dt.datetime, office: OfficeHours) -> Iterator[tuple[dt.datetime, dt.datetime]]:
    """The open stretches from ``start`` on."""
    for n in range(MOST_DAYS):
        day = start.date() + dt.timedelta(n)
        opens, closes = (_at(day, time, start) for time in (office.opens, office.closes))
        opens = max(opens, start)
        if opens < closes and not is_day_off(day):
            yield opens, closes


def _days_on(day: dt.date, days: int) -> dt.date:
    """``days`` business days after ``day``."""
    while days > 0:
        day += dt.timedelta(1)
        days -= not is_day_off(day)
    return day


def _at(day: dt.date, time: dt.time, like: dt.datetime) -> dt.datetime:
    return dt.datetime.combine(day, time, like.tzinfo)
