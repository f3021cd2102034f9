"""Dates as they stand in a column: exact ones. One that could be two days is neither, unless its column tells."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from enum import Enum
from functools import lru_cache

from ingest.telling.dates import exact, normalised, written_dates

_SHORT = re.compile(r"^\s*(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d{2})(?!\d)")
_SERIAL = re.compile(r"^\d{5}(?:\.\d+)?$")
_EPOCH = re.compile(r"^\d{10}(?:\d{3}|\.\d+)?$")
_EXCEL_DAY_0 = dt.date(1899, 12, 30)
_SERIALS = range(32_874, 73_051)
"""Excel's day numbers of 1990 to 2099."""
_LONGEST = 60


class Order(Enum):
    """How the dates of a column that are written as three short numbers are to be read."""

    UNKNOWN = 0
    MONTH_FIRST = 1
    DAY_FIRST = 2
    YEAR_FIRST = 3


def order_of(values: Iterable[str]) -> Order:
    """What the dates of a column say together: a number above 12 is no month, one above 31 no day."""
    seen = [(int(f[1]), int(f[3]), f[4]) for v in values if (f := _SHORT.match(normalised(v)))]
    if not seen:
        return Order.UNKNOWN
    if any(a > 31 for a, _, _ in seen) or (all(len(c) == 2 and a > 12 for a, _, c in seen) and len({a for a, *_ in seen}) == 1):
        return Order.YEAR_FIRST
    days, months = any(a > 12 for a, _, _ in seen), any(b > 12 for _, b, _ in seen)
    if days == months:
        return Order.UNKNOWN
    return Order.DAY_FIRST if days else Order.MONTH_FIRST


@lru_cache(maxsize=4096)
def date_of(value: str, order: Order = Order.UNKNOWN) -> dt.date | None:
    """The day of 2026/7/2, 2026年7月2日, 令和8年7月2日, "Thu, 2 Jul 2026 …", an Excel day number or seconds since 1970;
    None for what is no day, or could be two (7/2/2026 in a column that does not tell)."""
    plain = normalised(value).strip()
    if not plain or len(plain) > _LONGEST:
        return None
    if found := _SHORT.match(plain):
        return _short(int(found[1]), int(found[3]), found[4], order)
    if _SERIAL.match(plain) and int(float(plain)) in _SERIALS:
        return _EXCEL_DAY_0 + dt.timedelta(days=int(float(plain)))
    if _EPOCH.match(plain):
        seconds = float(plain) / (1000 if len(plain) == 13 else 1)
        return dt.datetime.fromtimestamp(seconds, dt.UTC).date()
    return next((w.date for w in written_dates(plain)), None)


def _short(first: int, second: int, third: str, order: Order) -> dt.date | None:
    year = int(third) if len(third) == 4 else 2000 + int(third)
    if order is Order.YEAR_FIRST:
        return exact(2000 + first, second, int(third)) if len(third) == 2 else None
    if order is Order.UNKNOWN and first != second:
        order = Order.DAY_FIRST if first > 12 else Order.MONTH_FIRST if second > 12 else Order.UNKNOWN
        if order is Order.UNKNOWN or (order is Order.DAY_FIRST and len(third) == 2):
            return None
    day, month = (first, second) if order is Order.DAY_FIRST else (second, first)
    return exact(year, month, day)
