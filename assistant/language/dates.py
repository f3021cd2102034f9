"""Dates in speech, Japanese and English, worked out against the day of the meeting.

Conventions (those of the offices we listened to; tests hold them):

- weeks run from Monday to Sunday: 来週の金曜 and "Friday of next week" are the Friday of the following week, and so is
  "next Friday"; a bare 金曜 or "Friday" is the next one to come, a week away when said on a Friday;
- 今週中, "this week" and "by the end of the week" end on Friday, 来週中 and "next week" on the Friday after;
- a bare day of the month (二十日, "the twentieth") is the next one to come; a weekday beside it chooses the month;
- 月末, "end of the month" are its last day; 来月頭 its first;
- 次の定例 and "the next one" are the day of the next meeting, when that is known.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from assistant.language import almanac


class Grain(StrEnum):
    """How exactly a date was said."""

    DAY = "day"
    WEEKDAY = "weekday"
    WEEK = "week"
    MONTH = "month"
    MEETING = "meeting"
    AFTER = "after"


@dataclass(frozen=True, slots=True)
class Anchor:
    """What dates are counted from: the day of the meeting, and of the next meeting where it is known."""

    today: dt.date
    next_meeting: dt.date | None = None


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date said at ``start:end`` of the normalised text. ``past`` marks 昨日, "last Friday" and the like."""

    start: int
    end: int
    text: str
    date: dt.date
    grain: Grain = Grain.DAY
    past: bool = False
    by_itself: bool = True


@dataclass(frozen=True, slots=True)
class Case:
    """What a rule reads from: its match, what dates are counted from, and the dates named before it."""

    match: re.Match[str]
    anchor: Anchor
    earlier: Sequence[DateMention]


Reader = Callable[[Case], "dt.date | None"]


@dataclass(frozen=True, slots=True)
class Rule:
    """A pattern and how its match becomes a date; rules stand in order of precedence."""

    pattern: re.Pattern[str]
    read: Reader
    grain: Grain = Grain.DAY
    past: bool = False
    needs_earlier: bool = field(default=False)


def normalise(text: str) -> str:
    """Width and compatibility forms folded, so that patterns see one spelling."""
    return unicodedata.normalize("NFKC", text).replace("’", "'")


def find_dates(text: str, lang: str, anchor: Anchor) -> list[DateMention]:
    """Every date in ``text``, in order, one mention where weekday and day name the same date."""
    from assistant.language import dates_en, dates_ja

    clean = normalise(text)
    rules = dates_ja.RULES if lang == "ja" else dates_en.RULES
    found = _apply(clean if lang == "ja" else clean.lower(), rules, anchor)
    return _refine(_join(clean, found, anchor.today))


def _apply(text: str, rules: Iterable[Rule], anchor: Anchor) -> list[DateMention]:
    found: list[DateMention] = []
    later = []
    for rule in rules:
        if rule.needs_earlier:
            later.append(rule)
            continue
        _take(text, rule, anchor, found, [])
    for rule in later:
        _take(text, rule, anchor, found, sorted(found, key=lambda m: m.start))
    return sorted(found, key=lambda m: m.start)


def _take(text: str, rule: Rule, anchor: Anchor, found: list[DateMention], known: Sequence[DateMention]) -> None:
    for match in rule.pattern.finditer(text):
        start, end = match.span()
        if any(start < other.end and other.start < end for other in found):
            continue
        date = rule.read(Case(match, anchor, [m for m in known if m.end <= start]))
        if date is not None:
            past = rule.past or date < anchor.today
            found.append(DateMention(start, end, match.group(), date, rule.grain, past, not rule.needs_earlier))


def _join(text: str, found: list[DateMention], today: dt.date) -> list[DateMention]:
    """再来週、八月五日の水曜 is one date: the most exact part stands for its neighbours."""
    joined: list[DateMention] = []
    for mention in found:
        before = joined[-1] if joined else None
        agreed = _agreed(text, before, mention, today) if before else None
        if before and agreed:
            joined[-1] = DateMention(before.start, mention.end, text[before.start:mention.end], agreed)
        elif before and _same(text, before, mention):
            exact = min(before, mention, key=lambda m: list(Grain).index(m.grain))
            joined[-1] = DateMention(before.start, mention.end, text[before.start:mention.end], exact.date, exact.grain,
                                     exact.past)
        else:
            joined.append(mention)
    return joined


def _refine(found: list[DateMention]) -> list[DateMention]:
    """ "On the Thursday … Thursday the twelfth": a bare weekday is the one named in full later on."""
    refined: list[DateMention] = []
    for n, mention in enumerate(found):
        fuller = next((later for later in found[n + 1:] if mention.grain == Grain.WEEKDAY and later.grain == Grain.DAY
                       and not later.past and later.date.weekday() == mention.date.weekday()
                       and later.date > mention.date), None)
        refined.append(replace(mention, date=fuller.date) if fuller else _in_month_of(mention, refined))
    return refined


NEARBY = 20
_NAMES_MONTH = re.compile(r"月|[a-z]{3,}.* of |january|february|march|april|may|june|july|august|september|october"
                          r"|november|december",
                          re.IGNORECASE)


def _in_month_of(mention: DateMention, earlier: list[DateMention]) -> DateMention:
    """「八月の二十八日、いや、二十六日」: a bare day right after a date with its month is of that month."""
    before = earlier[-1] if earlier else None
    if (before is None or mention.grain != Grain.DAY or before.grain != Grain.DAY or not _NAMES_MONTH.search(before.text)
            or not re.search(r"\d|[一二三四五六七八九十]日?$|(?:st|nd|rd|th)\b", mention.text)
            or _NAMES_MONTH.search(mention.text)):
        return mention
    if mention.start - before.end > NEARBY or before.date < mention.date:
        return mention
    try:
        return replace(mention, date=before.date.replace(day=mention.date.day))
    except ValueError:
        return mention


_JOINT = re.compile(r"[\s、,,のはで(()]*(?:the|on|that's|that is|that'd be|so|say|えー?と?|つまり"
                    r"|,)*[\s、,の((]*", re.IGNORECASE)
_WIDE = {Grain.WEEK, Grain.WEEKDAY, Grain.MONTH, Grain.MEETING}


def _agreed(text: str, before: DateMention, after: DateMention, today: dt.date) -> dt.date | None:
    """火曜、二十九日 where the coming 29th is no Tuesday: the next 29th that is one."""
    if not _JOINT.fullmatch(text[before.end:after.start]) or _names_weekday(before) == _names_weekday(after):
        return None
    weekday, day = (before, after) if _names_weekday(before) else (after, before)
    if weekday.date == day.date or not re.search(r"\d|[一二三四五六七八九十]|(?:st|nd|rd|th)\b", day.text):
        return None
    if day.grain != Grain.DAY:
        return None
    found = almanac.next_numbered(today, day.date.day, weekday.date.weekday())
    return found if found and found.weekday() == weekday.date.weekday() else None


def _names_weekday(mention: DateMention) -> bool:
    return mention.grain == Grain.WEEKDAY or bool(re.search(r"[月火水木金土日]曜日?$", mention.text))


def _same(text: str, before: DateMention, after: DateMention) -> bool:
    if not _JOINT.fullmatch(text[before.end:after.start]):
        return False
    if before.date == after.date:
        return True
    if before.grain == after.grain:
        return False
    wide, exact = sorted((before, after), key=lambda m: list(Grain).index(m.grain), reverse=True)
    if wide.grain == Grain.WEEK:
        return abs((wide.date - exact.date).days) < 7
    return wide.grain == Grain.MONTH and wide.date.month == exact.date.month
