"""Japanese dates: 来週の金曜, 月末, 八月の二十六日, 二週間以内, 次の定例 … ``RULES`` stand in order of precedence."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence

from assistant.language import almanac
from assistant.language.dates import Anchor, DateMention, Grain, Reader, Rule
from assistant.language.numerals import DIGITS, UNITS, kanji_number

N = rf"[0-9{DIGITS}{UNITS}]{{1,4}}"
DAYS = "月火水木金土日"
W = rf"(?:[{DAYS}]曜日?)"
_WEEK = {"今週": 0, "こんしゅう": 0, "来週": 1, "翌週": 1, "らいしゅう": 1, "次週": 1, "再来週": 2, "さらいしゅう": 2, "先週": -1,
         "先々週": -2, "前の週": -1}
_MONTH = {"今月": 0, "当月": 0, "来月": 1, "翌月": 1, "再来月": 2, "先月": -1, "先々月": -2}
_WEEKS = "再来週|さらいしゅう|来週|翌週|次週|今週|先々週|先週"
_MONTHS = "再来月|来月|翌月|今月|当月|先々月|先月"
_GAP = r"(?:の|、|,|は|,|\s|えー?と?|ええと){0,3}"
# What makes a bare weekday or day a date and not part of a longer word (土日, 三日間, 一日二百本, 十四日ぶん).
_NOT_SPAN = r"(?!間|中(?!に)|じゅう|ぶり|ぶん|分|連続|がかり|[0-9一二三四五六七八九十]|も?かか|ほど|くらい|ぐらい|ごと|おき|坊)"


def number(text: str) -> int:
    """十五 or 15 as a number."""
    return int(kanji_number(re.sub(r"\d+", lambda m: "".join(DIGITS[int(c) + 1] for c in m.group()), text)))


def _weekday(text: str) -> int:
    return DAYS.index(text[0])


def _offset(days: int) -> Reader:
    return lambda match, anchor, earlier: anchor.today + dt.timedelta(days)


def _month_day(match: re.Match[str], anchor: Anchor, earlier: Sequence[DateMention]) -> dt.date | None:
    year, month, day = match["year"], number(match["month"]), number(match["day"])
    if year:
        try:
            return dt.date(number(year), month, day)
        except ValueError:
            return None
    return almanac.dated(anchor.today, month, day) if 1 <= month <= 12 else None


def _named_month_day(match: re.Match[str], anchor: Anchor, earlier: Sequence[DateMention]) -> dt.date | None:
    return almanac.in_month(anchor.today, _MONTH[match["month"]], number(match["day"]))


def _day(match: re.Match[str], anchor: Anchor, earlier: Sequence[DateMention]) -> dt.date | None:
    day = number(match["day"])
    if not 1 <= day <= 31:
        return None
    beside = match["weekday"] or match["before"]
    return almanac.next_numbered(anchor.today, day, _weekday(beside) if beside else None)


def _nth(match: re.Match[str], anchor: Anchor, earlier: Sequence[DateMention]) -> dt.date | None:
    months = _MONTH[match["month"]] if match["month"] else 0
    found = almanac.nth_weekday(anchor.today, months, number(match["nth"]), _weekday(match["weekday"]))
    if found and found < anchor.today and not match["month"]:
        return almanac.nth_weekday(anchor.today, 1, number(match["nth"]), _weekday(match["weekday"]))
    return found


def _weekday_of_week(match: re.Match[str], anchor: Anchor, earlier: Sequence[DateMention]) -> dt.date:
    return almanac.in_week(anchor.today, _WEEK[match["week"]], _weekday(match["weekday"]))


def _week(match: re.Match[str], anchor: Anchor, earlier: Sequence[DateMention]) -> dt.date:
    friday = almanac.in_week(anchor.today, _WEEK[match["week"]], almanac.FRIDAY)
    return max(friday, anchor.today) if _WEEK[match["week"]] == 0 else friday


def _week_start(match: re.Match[str], anchor: Anchor, earlier: Sequence[DateMention]) -> dt.date:
    return almanac.in_week(anchor.today, _WEEK[match["week"]], 0 if match["part"][0] in "頭初あ" else 2)


def _weekend(match: re.Match[str], anchor: Anchor, earlier: Sequence[DateMention]) -> dt.date:
    weeks = _WEEK[f"{match['week']}週"] if match["week"] else 0
    day = almanac.FRIDAY if match["until"] else almanac.SUNDAY
    return almanac.in_week(anchor.today, weeks, day)


def _coming(match: re.Match[str], anchor: Anchor, earlier: Sequence[DateMention]) -> dt.date:
    return almanac.coming_after(anchor.today, _weekday(match["weekday"]), earlier[-1].date if earlier else None)


def _month_end(match: re.Match[str], anchor: Anchor, earlier: Sequence[DateMention]) -> dt.date:
    return almanac.month_end(anchor.today, _MONTH.get(match["month"] or "今月", 0))


def _month_part(match: re.Match[str], anchor: Anchor, earlier: Sequence[DateMention]) -> dt.date | None:
    months = _MONTH[match["month"]]
    part = match["part"]
    if part.startswith(("頭", "初", "あたま", "はじめ")):
        return almanac.in_month(anchor.today, months, 1)
    days = {"上旬": 10, "中旬": 20, "半ば": 15, "なかば": 15, "中頃": 15, "中ごろ": 15}
    return almanac.in_month(anchor.today, months, days[part]) if part in days else almanac.month_end(anchor.today, months)


def _named_month_end(match: re.Match[str], anchor: Anchor, earlier: Sequence[DateMention]) -> dt.date | None:
    month = number(match["month"])
    if not 1 <= month <= 12:
        return None
    end = almanac.end_of_named_month(anchor.today, month)
    part = match["part"]
    days = {"頭": 1, "初": 1, "上旬": 10, "中旬": 20, "半ば": 15, "なかば": 15}
    return next((end.replace(day=day) for word, day in days.items() if part.startswith(word)), end)


def _days_on(match: re.Match[str], anchor: Anchor, earlier: Sequence[DateMention]) -> dt.date | None:
    count = number(match["count"])
    unit = match["unit"]
    if unit.startswith("週"):
        return anchor.today + dt.timedelta(7 * count)
    if unit.startswith("日"):
        return anchor.today + dt.timedelta(count)
    return almanac.in_month(anchor.today, count, anchor.today.day) or almanac.month_end(anchor.today, count)


def _next_meeting(match: re.Match[str], anchor: Anchor, earlier: Sequence[DateMention]) -> dt.date | None:
    return anchor.next_meeting


def _that_meeting(match: re.Match[str], anchor: Anchor, earlier: Sequence[DateMention]) -> dt.date | None:
    if anchor.next_meeting or match["week"] not in _WEEK:
        return anchor.next_meeting
    return anchor.today + dt.timedelta(7 * _WEEK[match["week"]])


def _meeting_in(match: re.Match[str], anchor: Anchor, earlier: Sequence[DateMention]) -> dt.date | None:
    following = anchor.next_meeting
    return following if following and following.month == number(match["month"]) else None


def _day_after(match: re.Match[str], anchor: Anchor, earlier: Sequence[DateMention]) -> dt.date:
    return (earlier[-1].date if earlier else anchor.today) + dt.timedelta(1)


def _until_then(match: re.Match[str], anchor: Anchor, earlier: Sequence[DateMention]) -> dt.date | None:
    return earlier[-1].date if earlier and not earlier[-1].past else anchor.next_meeting


def _same_day(match: re.Match[str], anchor: Anchor, earlier: Sequence[DateMention]) -> dt.date | None:
    return earlier[-1].date if earlier else None


def _named(month: int, day: int) -> Reader:
    return lambda match, anchor, earlier: almanac.dated(anchor.today, month, day)


def _until(month: int) -> Reader:
    return lambda match, anchor, earlier: almanac.end_of_named_month(anchor.today, month)


def _after_holidays(match: re.Match[str], anchor: Anchor, earlier: Sequence[DateMention]) -> dt.date:
    return almanac.after_days_off(anchor.today)


def _after(month: int, day: int) -> Reader:
    def read(match: re.Match[str], anchor: Anchor, earlier: Sequence[DateMention]) -> dt.date | None:
        found = almanac.dated(anchor.today, month, day)
        return almanac.working_day_from(found) if found else None
    return read


def _monday(match: re.Match[str], anchor: Anchor, earlier: Sequence[DateMention]) -> dt.date:
    return almanac.coming(anchor.today, 0)


def _rule(pattern: str, read: Reader, grain: Grain = Grain.DAY, *, past: bool = False, after: bool = False) -> Rule:
    return Rule(re.compile(pattern), read, grain, past, after)


RULES: tuple[Rule, ...] = (
    _rule(rf"(?:(?P<year>(?:20[0-9]{{2}}|二〇[{DIGITS}]{{2}}))(?:年|/|-))?(?P<month>{N})(?:月|/|-)(?:の)?(?P<day>{N})(?:日|(?=[^0-9日]|$))"
          rf"(?:(?:の|、|は|,|\(|\s)?{W}|\([{DAYS}]\))?", _month_day),
    _rule(rf"(?:(?P<month>{_MONTHS}){_GAP})?第(?P<nth>[1-5一二三四五])の?(?P<weekday>{W})", _nth, Grain.WEEKDAY),
    _rule(rf"(?P<month>{_MONTHS}){_GAP}(?P<day>{N})日{_NOT_SPAN}(?:(?:の|、|は|,|\()?{W}\)?)?", _named_month_day),
    _rule(rf"(?P<week>{_WEEKS}){_GAP}(?P<weekday>{W})", _weekday_of_week),
    _rule(rf"(?P<before>{W})?(?:、|,|の)?(?<![0-9{DIGITS}{UNITS}第])(?P<day>{N})日{_NOT_SPAN}(?!以内|後|前|目|程|ほど|分|遅れ|ず)"
          rf"(?:(?:の|、|は|,|\()?(?P<weekday>{W})\)?)?", _day),
    _rule(rf"(?P<before>{W})?(?:、|,|の)?(?<![0-9{DIGITS}{UNITS}第])(?P<day>{N})の(?P<weekday>{W})", _day),
    _rule(rf"(?<!前)(?<![第])(?P<count>{N})(?P<unit>週間|日|か月|ヶ月|カ月|ヵ月|箇月)(?:以内|後(?!半)|のうち|あれば)", _days_on),
    _rule(rf"(?P<month>今月|来月|再来月)?の?(?<![0-9{DIGITS}{UNITS}来])(?:月末|月内|月いっぱい)|今月の?(?:末|いっぱい|中(?!旬|頃|ごろ)|うち)",
          _month_end, Grain.MONTH),
    _rule(r"(?P<month>来月|再来月)(?:の)?(?P<part>末|いっぱい|中(?!旬|頃|ごろ)|のうち)", _month_part, Grain.MONTH),
    _rule(r"(?P<month>今月|来月|再来月)(?:の)?(?P<part>頭|初め|初旬|あたま|はじめ|上旬|中旬|下旬|半ば|なかば|中頃|中ごろ)", _month_part, Grain.MONTH),
    _rule(rf"(?P<month>{N})月(?:の)?(?P<part>末|いっぱい|中(?!旬)|のうち|頭|初め|初旬|上旬|中旬|下旬|半ば|なかば|最後の週|最終週)", _named_month_end, Grain.MONTH),
    _rule(r"(?P<week>今|来|再来)?(?:週の)?週末(?P<until>まで)?", _weekend, Grain.WEEK),
    _rule(r"(?P<week>来週|再来週|翌週)(?:の)?(?P<part>頭|初め|あたま|はじめ|半ば|なかば|中頃|中ごろ)", _week_start, Grain.WEEK),
    _rule(r"週明け|週の頭|週頭|週あけ|休み明け(?=の月曜)", _monday, Grain.WEEKDAY),
    _rule(r"(?:お)?盆明け|お?盆休み明け", _after(8, 17)),
    _rule(r"年明け(?:早々|すぐ)?|正月明け|松が?明け|年始", _after(1, 4), Grain.MONTH),
    _rule(r"(?:大型)?(?:連休|GW|ゴールデンウィーク)(?:の)?明け|休み明け", _after_holidays),
    _rule(r"年度末", _until(3), Grain.MONTH),
    _rule(r"年内|年末(?:まで|に)?", _until(12), Grain.MONTH),
    _rule(r"明々後日|明明後日|しあさって", _offset(3)),
    _rule(r"明後日|あさって", _offset(2)),
    _rule(r"一昨日|おととい|おとつい", _offset(-2), past=True),
    _rule(r"昨日|きのう|昨晩|昨夜|ゆうべ|今朝|けさ|さっき|先ほど", _offset(-1), past=True),
    _rule(r"明日|あした|(?<![い一-龠])あす(?=[のはに、])|明朝|明晩|明け方", _offset(1)),
    _rule(r"今日|きょう|本日|今晩|今夜|今夕|こんばん|このあと|この後|(?<!た)帰りに|帰り(?:がけ|しな)|今から|これから(?=[^のは先])|すぐに|ただちに|即日|"
          r"会議のあと|会議が終わったら|終わったらすぐ|(?<=、)夕方|お?昼休みに|昼から|午後いち|午後一", _offset(0)),
    _rule(r"(?P<week>今週|来週|再来週|来月|再来月|今度)の(?:定例|会議|打ち合わせ|打合せ|ミーティング|例会)", _that_meeting, Grain.MEETING),
    _rule(rf"(?P<month>{N})月の(?:定例|会議|打ち合わせ|打合せ|ミーティング|例会)", _meeting_in, Grain.MEETING),
    _rule(rf"(?P<week>{_WEEKS})(?:の)?(?:中|いっぱい|のうち|末)?(?!の?ずっと)", _week, Grain.WEEK),
    _rule(rf"(?:次の|今度の|こんどの)?(?P<weekday>{W}){_NOT_SPAN}", _coming, Grain.WEEKDAY, after=True),
    _rule(r"(?:次|今度|次回)(?:の)?(?:定例|会議|打ち合わせ|打合せ|ミーティング|例会|会|回)|次回|この次", _next_meeting, Grain.MEETING),
    _rule(r"それまで(?=に)", _until_then, Grain.MEETING, after=True),
    _rule(r"翌日|次の日|あくる日", _day_after, Grain.AFTER, after=True),
    _rule(r"その日(?:の|中|に)|同日|当日", _same_day, Grain.AFTER, after=True),
)
