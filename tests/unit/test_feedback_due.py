"""When a customer should be answered."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.feedback.due import OFFICE, OfficeHours, after, between, due_at, is_late, opened, resumed


def at(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(f"2026-{text}")


@pytest.mark.parametrize(("received", "urgency", "due"), [
    ("06-01T10:00", "high", "06-01T14:00"),  # a Monday
    ("06-01T15:30", "high", "06-02T11:00"),
    ("06-05T16:30", "high", "06-08T12:00"),  # a Friday
    ("06-06T12:00", "high", "06-08T13:00"),
    ("06-01T07:00", "high", "06-01T13:00"),
    ("06-01T22:00", "high", "06-02T13:00"),
    ("06-01T10:00", "normal", "06-03T17:30"),
    ("06-04T10:00", "normal", "06-08T17:30"),
    ("06-06T10:00", "normal", "06-10T17:30"),
    ("06-01T10:00", "low", "06-08T17:30"),
    ("06-01T10:00", "unheard of", "06-03T17:30"),
    ("04-28T10:00", "normal", "05-01T17:30"),  # 昭和の日 between
    ("05-01T16:30", "high", "05-07T12:00"),  # over the holidays of May
    ("12-29T16:30", "high", "12-29T20:30"),
])
def test_answers_are_due_in_business_time(received: str, urgency: str, due: str) -> None:
    expected = "2027-01-04T12:00" if received.startswith("12-29") else f"2026-{due}"
    assert due_at(at(received), urgency) == dt.datetime.fromisoformat(expected)


def test_the_clock_stands_still_while_we_wait_for_the_customer() -> None:
    due = due_at(at("06-01T10:00"), "high")
    assert resumed(due, at("06-01T12:00"), at("06-03T16:30")) == at("06-04T10:00")
    assert resumed(due, at("06-01T12:00"), at("06-01T12:00")) == due


def test_what_was_late_before_the_waiting_stays_late() -> None:
    due = at("06-01T14:00")
    assert resumed(due, at("06-02T09:00"), at("06-09T09:00")) == due
    assert is_late(due, at("06-01T14:01"))
    assert not is_late(due, at("06-05T14:01"), paused=at("06-01T12:00"))
    assert is_late(due, at("06-05T14:01"), paused=at("06-02T12:00"))
    assert not is_late(None, at("06-05T14:01"))


def test_offices_keep_their_own_hours() -> None:
    office = OfficeHours(dt.time(10), dt.time(19), high_hours=1, normal_days=1, low_days=3)
    assert due_at(at("06-01T18:30"), "high", office) == at("06-02T10:30")
    assert due_at(at("06-01T18:30"), "normal", office) == at("06-02T19:00")
    with pytest.raises(ValueError, match="closes"):
        OfficeHours(dt.time(18), dt.time(9))


def test_the_zone_of_the_office_is_kept() -> None:
    tokyo = ZoneInfo("Asia/Tokyo")
    assert due_at(at("06-01T10:00").replace(tzinfo=tokyo), "high") == at("06-01T14:00").replace(tzinfo=tokyo)


MOMENTS = st.datetimes(dt.datetime(2025, 1, 1), dt.datetime(2027, 12, 31))
SPANS = st.integers(0, 60 * 60).map(lambda minutes: dt.timedelta(minutes=minutes))


@given(MOMENTS, SPANS)
def test_business_time_counted_on_is_business_time_counted_back(start: dt.datetime, span: dt.timedelta) -> None:
    end = after(start, span)
    assert between(start, end) == span
    assert end >= opened(start)


@given(MOMENTS, SPANS, SPANS)
def test_waiting_longer_never_makes_an_answer_due_earlier(start: dt.datetime, left: dt.timedelta, waited: dt.timedelta) -> None:
    due = after(start, left)
    until = after(start, waited)
    assert resumed(due, start, until) >= due
    assert OFFICE.length == dt.timedelta(hours=8.5)
