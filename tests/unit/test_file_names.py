"""What names of files tell."""

import datetime as dt
from pathlib import PurePath

import pytest

from assistant.ports.documents import Guess
from ingest.telling.names import guess_from_name

TODAY = dt.date(2026, 9, 20)


def guess(name: str) -> Guess:
    return guess_from_name(PurePath(name), TODAY)


@pytest.mark.parametrize(("name", "date", "title", "series"), [
    ("2026-09-05 部門連携定例 第3回.vtt", "2026-09-05", "部門連携定例 第3回", "部門連携定例"),
    ("20260905_営業会議.mp4", "2026-09-05", "営業会議", "営業会議"),
    ("部門連携定例_2026年9月5日.docx", "2026-09-05", "部門連携定例", "部門連携定例"),
    ("令和8年9月5日 役員会 議事録.pdf", "2026-09-05", "役員会", "役員会"),
    ("定例議事録_0905.txt", "2026-09-05", "定例", "定例"),
    ("0905定例.m4a", "2026-09-05", "定例", "定例"),
    ("260905_品質会議.wav", "2026-09-05", "品質会議", "品質会議"),
    ("12月3日 忘年会準備.md", "2025-12-03", "忘年会準備", "忘年会準備"),
    ("Weekly Sync 2026-09-05.vtt", "2026-09-05", "Weekly Sync", "Weekly Sync"),
    ("Ops review #12 - Sep 5, 2026 (final).docx", "2026-09-05", "Ops review #12", "Ops review"),
    ("部門連携定例-20260905_140312-会議の録音.mp4", "2026-09-05", "部門連携定例", "部門連携定例"),
    ("Weekly - 2026_09_05 14_00 JST - Transcript.docx", "2026-09-05", "Weekly", "Weekly"),
    ("キックオフ.vtt", None, "キックオフ", ""),
    ("定例03.vtt", None, "定例03", "定例"),
    ("minutes15.rst", None, "minutes15", ""),
    ("original.txt", None, "", ""),
    ("20191119.txt", "2019-11-19", "", ""),
    ("議事録 (1).docx", None, "", ""),
    ("20261345.txt", None, "", ""),
    ("../../etc/passwd", None, "passwd", ""),
    ("会議😀\"'<b>.txt", None, "会議😀\"'<b>", "会議😀\"'<b>"),
])
def test_names_tell_date_title_and_series(name: str, date: str | None, title: str, series: str) -> None:
    found = guess(name)
    assert (found.date and found.date.isoformat(), found.title, found.series) == (date, title, series)


def test_a_time_behind_the_date_is_taken() -> None:
    assert guess("部門連携定例-20260905_140312-会議の録音.mp4").start == dt.time(14, 3)
    assert guess("2026-09-05 14.30.00 Zoom.m4a").start == dt.time(14, 30)


def test_zoom_names_recordings_by_the_time_in_greenwich(monkeypatch: pytest.MonkeyPatch) -> None:
    import time

    monkeypatch.setenv("TZ", "Asia/Tokyo")
    time.tzset()
    try:
        found = guess("GMT20260904-233015_Recording_1920x1080.mp4")
        assert (found.date, found.start, found.title) == (dt.date(2026, 9, 5), dt.time(8, 30), "")
        assert guess("GMT20260904-233015_Recording.transcript.vtt").title == ""
    finally:
        monkeypatch.undo()
        time.tzset()


def test_a_name_of_three_hundred_characters_is_cut() -> None:
    assert len(guess("定例" * 150 + ".txt").title) <= 150


def test_the_language_of_a_japanese_name_is_japanese() -> None:
    assert guess("営業会議.vtt").lang == "ja"
    assert guess("sales.vtt").lang == ""
