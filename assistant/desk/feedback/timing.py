"""When a customer should be answered."""

from __future__ import annotations

import datetime as dt

from assistant.desk.lookup import parse_date
from assistant.language.dates import Anchor, find_dates

CLOSING = dt.time(17, 0)
DAYS = {"high": 1, "normal": 3, "low": 7}


def due_for(urgency: str, received: dt.datetime) -> dt.datetime:
    """By urgency, from when it was received."""
    return received + dt.timedelta(days=DAYS.get(urgency, 3))


def resumed(due: dt.datetime, paused: dt.datetime, now: dt.datetime) -> dt.datetime:
    """The due time after a pause."""
    return due + (now - paused)


def spoken_due(words: str, lang: str, now: dt.datetime) -> dt.datetime:
    """An ISO date or time, or words such as 来週の金曜. A day without a time ends at closing. InvalidInput otherwise."""
    try:
        moment = dt.datetime.fromisoformat(words.strip())
    except ValueError:
        found = find_dates(words, lang, Anchor(now.date()))
        return dt.datetime.combine(found[-1].date if found else parse_date(words), CLOSING, now.tzinfo)
    if len(words.strip()) <= len("2026-09-12"):
        return dt.datetime.combine(moment.date(), CLOSING, now.tzinfo)
    return moment if moment.tzinfo else moment.replace(tzinfo=now.tzinfo)
