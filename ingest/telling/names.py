"""What a file's name tells."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import PurePath

from assistant.ports.documents import Guess
from ingest.telling.dates import exact, normalised, written_dates
from ingest.telling.titles import clean_title, series_of

_ZOOM = re.compile(r"^GMT(\d{8})-(\d{6})")
_CLOCK = re.compile(
    r"^[\sT_.\-]*(?:at\s)?([01]?\d|2[0-3])[.:時\-_]?([0-5]\d)(?:[.:分\-_]?[0-5]\d)?秒?(?!\d)"
    r"(?:\s*(?:JST|UTC|GMT[+\-]?\d*))?")
_SHORT_YEAR = re.compile(r"(?<!\d)(\d{2})(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?!\d)")
_MONTH_DAY = re.compile(
    r"(?<!\d)(\d{1,2})月(\d{1,2})日"
    r"|(?:^|(?<=[\s_\-]))(0[1-9]|1[0-2])[\-_]?(0[1-9]|[12]\d|3[01])(?=[\s_\-]|$|[^\x00-\x7f])")
_RESOLUTION = re.compile(r"(?i)[\s_\-]*(?:\d{3,4}x\d{3,4}|gallery|speaker view|as|gvo|avo)\b")
_COPY = re.compile(r"\s*[(（]\d{1,2}[)）]$|\s*-\s*コピー.*$|\s*- copy.*$", re.IGNORECASE)
_HEX = re.compile(r"\b(?=[0-9a-f]*\d)(?=[0-9a-f]*[a-f])[0-9a-f]{8,}(?:-[0-9a-f]{4,}){0,4}\b", re.IGNORECASE)
LONGEST = 300
_JAPANESE = re.compile(r"[\u3041-\u30ff\u4e00-\u9fff]")


def guess_from_name(path: PurePath, today: dt.date) -> Guess:
    """Title, series, date and time in a file's name. A date without a year is the last such day before next month."""
    name = normalised(path.name.removesuffix(path.suffix) if _is_suffix(path.suffix) else path.name)
    name = _COPY.sub("", name[:LONGEST])
    if zoom := _ZOOM.match(name):
        return _zoom(zoom, name)
    date, start, rest = _dated(name, today)
    title = clean_title(_words(rest))
    return Guess(title, date, start, "ja" if _JAPANESE.search(title) else "", series_of(title, date is not None))


def _is_suffix(suffix: str) -> bool:
    return 1 < len(suffix) <= 9 and suffix[1:].isalnum() and not suffix[1:].isdigit()


def _zoom(found: re.Match[str], name: str) -> Guess:
    """Zoom names its recordings by the time in Greenwich; people know the time where they are."""
    rest = clean_title(_words(re.sub(r"(?i)_?recording.*", "", _RESOLUTION.sub(" ", name[found.end():]))))
    try:
        moment = dt.datetime.strptime(found[1] + found[2], "%Y%m%d%H%M%S").replace(tzinfo=dt.UTC).astimezone()
    except ValueError:
        return Guess(rest)
    return Guess(rest, moment.date(), moment.time().replace(second=0), series=series_of(rest, True))


def _dated(name: str, today: dt.date) -> tuple[dt.date | None, dt.time | None, str]:
    """The date, the time behind it, and the name without both."""
    for written in written_dates(name)[:1]:
        time = _CLOCK.match(name[written.end:])
        end = written.end + (time.end() if time else 0)
        return written.date, _time(time), f"{name[:written.start]} {name[end:]}"
    for found in _SHORT_YEAR.finditer(name):
        day = exact(2000 + int(found[1]), int(found[2]), int(found[3]))
        if day and day <= today + dt.timedelta(days=366):
            time = _CLOCK.match(name[found.end():])
            return day, _time(time), f"{name[:found.start()]} {name[found.end() + (time.end() if time else 0):]}"
    for found in _MONTH_DAY.finditer(name):
        rest = f"{name[:found.start()]} {name[found.end():]}"
        day = _recent(int(found[1] or found[3]), int(found[2] or found[4]), today)
        if day and clean_title(_words(rest)):
            return day, None, rest
    return None, None, name


def _time(found: re.Match[str] | None) -> dt.time | None:
    return dt.time(int(found[1]), int(found[2])) if found else None


def _recent(month: int, day: int, today: dt.date) -> dt.date | None:
    near = (exact(year, month, day) for year in range(today.year + 1, today.year - 9, -1))
    return next((d for d in near if d and d <= today + dt.timedelta(days=31)), None)


def _words(rest: str) -> str:
    return " ".join(_HEX.sub(" ", rest).replace("_", " ").replace("+", " ").split())
