"""When a customer should be answered, as a person says it."""

from __future__ import annotations

import datetime as dt

from assistant.desk.lookup import spoken_date
from assistant.feedback.due import OFFICE

_DAY_ALONE = len("2026-09-12")


def spoken_due(words: str, lang: str, now: dt.datetime) -> dt.datetime:
    """An ISO date or time, or words such as 来週の金曜. A day without a time ends when the office closes. InvalidInput
    otherwise."""
    try:
        moment = dt.datetime.fromisoformat(words.strip())
    except ValueError:
        return _closing(spoken_date(words, lang, now.date()), now)
    if len(words.strip()) <= _DAY_ALONE:
        return _closing(moment.date(), now)
    return moment if moment.tzinfo else moment.replace(tzinfo=now.tzinfo)


def _closing(day: dt.date, now: dt.datetime) -> dt.datetime:
    return dt.datetime.combine(day, OFFICE.closes, now.tzinfo)
