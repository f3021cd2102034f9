"""Which meeting, which series: names as people give them."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata

from assistant.errors import Ambiguous, InvalidInput, NotFound
from assistant.language.dates import Anchor, find_dates
from assistant.model import Meeting
from assistant.ports.records import Ledger


def find_meeting(ledger: Ledger, name: str) -> Meeting:
    """The meeting whose id, unique title or file name is ``name``. NotFound or Ambiguous otherwise."""
    found = ledger.meetings_named(name)
    if not found:
        raise NotFound("desk.no_meeting", name=name)
    exact = [m for m in found if m.id == name]
    if exact:
        return exact[0]
    if len(found) > 1:
        raise Ambiguous("desk.several_meetings", name=name, ids=", ".join(m.id for m in found[:5]))
    return found[0]


def find_series(ledger: Ledger, name: str) -> str:
    """The series called ``name`` (width and letter case ignored). NotFound otherwise."""
    wanted = _plain(name)
    for series in ledger.series():
        if _plain(series) == wanted:
            return series
    raise NotFound("desk.no_series", name=name)


def parse_date(value: str) -> dt.date:
    """An ISO date, or 2026/9/5 as people type it. InvalidInput otherwise."""
    match = re.fullmatch(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?", unicodedata.normalize("NFKC", value).strip())
    try:
        if match:
            return dt.date(*(int(part) for part in match.groups()))
    except ValueError:
        pass
    raise InvalidInput("desk.bad_date", value=value)


def spoken_date(words: str, lang: str, today: dt.date) -> dt.date:
    """A date as people say it, such as 来週の金曜, else as ``parse_date`` takes it."""
    found = find_dates(words, lang, Anchor(today))
    return found[-1].date if found else parse_date(words)


def department_named(ledger: Ledger, name: str | None) -> str | None:
    """The department of that name or alias; the name itself where there is none (what is stored may outlive its
    department)."""
    known = ledger.organisation().department(name) if name else None
    return known.name if known else name


def parse_time(value: str) -> dt.time:
    """14:00 or 9:05. InvalidInput otherwise."""
    try:
        hour, minute = unicodedata.normalize("NFKC", value).strip().split(":")
        return dt.time(int(hour), int(minute))
    except ValueError:
        raise InvalidInput("desk.bad_time", value=value) from None


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip().casefold()
