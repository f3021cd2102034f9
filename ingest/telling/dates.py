"""Dates and times as they stand in file names and at the head of minutes: exact ones, never relative ones."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass

_MONTHS = {name: n for n, name in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), 1)}
_MONTH = r"(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_WEEKDAY = r"\s*(?:[(（]\s*[月火水木金土日](?:曜日?)?(?:[・,、]\s*祝)?\s*[)）])?"
_ERAS = {"令和": 2018, "平成": 1988, "昭和": 1925, "r": 2018, "h": 1988, "s": 1925}
EARLIEST, LATEST = 1990, 2100


@dataclass(frozen=True, slots=True)
class Written:
    """A date that stands at ``start:end`` of a normalised text; ``time`` where one is attached."""

    start: int
    end: int
    date: dt.date
    time: dt.time | None = None


def _ymd(found: re.Match[str]) -> tuple[int, int, int]:
    return int(found[1]), int(found[2]), int(found[3])


def _era(found: re.Match[str]) -> tuple[int, int, int]:
    return _ERAS[found[1].lower()] + (1 if found[2] == "元" else int(found[2])), int(found[3]), int(found[4])


def _named_first(found: re.Match[str]) -> tuple[int, int, int]:
    return int(found[3]), _MONTHS[found[1].lower()], int(found[2])


def _day_first(found: re.Match[str]) -> tuple[int, int, int]:
    return int(found[3]), _MONTHS[found[2].lower()], int(found[1])


def _us(found: re.Match[str]) -> tuple[int, int, int]:
    return int(found[3]), int(found[1]), int(found[2])


def _european(found: re.Match[str]) -> tuple[int, int, int]:
    return int(found[3]), int(found[2]), int(found[1])


_RULES: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], tuple[int, int, int]]], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), read) for pattern, read in (
        (r"((?:19|20)\d\d)\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日" + _WEEKDAY, _ymd),
        (r"(令和|平成|昭和)\s*(\d{1,2}|元)\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日" + _WEEKDAY, _era),
        (r"(?<![A-Za-z\d])([RHS])\s?(\d{1,2})[./年](\d{1,2})[./月](\d{1,2})(?!\d)日?" + _WEEKDAY, _era),
        (r"(?<!\d)((?:19|20)\d\d)\s?([-/._])\s?(\d{1,2})\s?\2\s?(\d{1,2})(?!\d)" + _WEEKDAY,
         lambda f: (int(f[1]), int(f[3]), int(f[4]))),
        (r"(?<!\d)((?:19|20)\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?!\d)" + _WEEKDAY, _ymd),
        (_MONTH + r"\s*(\d{1,2})(?:st|nd|rd|th)?(?:\s*,\s*|\s+)((?:19|20)\d\d)(?!\d)", _named_first),
        (r"(?<!\d)(\d{1,2})(?:st|nd|rd|th)?[\s-]+(?:of\s+)?" + _MONTH + r"[\s,-]+((?:19|20)\d\d)(?!\d)", _day_first),
        (r"(?<![\d/])(\d{1,2})/(\d{1,2})/((?:19|20)\d\d)(?!\d)", _us),
        (r"(?<![\d.])(\d{1,2})\.(\d{1,2})\.((?:19|20)\d\d)(?!\d)", _european),
    ))
_TIME = re.compile(
    r"(午前|午後|AM|PM|am|pm|a\.m\.|p\.m\.)?\s*(?<!\d)(\d{1,2})(?:[:時](\d{2})分?|時(半)?)(?::\d{2})?(?!\d)\s*(AM|PM|am|pm|a\.m\.|p\.m\.)?"
    r"|(?<!\d)(\d{1,2})\s?(AM|PM|am|pm|a\.m\.|p\.m\.)(?![A-Za-z])")


def normalised(text: str) -> str:
    """Full-width digits and signs as plain ones, so that one pattern reads both."""
    return unicodedata.normalize("NFKC", text)


def written_dates(text: str) -> list[Written]:
    """Every date with a year in a normalised text, in order; a time right behind it is taken along."""
    found: list[Written] = []
    for pattern, read in _RULES:
        for match in pattern.finditer(text):
            day = exact(*read(match))
            if day and not any(f.start < match.end() and match.start() < f.end for f in found):
                found.append(Written(match.start(), match.end(), day, first_time(text[match.end():match.end() + 24])))
    return sorted(found, key=lambda f: f.start)


def exact(year: int, month: int, day: int) -> dt.date | None:
    """The date, or None where there is no such day or no such meeting can have been."""
    if not EARLIEST <= year <= LATEST:
        return None
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def first_time(text: str) -> dt.time | None:
    """The first time of day in a normalised text: 14:00, 午後2時半, 2 pm, PM 5:00."""
    return next(times(text), None)


def times(text: str) -> Iterator[dt.time]:
    """Every time of day in a normalised text."""
    for found in _TIME.finditer(text):
        half = (found[1] or found[5] or found[7] or "").lower().replace(".", "")
        hour, minute = int(found[2] or found[6]), 30 if found[4] else int(found[3] or 0)
        if half in ("pm", "午後") and hour < 12:
            hour += 12
        if half in ("am", "午前") and hour == 12:
            hour = 0
        if hour < 24 and minute < 60:
            yield dt.time(hour, minute)
