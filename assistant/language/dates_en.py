"""English dates: "Friday week", "the Tuesday after the eighteenth", "end of next week" … rules in order of precedence.

Patterns match lower-case text.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence

from assistant.language import almanac
from assistant.language.dates import Anchor, DateMention, Grain, Reader, Rule
from assistant.language.ordinals import CARDINAL_PATTERN, ORDINAL_PATTERN, cardinal, ordinal

Earlier = Sequence[DateMention]
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS = ("january february march april may june july august september october november december").split()
D = r"(?:mon|tues?|wednes|thurs?|fri|satur|sun)(?:day)?s?(?<=day)"
_M = (r"(?:january|february|march|april|may|june|july|august|september|october|november|december"
      r"|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\.?")
_O, _C = ORDINAL_PATTERN, CARDINAL_PATTERN
# A bare "first" or "second" is a date only where something says so.
_CLEAR = r"(?:(?<=by the )|(?<=on the )|(?<=before the )|(?<=until the )|(?<=till the )|(?<=from the )|(?<=say the )|(?<=make it the ))"
_SMALL = r"(?!first\b|second\b|third\b|fourth\b|fifth\b|sixth\b|1st\b|2nd\b)"


def _weekday(text: str) -> int:
    return next(n for n, name in enumerate(_DAYS) if text.startswith(name[:3]))


def _said_weekday(match: re.Match[str]) -> int:
    """The weekday of whichever alternative of a pattern matched."""
    return _weekday(next(text for group, text in match.groupdict().items() if group.startswith("w") and text))


def _month(text: str) -> int:
    return next(n + 1 for n, name in enumerate(_MONTHS) if name.startswith(text[:3]))


def _offset(days: int) -> Reader:
    return lambda match, anchor, earlier: anchor.today + dt.timedelta(days)


def _month_day(match: re.Match[str], anchor: Anchor, earlier: Earlier) -> dt.date | None:
    month, day = _month(match["m"]), ordinal(match["o"])
    return _exact(int(match["year"]), month, day) if match["year"] else almanac.dated(anchor.today, month, day)


def _exact(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def _iso(match: re.Match[str], anchor: Anchor, earlier: Earlier) -> dt.date | None:
    return _exact(int(match["y"]), int(match["mm"]), int(match["dd"]))


def _day(match: re.Match[str], anchor: Anchor, earlier: Earlier) -> dt.date | None:
    weekday = match.groupdict().get("w")
    return almanac.next_numbered(anchor.today, ordinal(match["o"]), _weekday(weekday) if weekday else None)


def _before(match: re.Match[str], anchor: Anchor, earlier: Earlier) -> dt.date | None:
    found = _day(match, anchor, earlier)
    return found - dt.timedelta(1) if found else None


def _day_of_month(match: re.Match[str], anchor: Anchor, earlier: Earlier) -> dt.date | None:
    return almanac.in_month(anchor.today, 1 if match["which"] == "next" else 0, ordinal(match["o"]))


def _nth(match: re.Match[str], anchor: Anchor, earlier: Earlier) -> dt.date | None:
    nth = 5 if match["nth"] == "last" else ordinal(match["nth"])
    months = 1 if match["m"] == "next month" else 0
    if match["m"] and match["m"] not in ("next month", "the month", "this month"):
        months = (_month(match["m"]) - anchor.today.month) % 12
    found = almanac.nth_weekday(anchor.today, months, nth, _weekday(match["w"]))
    return found or almanac.nth_weekday(anchor.today, months, 4, _weekday(match["w"]))


def _after_day(match: re.Match[str], anchor: Anchor, earlier: Earlier) -> dt.date | None:
    known = almanac.next_numbered(anchor.today, ordinal(match["o"]))
    return almanac.coming(known, _weekday(match["w"])) if known else None


def _after_that(match: re.Match[str], anchor: Anchor, earlier: Earlier) -> dt.date:
    start = earlier[-1].date if earlier else anchor.today
    return almanac.coming(start, _weekday(match["w"])) if start > anchor.today else _after_next(match, anchor, earlier)


def _after_next(match: re.Match[str], anchor: Anchor, earlier: Earlier) -> dt.date:
    return almanac.coming(anchor.today, _said_weekday(match)) + dt.timedelta(7)


def _fortnight_after(match: re.Match[str], anchor: Anchor, earlier: Earlier) -> dt.date:
    return almanac.coming(anchor.today, _said_weekday(match)) + dt.timedelta(14)


def _of_next_week(match: re.Match[str], anchor: Anchor, earlier: Earlier) -> dt.date:
    return almanac.in_week(anchor.today, 1, _said_weekday(match))


def _of_this_week(match: re.Match[str], anchor: Anchor, earlier: Earlier) -> dt.date:
    found = almanac.in_week(anchor.today, 0, _weekday(match["w"]))
    return found if found >= anchor.today else almanac.coming(anchor.today, _weekday(match["w"]))


def _coming(match: re.Match[str], anchor: Anchor, earlier: Earlier) -> dt.date:
    return almanac.coming_after(anchor.today, _weekday(match["w"]), earlier[-1].date if earlier else None)


def _last(match: re.Match[str], anchor: Anchor, earlier: Earlier) -> dt.date:
    return almanac.last(anchor.today, _weekday(match["w"]))


def _span(match: re.Match[str], anchor: Anchor, earlier: Earlier) -> dt.date | None:
    groups = match.groupdict()
    count = cardinal(groups["c"]) if groups.get("c") else 1
    unit = groups["u"] or ""
    shift = 1 if (groups.get("from") or "").endswith("tomorrow") else 0
    if unit.startswith("month"):
        return almanac.in_month(anchor.today, count, anchor.today.day) or almanac.month_end(anchor.today, count)
    days = {"d": 1, "w": 7, "f": 14}[unit[0]]
    return anchor.today + dt.timedelta(days * count + shift)


def _week_end(weeks: int, weekday: int = almanac.FRIDAY) -> Reader:
    def read(match: re.Match[str], anchor: Anchor, earlier: Earlier) -> dt.date:
        return max(almanac.in_week(anchor.today, weeks, weekday), anchor.today)
    return read


def _month_end(months: int) -> Reader:
    return lambda match, anchor, earlier: almanac.month_end(anchor.today, months)


def _month_start(match: re.Match[str], anchor: Anchor, earlier: Earlier) -> dt.date | None:
    return almanac.in_month(anchor.today, 1, 15 if match["part"].startswith("mid") else 1)


def _named_month(match: re.Match[str], anchor: Anchor, earlier: Earlier) -> dt.date:
    end = almanac.end_of_named_month(anchor.today, _month(match["m"]))
    part = match["part"]
    if part == "mid":
        return end.replace(day=15)
    return end.replace(day=1) if part in ("start", "beginning", "early") else end


def _next_meeting(match: re.Match[str], anchor: Anchor, earlier: Earlier) -> dt.date | None:
    return anchor.next_meeting


def _day_after(match: re.Match[str], anchor: Anchor, earlier: Earlier) -> dt.date:
    return (earlier[-1].date if earlier else anchor.today) + dt.timedelta(1)


def _later_today(match: re.Match[str], anchor: Anchor, earlier: Earlier) -> dt.date | None:
    """ "After lunch" is today's, unless another day was named before it."""
    return None if earlier else anchor.today


def _same_day(match: re.Match[str], anchor: Anchor, earlier: Earlier) -> dt.date | None:
    return earlier[-1].date if earlier else None


def _year_end(match: re.Match[str], anchor: Anchor, earlier: Earlier) -> dt.date:
    return dt.date(anchor.today.year, 12, 31)


def _rule(pattern: str, read: Reader, grain: Grain = Grain.DAY, *, past: bool = False, after: bool = False) -> Rule:
    return Rule(re.compile(rf"\b(?:{pattern})\b"), read, grain, past, after)


_WEEK, _MONTH = Grain.WEEK, Grain.MONTH
_UNITS = r"(?P<u>days?|weeks?|months?|fortnights?)"
RULES: tuple[Rule, ...] = (
    _rule(r"(?P<y>20\d\d)-(?P<mm>\d\d)-(?P<dd>\d\d)", _iso),
    _rule(rf"(?:{D},? )?(?:the )?(?P<o>{_O})(?: day)? of (?P<m>{_M})(?:,? (?P<year>20\d\d))?", _month_day),
    _rule(rf"(?:{D},? )?(?P<m>{_M}) (?:the )?(?P<o>{_O}|\d{{1,2}}(?![\d:%]| ?[ap]m))(?:,? (?P<year>20\d\d))?", _month_day),
    _rule(rf"(?:{D},? )?(?P<o>\d{{1,2}}) (?P<m>{_M})(?: (?P<year>20\d\d))?", _month_day),
    _rule(rf"(?P<w>{D}) after the (?P<o>{_O})", _after_day),
    _rule(rf"(?:the )?(?P<nth>first|second|third|fourth|last) (?P<w>{D}) (?:in|of) (?P<m>{_M}|next month|the month|this month)",
          _nth),
    _rule(rf"(?P<w>{D}),? (?:the )?(?P<o>{_O})", _day),
    _rule(rf"the (?P<o>{_O}) of (?P<which>this|next) month", _day_of_month),
    _rule(rf"(?P<w>{D}) after next|(?:a )?week (?:on |from )?(?:this )?(?P<w2>{D})|(?P<w3>{D}) week(?!end)", _after_next,
          Grain.WEEKDAY),
    _rule(rf"(?P<w>{D}) fortnight", _fortnight_after, Grain.WEEKDAY),
    _rule(rf"(?P<w>{D}) (?:after(?: that)?|following)(?! \w+ing)(?! the)", _after_that, Grain.WEEKDAY, after=True),
    _rule(rf"next week,?(?: on)? (?P<w>{D})|(?P<w2>{D})(?: of|,)? next week|next (?P<w3>{D})|(?P<w4>{D}) next", _of_next_week,
          Grain.WEEKDAY),
    _rule(rf"this (?P<w>{D})", _of_this_week, Grain.WEEKDAY),
    _rule(rf"(?:last|this past) (?P<w>{D})", _last, past=True),
    _rule(r"yesterday|last (?:week|month|night|year|time)|the other (?:day|week)|(?:a|two|three|four|five|six|\d+) "
          r"(?:days?|weeks?|months?|years?) (?:ago|back)", _offset(-1), past=True),
    _rule(r"(?:the )?day after tomorrow", _offset(2)),
    _rule(rf"(?P<c>a|one) {_UNITS} (?P<from>tomorrow|today)", _span),
    _rule(r"this time next (?P<u>week|month)", _span),
    _rule(rf"(?:in|within) (?:the next )?(?:about )?(?P<c>{_C})(?: of)? {_UNITS}(?:'s? time)?", _span),
    _rule(rf"(?P<c>{_C}) {_UNITS} (?P<from>from (?:now|today|tomorrow)|today|tomorrow)", _span),
    _rule(r"tomorrow|tmrw|the morn(?:'s morn)?|(?:first thing )?in the morning", _offset(1)),
    _rule(r"(?:the )?end of (?:the )?next week|(?:some ?time |later |during )?next week", _week_end(1), _WEEK),
    _rule(r"(?:the )?end of (?:the|this) week|(?:before )?the week(?: is|'s) out|week's end|(?:later )?this week"
          r"|(?:by|before|ahead of) the weekend", _week_end(0), _WEEK),
    _rule(r"(?:over|at|on|this|during) (?:the )?weekend", _week_end(0, almanac.SUNDAY), _WEEK),
    _rule(r"week after next", _week_end(2), _WEEK),
    _rule(r"(?:the )?end of next month", _month_end(1), _MONTH),
    _rule(r"(?:the )?(?:end|last day) of (?:the |this )?month|(?:the )?month[- ]end|(?:before )?the month(?:'s| is) out"
          r"|this month|month's end", _month_end(0), _MONTH),
    _rule(rf"(?:the )?(?P<part>end|last day|close|last week|start|beginning|early|mid)(?:dle)?(?: of|-| in)? ?(?P<m>{_M})",
          _named_month, _MONTH),
    _rule(r"(?:the )?(?P<part>start|beginning|early|middle|mid)(?: of| in)? next month", _month_start, _MONTH),
    _rule(r"next month", _month_end(1), _MONTH),
    _rule(r"(?:the )?end of (?:the )?year|year[- ]end|christmas", _year_end, _MONTH),
    _rule(r"today|tonight|this (?:afternoon|evening|morning|arvo|minute|very day)|right away|right now|straight (?:away|after)"
          r"|(?:the (?:minute|second)|as soon as|once|when) (?:i'm|we're|i am|we are|i get|we get) (?:out|done|back|off|up)"
          r"|within the hour|before i go home|immediately", _offset(0)),
    _rule(r"a fortnight|(?:in )?two weeks(?= *(?:[.,?!]|$))", _offset(14), _WEEK),
    _rule(r"at lunch(?:time)?|(?:after|before) (?:lunch|dinner|noon)|after this"
          r"|(?:(?:the )?end of (?:the )?day|close of (?:play|business))(?! tomorrow| on|,? [a-z]+day)", _later_today, after=True),
    _rule(r"the day after|the next day|the following day", _day_after, Grain.AFTER, after=True),
    _rule(r"(?:the )?(?:same|that) (?:very )?day", _same_day, Grain.AFTER, after=True),
    _rule(rf"(?:the )?(?P<w>{D})", _coming, Grain.WEEKDAY, after=True),
    _rule(rf"before the (?P<o>{_O})(?= *[.,;?!]| *$)", _before),
    _rule(rf"the {_SMALL}(?P<o>{_O})(?! (?:time|one|floor|of|and|grade|year|edition|round|place))", _day),
    _rule(rf"{_CLEAR}(?P<o>{_O})(?= *(?:[.,;?!]|$)| (?:at|so|to|and|that|then|if|when|because)\b)", _day),
    _rule(rf"the (?P<o>{_O})(?= *[.,;?!]| *$)", _day),
    _rule(rf"{_SMALL}(?P<o>{_O})(?= (?:it is|is fine|then|works)| *[.,])", _day),
    _rule(r"(?:the |our )?next (?:one|meeting|time|sync|session|call|round|review|catch[- ]?up)(?: of these)?"
          r"|when we(?:'re| are)? (?:next|meet)|(?:before|by|until|till) then|we next meet", _next_meeting, Grain.MEETING),
)
