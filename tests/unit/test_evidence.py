"""A claim lives only if its evidence supports it."""

from __future__ import annotations

import datetime as dt

from assistant.evidence import Support, check, checked
from assistant.model import ActionItem, Coverage, Decision, Meeting, Minutes, Utterance

MEETING = Meeting("m1", "定例", dt.date(2026, 5, 12))
SAID = tuple(Utterance(i, 4.0 * i, 4.0 * i + 3, who, text) for i, (who, text) in enumerate([
    ("佐伯", "予約の枠を十五分に縮めましょう。"), ("大西", "賛成です。"), ("佐伯", "じゃあ案内の紙は私が来週の火曜までに直します。"),
    ("大西", "ところで駐車場の舗装はいつでしたっけ。"), ("佐伯", "六月の三日です。")]))


def decision(text: str, *evidence: int) -> Decision:
    return Decision(id="d", text=text, evidence=evidence)


def test_a_line_in_the_words_of_its_evidence_is_supported() -> None:
    assert check(decision("予約の枠を十五分に縮める", 0, 1), SAID, MEETING) == Support.SUPPORTED


def test_a_number_nobody_said_makes_a_line_doubtful() -> None:
    assert check(decision("予約の枠を二十分に縮める", 0, 1), SAID, MEETING) == Support.DOUBTFUL


def test_the_same_number_in_digits_is_the_same_number() -> None:
    assert check(decision("予約の枠を15分に縮める", 0), SAID, MEETING) == Support.SUPPORTED


def test_a_date_worked_out_from_what_was_said_is_supported() -> None:
    assert check(decision("案内の紙を5月19日までに直す", 2), SAID, MEETING) == Support.SUPPORTED


def test_a_line_that_denies_what_was_affirmed_is_doubtful() -> None:
    assert check(decision("予約の枠を十五分に縮めない", 0), SAID, MEETING) == Support.DOUBTFUL


def test_a_line_about_something_else_is_not_supported() -> None:
    assert check(decision("社員旅行は北海道に決定", 0), SAID, MEETING) == Support.UNSUPPORTED


def test_evidence_that_does_not_exist_supports_nothing() -> None:
    assert check(decision("予約の枠を十五分に縮める", 99), SAID, MEETING) == Support.UNSUPPORTED


def test_a_line_in_another_language_may_rest_on_meaning() -> None:
    english = decision("Appointments become shorter", 0)
    assert check(english, SAID, MEETING) == Support.UNSUPPORTED
    assert check(english, SAID, MEETING, likeness=0.9) == Support.SUPPORTED


def test_unsupported_lines_leave_the_minutes_and_strangers_as_owners_make_doubtful() -> None:
    drafted = Minutes(meeting_id="m1", engine="llm", coverage=Coverage(0, 20, 5), decisions=(
        decision("予約の枠を十五分に縮める", 0), decision("給料を上げる", 1)),
        actions=(ActionItem(id="a", text="案内の紙を直す", evidence=(2,), owner="北条"),))
    kept = checked(drafted, SAID, MEETING)
    assert [d.text for d in kept.decisions] == ["予約の枠を十五分に縮める"]
    assert kept.actions[0].doubtful
