"""Japanese dates: 来週の金曜, 月末, 八月の二十六日, 二週間以内, 次の定例 … ``RULES`` stand in order of precedence."""

from __future__ import annotations

import datetime as dt
import re

from assistant.language import almanac
from assistant.language.dates import Case, Grain, Reader, Rule
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
_NOT_SPAN = (r"(?!間|中(?!に)|じゅう|ぶり|ぶん|分|連続|がかり|[0-9一二三四五六七八九十]|も?かか|ほど|くらい|ぐらい"
             r"|ごと|おき|坊)")


def number(text: str) -> int:
    """十五 or 15 as a number."""
    return int(kanji_number(re.sub(r"\d+", lambda m: "".join(DIGITS[int(c) + 1] for c in m.group()), text)))


def _weekday(text: str) -> int:
    return DAYS.index(text[0])


def _offset(days: int) -> Reader:
    return lambda case: case.anchor.today + dt.timedelta(days)


def _month_day(case: Case) -> dt.date | None:
    year, month, day = case.match["year"], number(case.match["month"]), number(case.match["day"])
    if year:
        try:
            return dt.date(number(year), month, day)
        except ValueError:
            return None
    return almanac.dated(case.anchor.today, month, day) if 1 <= month <= 12 else None


def _named_month_day(case: Case) -> dt.date | None:
    return almanac.in_month(case.anchor.today, _MONTH[case.match["month"]], number(case.match["day"]))


def _day(case: Case) -> dt.date | None:
    day = number(case.match["day"])
    if not 1 <= day <= 31:
        return None
    beside = case.match["weekday"] or case.match.groupdict().get("before")
    return almanac.next_numbered(case.anchor.today, day, _weekday(beside) if beside else None)


def _nth(case: Case) -> dt.date | None:
    months = _MONTH[case.match["month"]] if case.match["month"] else 0
    found = almanac.nth_weekday(case.anchor.today, months, number(case.match["nth"]), _weekday(case.match["weekday"]))
    if found and found < case.anchor.today and not case.match["month"]:
        return almanac.nth_weekday(case.anchor.today, 1, number(case.match["nth"]), _weekday(case.match["weekday"]))
    return found


def _weekday_of_week(case: Case) -> dt.date:
    return almanac.in_week(case.anchor.today, _WEEK[case.match["week"]], _weekday(case.match["weekday"]))


def _week(case: Case) -> dt.date:
    friday = almanac.in_week(case.anchor.today, _WEEK[case.match["week"]], almanac.FRIDAY)
    return max(friday, case.anchor.today) if _WEEK[case.match["week"]] == 0 else friday


def _week_start(case: Case) -> dt.date:
    return almanac.in_week(case.anchor.today, _WEEK[case.match["week"]], 0 if case.match["part"][0] in "頭初あ" else 2)


def _weekend(case: Case) -> dt.date:
    weeks = _WEEK[f"{case.match['week']}週"] if case.match["week"] else 0
    day = almanac.FRIDAY if case.match["until"] else almanac.SUNDAY
    return almanac.in_week(case.anchor.today, weeks, day)


def _coming(case: Case) -> dt.date:
    return almanac.coming_after(case.anchor.today, _weekday(case.match["weekday"]), case.earlier[-1].date if case.earlier else None)


def _month_end(case: Case) -> dt.date:
    return almanac.month_end(case.anchor.today, _MONTH.get(case.match["month"] or "今月", 0))


def _month_part(case: Case) -> dt.date | None:
    months = _MONTH[case.match["month"]]
    part = case.match["part"]
    if part.startswith(("頭", "初", "あたま", "はじめ")):
        return almanac.in_month(case.anchor.today, months, 1)
    days = {"上旬": 10, "中旬": 20, "半ば": 15, "なかば": 15, "中頃": 15, "中ごろ": 15}
    return almanac.in_month(case.anchor.today, months, days[part]) if part in days else almanac.month_end(case.anchor.today, months)


def _named_month_end(case: Case) -> dt.date | None:
    month = number(case.match["month"])
    if not 1 <= month <= 12:
        return None
    end = almanac.end_of_named_month(case.anchor.today, month)
    part = case.match["part"]
    days = {"頭": 1, "初": 1, "上旬": 10, "中旬": 20, "半ば": 15, "なかば": 15}
    return next((end.replace(day=day) for word, day in days.items() if part.startswith(word)), end)


def _days_on(case: Case) -> dt.date | None:
    count = number(case.match["count"])
    unit = case.match["unit"]
    if unit.startswith("週"):
        return case.anchor.today + dt.timedelta(7 * count)
    if unit.startswith("日"):
        return case.anchor.today + dt.timedelta(count)
    return almanac.in_month(case.anchor.today, count, case.anchor.today.day) or almanac.month_end(case.anchor.today, count)


def _next_meeting(case: Case) -> dt.date | None:
    return case.anchor.next_meeting


def _that_meeting(case: Case) -> dt.date | None:
    if case.anchor.next_meeting or case.match["week"] not in _WEEK:
        return case.anchor.next_meeting
    return case.anchor.today + dt.timedelta(7 * _WEEK[case.match["week"]])


def _meeting_in(case: Case) -> dt.date | None:
    following = case.anchor.next_meeting
    return following if following and following.month == number(case.match["month"]) else None


def _day_after(case: Case) -> dt.date:
    return (case.earlier[-1].date if case.earlier else case.anchor.today) + dt.timedelta(1)


def _until_then(case: Case) -> dt.date | None:
    return case.earlier[-1].date if case.earlier and not case.earlier[-1].past else case.anchor.next_meeting


def _same_day(case: Case) -> dt.date | None:
    return case.earlier[-1].date if case.earlier else None


def _named(month: int, day: int) -> Reader:
    return lambda case: almanac.dated(case.anchor.today, month, day)


def _until(month: int) -> Reader:
    return lambda case: almanac.end_of_named_month(case.anchor.today, month)


def _after_holidays(case: Case) -> dt.date:
    return almanac.after_days_off(case.anchor.today)


def _after(month: int, day: int) -> Reader:
    def read(case: Case) -> dt.date | None:
        found = almanac.dated(case.anchor.today, month, day)
        return almanac.working_day_from(found) if found else None
    return read


def _monday(case: Case) -> dt.date:
    return almanac.coming(case.anchor.today, 0)


def _rule(pattern: str, read: Reader, grain: Grain = Grain.DAY, *, past: bool = False, after: bool = False) -> Rule:
    return Rule(re.compile(pattern), read, grain, past, after)


RULES: tuple[Rule, ...] = (
    _rule(rf"(?:(?P<year>(?:20[0-9]{{2}}|二〇[{DIGITS}]{{2}}))(?:年|/|-))?(?P<month>{N})(?:月|/"
          rf"|-)(?:の)?(?P<day>{N})(?:日|(?=[^0-9日]|$))"
          rf"(?:(?:の|、|は|,|\(|\s)?{W}|\([{DAYS}]\))?", _month_day),
    _rule(rf"(?:(?P<month>{_MONTHS}){_GAP})?第(?P<nth>[1-5一二三四五])の?(?P<weekday>{W})", _nth, Grain.WEEKDAY),
    _rule(rf"(?P<month>{_MONTHS}){_GAP}(?P<day>{N})日{_NOT_SPAN}(?:(?:の|、|は|,|\()?{W}\)?)?", _named_month_day),
    _rule(rf"(?P<week>{_WEEKS}){_GAP}(?P<weekday>{W})", _weekday_of_week),
    _rule(rf"(?P<before>{W})(?:、|,|の)?(?<![0-9{DIGITS}{UNITS}第])(?P<day>{N})日{_NOT_SPAN}(?!以内|後|前|目|程"
          rf"|ほど|分|遅れ|ず)"
          rf"(?:(?:の|、|は|,|\()?(?P<weekday>{W})\)?)?", _day),
    _rule(rf"(?<![0-9{DIGITS}{UNITS}第])(?P<day>{N})日{_NOT_SPAN}(?!以内|後|前|目|程"
          rf"|ほど|分|遅れ|ず)"
          rf"(?:(?:の|、|は|,|\()?(?P<weekday>{W})\)?)?", _day),
    _rule(rf"(?P<before>{W})?(?:、|,|の)?(?<![0-9{DIGITS}{UNITS}第])(?P<day>{N})の(?P<weekday>{W})", _day),
    _rule(rf"(?<!前)(?<![第])(?P<count>{N})(?P<unit>週間|日|か月|ヶ月|カ月|ヵ月|箇月)(?:以内|後(?!半)|のうち"
          rf"|あれば)", _days_on),
    _rule(rf"(?P<month>今月|来月|再来月)?の?(?<![0-9{DIGITS}{UNITS}来])(?:月末|月内|月いっぱい)|今月の?(?:末"
          rf"|いっぱい|中(?!旬|頃|ごろ)|うち)",
          _month_end, Grain.MONTH),
    _rule(r"(?P<month>来月|再来月)(?:の)?(?P<part>末|いっぱい|中(?!旬|頃|ごろ)|のうち)", _month_part, Grain.MONTH),
    _rule(r"(?P<month>今月|来月|再来月)(?:の)?(?P<part>頭|初め|初旬|あたま|はじめ|上旬|中旬|下旬|半ば|なかば|中頃"
          r"|中ごろ)", _month_part, Grain.MONTH),
    _rule(rf"(?P<month>{N})月(?:の)?(?P<part>末|いっぱい|中(?!旬)|のうち|頭|初め|初旬|上旬|中旬|下旬|半ば|なかば|最後の週"
          rf"|最終週)", _named_month_end, Grain.MONTH),
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
    _rule(r"今日|きょう|本日|今晩|今夜|今夕|こんばん|このあと|この後|(?<!た)帰りに|帰り(?:がけ|しな)|今から"
          r"|これから(?=[^のは先])|すぐに|ただちに|即日|"
          r"会議のあと|会議が終わったら|終わったらすぐ|(?<=、)夕方|お?昼休みに|昼から|午後いち|午後一", _offset(0)),
    _rule(r"(?P<week>今週|来週|再来週|来月|再来月|今度)の(?:定例|会議|打ち合わせ|打合せ|ミーティング|例会)", _that_meeting,
          Grain.MEETING),
    _rule(rf"(?P<month>{N})月の(?:定例|会議|打ち合わせ|打合せ|ミーティング|例会)", _meeting_in, Grain.MEETING),
    _rule(rf"(?P<week>{_WEEKS})(?:の)?(?:中|いっぱい|のうち|末)?(?!の?ずっと)", _week, Grain.WEEK),
    _rule(rf"(?:次の|今度の|こんどの)?(?P<weekday>{W}){_NOT_SPAN}", _coming, Grain.WEEKDAY, after=True),
    _rule(r"(?:次|今度|次回)(?:の)?(?:定例|会議|打ち合わせ|打合せ|ミーティング|例会|会|回)|次回|この次", _next_meeting,
          Grain.MEETING),
    _rule(r"それまで(?=に)", _until_then, Grain.MEETING, after=True),
    _rule(r"翌日|次の日|あくる日", _day_after, Grain.AFTER, after=True),
    _rule(r"その日(?:の|中|に)|同日|当日", _same_day, Grain.AFTER, after=True),
)
