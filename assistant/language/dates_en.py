"""English dates: "Friday week", "the Tuesday after the eighteenth", "end of next week" … rules in order of precedence.

Patterns match lower-case text.
"""

from __future__ import annotations

import datetime as dt
import re

from assistant.language import almanac
from assistant.language.dates import Case, Grain, Reader, Rule
from assistant.language.ordinals import CARDINAL_PATTERN, ORDINAL_PATTERN, cardinal, ordinal

_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS = ("january february march april may june july august september october november december").split()
D = r"(?:mon|tues?|wednes|thurs?|fri|satur|sun)(?:day)?s?(?<=day)"
_M = (r"(?:january|february|march|april|may|june|july|august|september|october|november|december"
      r"|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\.?")
_O, _C = ORDINAL_PATTERN, CARDINAL_PATTERN
# A bare "first" or "second" is a date only where something says so.
_CLEAR = (r"(?:(?<=by the )|(?<=on the )|(?<=before the )|(?<=until the )|(?<=till the )|(?<=from the )"
          r"|(?<=say the )|(?<=make it the ))")
_SMALL = r"(?!first\b|second\b|third\b|fourth\b|fifth\b|sixth\b|1st\b|2nd\b)"


def _weekday(text: str) -> int:
    return next(n for n, name in enumerate(_DAYS) if text.startswith(name[:3]))


def _said_weekday(case: Case) -> int:
    """The weekday of whichever alternative of a pattern matched."""
    return _weekday(next(text for group, text in case.match.groupdict().items() if group.startswith("w") and text))


def _month(text: str) -> int:
    return next(n + 1 for n, name in enumerate(_MONTHS) if name.startswith(text[:3]))


def _offset(days: int) -> Reader:
    return lambda case: case.anchor.today + dt.timedelta(days)


def _month_day(case: Case) -> dt.date | None:
    month, day = _month(case.match["m"]), ordinal(case.match["o"])
    return _exact(int(case.match["year"]), month, day) if case.match["year"] else almanac.dated(case.anchor.today, month, day)


def _exact(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def _iso(case: Case) -> dt.date | None:
    return _exact(int(case.match["y"]), int(case.match["mm"]), int(case.match["dd"]))


def _day(case: Case) -> dt.date | None:
    weekday = case.match.groupdict().get("w")
    return almanac.next_numbered(case.anchor.today, ordinal(case.match["o"]), _weekday(weekday) if weekday else None)


def _before(case: Case) -> dt.date | None:
    found = _day(case)
    return found - dt.timedelta(1) if found else None


def _day_of_month(case: Case) -> dt.date | None:
    return almanac.in_month(case.anchor.today, 1 if case.match["which"] == "next" else 0, ordinal(case.match["o"]))


def _nth(case: Case) -> dt.date | None:
    nth = 5 if case.match["nth"] == "last" else ordinal(case.match["nth"])
    months = 1 if case.match["m"] == "next month" else 0
    if case.match["m"] and case.match["m"] not in ("next month", "the month", "this month"):
        months = (_month(case.match["m"]) - case.anchor.today.month) % 12
    found = almanac.nth_weekday(case.anchor.today, months, nth, _weekday(case.match["w"]))
    return found or almanac.nth_weekday(case.anchor.today, months, 4, _weekday(case.match["w"]))


def _after_day(case: Case) -> dt.date | None:
    known = almanac.next_numbered(case.anchor.today, ordinal(case.match["o"]))
    return almanac.coming(known, _weekday(case.match["w"])) if known else None


def _after_that(case: Case) -> dt.date:
    start = case.earlier[-1].date if case.earlier else case.anchor.today
    return almanac.coming(start, _weekday(case.match["w"])) if start > case.anchor.today else _after_next(case)


def _after_next(case: Case) -> dt.date:
    return almanac.coming(case.anchor.today, _said_weekday(case)) + dt.timedelta(7)


def _fortnight_after(case: Case) -> dt.date:
    return almanac.coming(case.anchor.today, _said_weekday(case)) + dt.timedelta(14)


def _of_next_week(case: Case) -> dt.date:
    return almanac.in_week(case.anchor.today, 1, _said_weekday(case))


def _of_this_week(case: Case) -> dt.date:
    found = almanac.in_week(case.anchor.today, 0, _weekday(case.match["w"]))
    return found if found >= case.anchor.today else almanac.coming(case.anchor.today, _weekday(case.match["w"]))


def _coming(case: Case) -> dt.date:
    return almanac.coming_after(case.anchor.today, _weekday(case.match["w"]), case.earlier[-1].date if case.earlier else None)


def _last(case: Case) -> dt.date:
    return almanac.last(case.anchor.today, _weekday(case.match["w"]))


def _span(case: Case) -> dt.date | None:
    groups = case.match.groupdict()
    count = cardinal(groups["c"]) if groups.get("c") else 1
    unit = groups["u"] or ""
    shift = 1 if (groups.get("from") or "").endswith("tomorrow") else 0
    if unit.startswith("month"):
        return almanac.in_month(case.anchor.today, count, case.anchor.today.day) or almanac.month_end(case.anchor.today, count)
    days = {"d": 1, "w": 7, "f": 14}[unit[0]]
    return case.anchor.today + dt.timedelta(days * count + shift)


def _week_end(weeks: int, weekday: int = almanac.FRIDAY) -> Reader:
    def read(case: Case) -> dt.date:
        return max(almanac.in_week(case.anchor.today, weeks, weekday), case.anchor.today)
    return read


def _month_end(months: int) -> Reader:
    return lambda case: almanac.month_end(case.anchor.today, months)


def _month_start(case: Case) -> dt.date | None:
    return almanac.in_month(case.anchor.today, 1, 15 if case.match["part"].startswith("mid") else 1)


def _named_month(case: Case) -> dt.date:
    end = almanac.end_of_named_month(case.anchor.today, _month(case.match["m"]))
    part = case.match["part"]
    if part == "mid":
        return end.replace(day=15)
    return end.replace(day=1) if part in ("start", "beginning", "early") else end


def _next_meeting(case: Case) -> dt.date | None:
    return case.anchor.next_meeting


def _day_after(case: Case) -> dt.date:
    return (case.earlier[-1].date if case.earlier else case.anchor.today) + dt.timedelta(1)


def _later_today(case: Case) -> dt.date | None:
    """ "After lunch" is today's, unless another day was named before it."""
    return None if case.earlier else case.anchor.today


def _same_day(case: Case) -> dt.date | None:
    return case.earlier[-1].date if case.earlier else None


def _year_end(case: Case) -> dt.date:
    return dt.date(case.anchor.today.year, 12, 31)


def _rule(pattern: str, read: Reader, grain: Grain = Grain.DAY, *, past: bool = False, after: bool = False) -> Rule:
    return Rule(re.compile(rf"\b(?:{pattern})\b"), read, grain, past, after)


_WEEK, _MONTH = Grain.WEEK, Grain.MONTH
_UNITS = r"(?P<u>days?|weeks?|months?|fortnights?)"
RULES: tuple[Rule, ...] = (
    _rule(r"(?P<y>20\d\d)-(?P<mm>\d\d)-(?P<dd>\d\d)", _iso),
    _rule(rf"(?:{D},? )?(?:the )?(?P<o>{_O})(?: day)? of (?P<m>{_M})(?:,? (?P<year>20\d\d))?", _month_day),
    _rule(rf"(?:{D},? )?(?P<m>{_M}) (?:the )?(?P<o>{_O}|\d{{1,2}}(?![\d:%]"
          rf"| ?[ap]m))(?:,? (?P<year>20\d\d))?", _month_day),
    _rule(rf"(?:{D},? )?(?P<o>\d{{1,2}}) (?P<m>{_M})(?: (?P<year>20\d\d))?", _month_day),
    _rule(rf"(?P<w>{D}) after the (?P<o>{_O})", _after_day),
    _rule(rf"(?:the )?(?P<nth>first|second|third|fourth|last) (?P<w>{D}) (?:in|of) (?P<m>{_M}|next month|the month"
          rf"|this month)",
          _nth),
    _rule(rf"(?P<w>{D}),? (?:the )?(?P<o>{_O})", _day),
    _rule(rf"the (?P<o>{_O}) of (?P<which>this|next) month", _day_of_month),
    _rule(rf"(?P<w>{D}) after next|(?:a )?week (?:on |from )?(?:this )?(?P<w2>{D})"
          rf"|(?P<w3>{D}) week(?!end)", _after_next,
          Grain.WEEKDAY),
    _rule(rf"(?P<w>{D}) fortnight", _fortnight_after, Grain.WEEKDAY),
    _rule(rf"(?P<w>{D}) (?:after(?: that)?|following)(?! \w+ing)(?! the)", _after_that, Grain.WEEKDAY, after=True),
    _rule(rf"next week,?(?: on)? (?P<w>{D})|(?P<w2>{D})(?: of|,)? next week|next (?P<w3>{D})"
          rf"|(?P<w4>{D}) next", _of_next_week,
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
    _rule(rf"(?:the )?(?P<part>end|last day|close|last week|start|beginning|early|mid)(?:dle)?(?: of|-"
          rf"| in)? ?(?P<m>{_M})",
          _named_month, _MONTH),
    _rule(r"(?:the )?(?P<part>start|beginning|early|middle|mid)(?: of| in)? next month", _month_start, _MONTH),
    _rule(r"next month", _month_end(1), _MONTH),
    _rule(r"(?:the )?end of (?:the )?year|year[- ]end|christmas", _year_end, _MONTH),
    _rule(r"today|tonight|this (?:afternoon|evening|morning|arvo|minute|very day)|right away|right now"
          r"|straight (?:away|after)"
          r"|(?:the (?:minute|second)|as soon as|once|when) (?:i'm|we're|i am|we are|i get|we get) (?:out|done"
          r"|back|off|up)"
          r"|within the hour|before i go home|immediately", _offset(0)),
    _rule(r"a fortnight|(?:in )?two weeks(?= *(?:[.,?!]|$))", _offset(14), _WEEK),
    _rule(r"at lunch(?:time)?|(?:after|before) (?:lunch|dinner|noon)|after this"
          r"|(?:(?:the )?end of (?:the )?day|close of (?:play|business))(?! tomorrow| on"
          r"|,? [a-z]+day)", _later_today, after=True),
    _rule(r"the day after|the next day|the following day", _day_after, Grain.AFTER, after=True),
    _rule(r"(?:the )?(?:same|that) (?:very )?day", _same_day, Grain.AFTER, after=True),
    _rule(rf"(?:the )?(?P<w>{D})", _coming, Grain.WEEKDAY, after=True),
    _rule(rf"before the (?P<o>{_O})(?= *[.,;?!]| *$)", _before),
    _rule(rf"the {_SMALL}(?P<o>{_O})(?! (?:time|one|floor|of|and|grade|year|edition|round|place))", _day),
    _rule(rf"{_CLEAR}(?P<o>{_O})(?= *(?:[.,;?!]|$)| (?:at|so|to|and|that|then|if|when|because)\b)", _day),
    _rule(rf"the (?P<o>{_O})(?= *[.,;?!]| *$)", _day),
    _rule(rf"{_SMALL}(?P<o>{_O})(?= (?:it is|is fine|then|works)| *[.,])", _day),
    _rule(r"(?:the |our )?next (?:one|meeting|time|sync|session|call|round|review|catch[- ]?up)(?: of these)?"
          r"|when we(?:'re| are)? (?:next|meet)|(?:before|by|until|till) then"
          r"|we next meet", _next_meeting, Grain.MEETING),
)
