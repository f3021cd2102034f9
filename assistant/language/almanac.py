"""Arithmetic of days, weeks and months, as people mean them when they talk. Weeks run from Monday to Sunday."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterator

FRIDAY, SUNDAY = 4, 6
LONGEST_WAIT_DAYS = 400
DAYS_OFF_IN_A_ROW = 3


def in_week(day: dt.date, weeks: int, weekday: int) -> dt.date:
    """``weekday`` (0 = Monday) of the week ``weeks`` after the one ``day`` lies in."""
    return day - dt.timedelta(day.weekday()) + dt.timedelta(7 * weeks + weekday)


def coming(day: dt.date, weekday: int) -> dt.date:
    """The next ``weekday`` after ``day``; a week later when ``day`` is one itself."""
    return day + dt.timedelta((weekday - day.weekday() - 1) % 7 + 1)


def coming_after(day: dt.date, weekday: int, named: dt.date | None) -> dt.date:
    """The next ``weekday``; when a day of a later week was ``named`` just before (within a fortnight), that week's."""
    found = coming(day, weekday)
    if named and found < named <= day + dt.timedelta(15):
        return max(in_week(named, 0, weekday), found)
    return found


def last(day: dt.date, weekday: int) -> dt.date:
    """The latest ``weekday`` before ``day``."""
    return day - dt.timedelta((day.weekday() - weekday - 1) % 7 + 1)


def in_month(day: dt.date, months: int, number: int) -> dt.date | None:
    """Day ``number`` of the month ``months`` after that of ``day``; None where the month is too short."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    try:
        return dt.date(year, month + 1, number)
    except ValueError:
        return None


def month_end(day: dt.date, months: int = 0) -> dt.date:
    """The last day of the month ``months`` after that of ``day``."""
    first = in_month(day, months, 1)
    assert first is not None
    return first.replace(day=calendar.monthrange(first.year, first.month)[1])


def end_of_named_month(day: dt.date, month: int) -> dt.date:
    """The last day of the next month numbered ``month`` (this one included)."""
    return month_end(day, (month - day.month) % 12)


def next_numbered(day: dt.date, number: int, weekday: int | None = None) -> dt.date | None:
    """The next day ``number`` of a month from ``day`` on; with ``weekday`` the next that falls on it, where one does
    within four months."""
    found = [d for d in (in_month(day, months, number) for months in range(5)) if d and d >= day]
    fitting = [d for d in found if weekday is None or d.weekday() == weekday]
    return next(iter(fitting or found), None)


def dated(day: dt.date, month: int, number: int) -> dt.date | None:
    """``month`` and ``number`` in the year that makes most sense: at most two months past, else to come."""
    for year in (day.year - 1, day.year, day.year + 1):
        try:
            found = dt.date(year, month, number)
        except ValueError:
            continue
        if found >= day - dt.timedelta(60):
            return found
    return None


def nth_weekday(day: dt.date, months: int, nth: int, weekday: int) -> dt.date | None:
    """The ``nth`` (1..5) ``weekday`` of the month ``months`` after that of ``day``."""
    first = in_month(day, months, 1)
    assert first is not None
    found = first + dt.timedelta((weekday - first.weekday()) % 7 + 7 * (nth - 1))
    return found if found.month == first.month else None


def is_day_off(day: dt.date) -> bool:
    """Weekends, Japanese holidays, and the days around New Year and Bon on which companies are shut."""
    import jpholiday

    shut = (day.month, day.day) in {(12, 30), (12, 31), (1, 2), (1, 3), (8, 13), (8, 14), (8, 15), (8, 16)}
    return day.weekday() > FRIDAY or shut or bool(jpholiday.is_holiday(day))


def after_days_off(day: dt.date, longer_than_a_weekend: bool = True) -> dt.date:
    """The first working day after the next run of days off (of three or more days): 連休明け."""
    least = DAYS_OFF_IN_A_ROW if longer_than_a_weekend else 2
    for first, after in _runs_off(day):
        if (after - first).days >= least:
            return after
    return coming(day, 0)


def working_day_from(day: dt.date) -> dt.date:
    """``day``, or the first working day after it."""
    while is_day_off(day):
        day += dt.timedelta(1)
    return day


def _runs_off(day: dt.date) -> Iterator[tuple[dt.date, dt.date]]:
    end = day + dt.timedelta(LONGEST_WAIT_DAYS)
    while day < end:
        if is_day_off(day):
            after = working_day_from(day)
            yield day, after
            day = after
        day += dt.timedelta(1)
