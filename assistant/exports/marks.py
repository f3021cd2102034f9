"""Times, dates and evidence as they are written in a document."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from assistant.exports.clean import clean
from assistant.messages import text
from assistant.model import Meeting, Transcript, Utterance

_SHOWN_MARKS = 3
_WEEKDAYS_JA = "月火水木金土日"


def clock(seconds: float) -> str:
    """``12:31``, from an hour on ``1:02:31``."""
    whole = int(seconds)
    hours, minutes, secs = whole // 3600, whole // 60 % 60, whole % 60
    return f"{hours}:{minutes:02d}:{secs:02d}" if hours else f"{minutes:02d}:{secs:02d}"


def day(date: dt.date, lang: str) -> str:
    """``2026年9月5日(土)`` or ``Saturday, 5 September 2026``."""
    if lang == "ja":
        return f"{date.year}年{date.month}月{date.day}日({_WEEKDAYS_JA[date.weekday()]})"
    return f"{date:%A}, {date.day} {date:%B} {date.year}"


def when(meeting: Meeting, lang: str) -> str:
    """The day of a meeting, and from when until when it went."""
    shown = day(meeting.date, lang)
    if meeting.start is None:
        return shown
    start = dt.datetime.combine(meeting.date, meeting.start)
    end = start + dt.timedelta(seconds=meeting.duration_s)
    return f"{shown} {start:%H:%M}" + (f"–{end:%H:%M}" if meeting.duration_s >= 60 else "")


def attendees(meeting: Meeting, lang: str) -> str:
    """Everybody who was there, with departments."""
    return clean(("、" if lang == "ja" else ", ").join(person(a.name, a.department, lang) for a in meeting.attendees))


def person(name: str | None, department: str | None, lang: str) -> str:
    """``鈴木（物流部）`` or ``Lee (Logistics)``; only one of them, or nothing, where the other is missing."""
    if not name or not department:
        return name or department or ""
    return f"{name}（{department}）" if lang == "ja" else f"{name} ({department})"


def evidence(places: Sequence[int], transcript: Transcript, lang: str) -> tuple[str, ...]:
    """Where a line comes from: ``▸12:31 鈴木``, for written notes the paragraph; the first three places."""
    spoken = transcript.utterances
    timed = any(u.end_s > 0 for u in spoken)
    found = [spoken[i] for i in places if 0 <= i < len(spoken)]
    marks = dict.fromkeys(_mark(u, timed, lang) for u in found)
    return tuple(marks)[:_SHOWN_MARKS]


def _mark(utterance: Utterance, timed: bool, lang: str) -> str:
    where = f"▸{clock(utterance.start_s)}" if timed else text("exports.paragraph", lang, n=utterance.i + 1)
    return clean(f"{where} {utterance.speaker}")
