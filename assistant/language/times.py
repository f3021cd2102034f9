"""Times of day in speech: 十三時半, 午後一時, "half past ten", "quarter to nine", "three thirty"."""

from __future__ import annotations

import datetime as dt
import re

from assistant.language.dates import normalise
from assistant.language.dates_ja import N, number
from assistant.language.ordinals import CARDINAL_PATTERN, cardinal

EARLIEST_HOUR = 7
_JA = re.compile(rf"(?P<half>午前|午後|朝|夕方|夜|昼)?の?(?P<hour>{N})時(?!間|期|点|代|頃の)(?:(?P<minute>{N})分"
                 rf"|(?P<thirty>半))?"
                 rf"|(?P<clock>\d{{1,2}}):(?P<m>\d\d)")
_EN = re.compile(
    rf"\b(?:(?P<past>half past|quarter past|quarter to|half|{CARDINAL_PATTERN} (?:past|to)) (?P<h1>{CARDINAL_PATTERN})"
    rf"|(?P<h2>{CARDINAL_PATTERN})(?: (?P<m2>hundred|fifteen|thirty|forty-five|oh-five"
    rf"|{CARDINAL_PATTERN}))? ?(?P<ap>o'clock|a\.?m\b|p\.?m\b|sharp)"
    rf"|(?P<h3>{CARDINAL_PATTERN}) (?P<m3>hundred|fifteen|thirty|forty-five|twenty|forty|forty five)\b"
    r"|(?P<h4>\d{1,2})[:.](?P<m4>\d\d)(?P<ap4> ?[ap]m)?)")
_SAME = re.compile(r"(?:同じ|いつもの?|おんなじ)(?:時間|時刻|とこ)?|いつもどおり|いつも通り|同時刻|same (?:time"
                   r"|hour|again)|usual time|as usual"
                   r"|as today|time as",
                   re.IGNORECASE)


def find_times(text: str, lang: str, near: dt.time | None = None) -> list[dt.time]:
    """Every time of day in ``text``, in order. ``near`` (the meeting's own start) settles morning or afternoon."""
    clean = normalise(text)
    found = (_ja(match, near) for match in _JA.finditer(clean)) if lang == "ja" else (
        _en(match, near) for match in _EN.finditer(clean.lower()))
    return [time for time in found if time]


def says_same_time(text: str) -> bool:
    """Whether a sentence means the usual time: 同じ時間, "same time"."""
    return bool(_SAME.search(normalise(text)))


def _ja(match: re.Match[str], near: dt.time | None) -> dt.time | None:
    if match["clock"]:
        return _time(int(match["clock"]), int(match["m"]))
    hour = number(match["hour"])
    minute = 30 if match["thirty"] else number(match["minute"]) if match["minute"] else 0
    half = match["half"] or ""
    if half in ("午後", "夕方", "夜") and hour < 12:
        return _time(hour + 12, minute)
    return _likely(hour, minute, None if half else near)


def _en(match: re.Match[str], near: dt.time | None) -> dt.time | None:
    if match["past"]:
        return _past(match["past"], cardinal(match["h1"]), near)
    hour = cardinal(match["h2"] or match["h3"] or match["h4"])
    said = match["m2"] or match["m3"] or match["m4"] or "0"
    minute = 0 if said == "hundred" else 5 if said == "oh-five" else cardinal(said)
    half = match["ap"] or match["ap4"] or ""
    if "p" in half and "sharp" not in half:
        return _time(hour + 12 if hour < 12 else hour, minute)
    return _time(hour, minute) if half.strip().startswith("a") else _likely(hour, minute, near)


def _past(said: str, hour: int, near: dt.time | None) -> dt.time | None:
    word = said.split(maxsplit=1)[0]
    minutes = {"half": 30, "quarter": 15}.get(word) or cardinal(word)
    if said.endswith("to"):
        hour, minutes = hour - 1, 60 - minutes
    return _likely(hour, minutes, near)


def _likely(hour: int, minute: int, near: dt.time | None) -> dt.time | None:
    """Two o'clock is in the afternoon, unless the meeting itself is at night; eight is when the meeting usually is."""
    if hour < 12 and near and hour + 12 == near.hour:
        return _time(hour + 12, minute)
    return _time(hour + 12 if 0 < hour < EARLIEST_HOUR and not (near and near.hour == hour) else hour, minute)


def _time(hour: int, minute: int) -> dt.time | None:
    return dt.time(hour, minute) if 0 <= hour < 24 and 0 <= minute < 60 else None
