"""Dates in speech, against the day of a meeting."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.language import almanac
from assistant.language.dates import Anchor, find_dates
from assistant.language.deadlines import due_date
from assistant.language.times import find_times

WEDNESDAY = dt.date(2026, 7, 22)
NEXT = dt.date(2026, 8, 5)
ANCHOR = Anchor(WEDNESDAY, NEXT)
DAYS = st.dates(dt.date(2024, 1, 1), dt.date(2030, 12, 31))


@pytest.mark.parametrize(("said", "meant"), [
    ("今日中に出します", "2026-07-22"), ("明日の朝いちで送ります", "2026-07-23"), ("明後日までに", "2026-07-24"),
    ("今週中に片付けます", "2026-07-24"), ("今週の金曜までに", "2026-07-24"), ("来週の火曜に", "2026-07-28"),
    ("来週の金曜までには", "2026-07-31"), ("再来週の月曜に", "2026-08-03"), ("月末までに", "2026-07-31"),
    ("今月いっぱいで", "2026-07-31"), ("来月頭に", "2026-08-01"), ("十五日までに", "2026-08-15"),
    ("八月の二十六日に", "2026-08-26"), ("8月26日までに", "2026-08-26"), ("一週間以内に", "2026-07-29"),
    ("次の定例までに", "2026-08-05"), ("再来週の定例には", "2026-08-05"), ("週明けに", "2026-07-27"),
    ("来月の四日までに", "2026-08-04"), ("お盆明けに", "2026-08-17"), ("三日後に", "2026-07-25"), ("年内に", "2026-12-31"),
    ("金曜に", "2026-07-24"), ("水曜に", "2026-07-29"), ("二十四日の金曜に", "2026-07-24"), ("来週いっぱいで", "2026-07-31"),
    ("来月末までに", "2026-08-31"), ("九月末に", "2026-09-30"), ("土曜日の夜までに", "2026-07-25"),
])
def test_a_japanese_date_is_worked_out_against_the_meeting(said: str, meant: str) -> None:
    assert str(due_date([said], "ja", ANCHOR)) == meant


@pytest.mark.parametrize(("said", "meant"), [
    ("I'll send it by Friday.", "2026-07-24"), ("You'll have it tomorrow.", "2026-07-23"),
    ("by a week tomorrow", "2026-07-30"), ("by the end of next week", "2026-07-31"), ("I'll do it by Tuesday week.", "2026-08-04"),
    ("before the next one", "2026-08-05"), ("by the thirty-first", "2026-07-31"), ("first thing Monday", "2026-07-27"),
    ("within two weeks", "2026-08-05"), ("before the month is out", "2026-07-31"), ("by end of month", "2026-07-31"),
    ("by the fifteenth of September", "2026-09-15"), ("by August the fifteenth", "2026-08-15"),
    ("by Tuesday after next", "2026-08-04"), ("by the Tuesday after the eighteenth", "2026-08-25"),
    ("this afternoon", "2026-07-22"), ("by Wednesday of next week", "2026-07-29"), ("by next Friday", "2026-07-31"),
    ("This time next week there's a quote in your inbox.", "2026-07-29"), ("by the day after tomorrow", "2026-07-24"),
    ("by 2026-09-01", "2026-09-01"), ("by 12 August", "2026-08-12"), ("in ten days", "2026-08-01"),
    ("a fortnight from now", "2026-08-05"), ("by the last day of August", "2026-08-31"),
])
def test_an_english_date_is_worked_out_against_the_meeting(said: str, meant: str) -> None:
    assert str(due_date([said], "en", ANCHOR)) == meant


def test_the_last_of_two_dates_stands_when_the_speaker_corrects_himself() -> None:
    assert due_date(["八月の二十八日、いや違う、二十六日までに出します"], "ja", ANCHOR) == dt.date(2026, 8, 26)
    assert due_date(["By the twenty-sixth. No, what am I saying, by the second of September."], "en", ANCHOR) == dt.date(2026, 9, 2)


def test_a_date_of_the_past_is_no_due_date() -> None:
    assert due_date(["昨日もらいました"], "ja", ANCHOR) is None
    assert due_date(["It came last Friday."], "en", ANCHOR) is None


def test_a_promise_without_a_date_has_none() -> None:
    assert due_date(["私がやっておきます"], "ja", ANCHOR) is None
    assert due_date(["I'll see to it."], "en", ANCHOR) is None


def test_days_of_work_and_counts_are_no_dates() -> None:
    assert find_dates("一日二百本を三日間続けます", "ja", ANCHOR) == []


@given(DAYS, st.integers(0, 6))
def test_the_coming_weekday_is_never_today_and_at_most_a_week_away(day: dt.date, weekday: int) -> None:
    found = almanac.coming(day, weekday)
    assert found.weekday() == weekday and 1 <= (found - day).days <= 7


@given(DAYS, st.integers(-3, 14))
def test_the_end_of_a_month_is_followed_by_a_first(day: dt.date, months: int) -> None:
    assert (almanac.month_end(day, months) + dt.timedelta(1)).day == 1


@given(DAYS, DAYS)
def test_a_date_in_full_is_read_as_itself(today: dt.date, said: dt.date) -> None:
    for text, lang in ((f"{said.year}年{said.month}月{said.day}日に", "ja"), (f"on {said.isoformat()}", "en")):
        assert [m.date for m in find_dates(text, lang, Anchor(today))] == [said]


@given(DAYS, st.text(max_size=60))
def test_any_text_can_be_searched_for_dates(today: dt.date, text: str) -> None:
    for lang in ("ja", "en"):
        for mention in find_dates(text, lang, Anchor(today)):
            assert mention.start < mention.end


@pytest.mark.parametrize(("said", "lang", "time"), [
    ("十三時半から", "ja", "13:30"), ("一時半からで", "ja", "13:30"), ("午後二時", "ja", "14:00"), ("十時から", "ja", "10:00"),
    ("half past ten", "en", "10:30"), ("two o'clock again", "en", "14:00"), ("quarter to nine", "en", "08:45"),
    ("nine thirty, please", "en", "09:30"), ("at 14:15", "en", "14:15"), ("3 pm", "en", "15:00"),
])
def test_a_time_of_day_is_read(said: str, lang: str, time: str) -> None:
    assert [f"{t:%H:%M}" for t in find_times(said, lang, dt.time(10))] == [time]
