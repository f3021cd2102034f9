"""Themes at the desk: found, solved, told, and carried to the agenda and into replies."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from assistant.bootstrap import House
from assistant.errors import InvalidInput, NotFound
from assistant.model import Attendee, Coverage, Meeting, Minutes
from tests.adapters.meetings import ORGANISATION
from tests.adapters.plain_feedback import use_plain_engine

LATE = ["出荷が遅れて届きませんでした。", "出荷が遅くて届くのに二週間かかりました。", "出荷が遅れていて、まだ届きません。"]


@pytest.fixture
def desk(house: House, monkeypatch: pytest.MonkeyPatch) -> Any:
    use_plain_engine(monkeypatch)
    house.desk.organisation.load(ORGANISATION, "test")
    for name, text in zip(("青木様", "井上様", "上田様"), LATE, strict=True):
        house.desk.feedback.add_text(text, "me", customer=name)
    house.desk.feedback.add_text("駐車場の料金機が動きません。", "me", customer="江口様")
    return house.desk


def late_theme(desk: Any) -> dict[str, Any]:
    found: dict[str, Any] = next(t for t in desk.feedback_themes.list()["themes"] if t["departments"] == ["物流部"])
    return found


def test_what_several_customers_say_is_one_theme_and_one_voice_is_emerging(desk: Any) -> None:
    theme = late_theme(desk)
    assert (theme["customers"], theme["messages"], theme["emerging"], theme["open"]) == (3, 3, False, 3)
    assert theme["weeks"][-1] == 3
    assert any(theme["name"].rstrip("…") in text for text in LATE)
    assert any(t["emerging"] for t in desk.feedback_themes.list()["themes"])
    assert desk.feedback_themes.list(department="営業")["themes"] == []
    shown = desk.feedback_themes.get(theme["id"])
    assert {p["customer"] for p in shown["points"]} == {"青木様", "井上様", "上田様"}
    with pytest.raises(NotFound):
        desk.feedback_themes.get("none")


def test_a_solved_theme_lists_everyone_to_be_told_and_its_note_goes_into_replies(desk: Any) -> None:
    theme = late_theme(desk)
    told = desk.feedback_themes.done(theme["id"], "倉庫の人を増やし、翌日に出荷するようにしました。", "鈴木")
    assert sorted(one["customer"] for one in told["tell"]) == ["上田様", "井上様", "青木様"]
    assert told["theme"]["done"]["note"].startswith("倉庫の人を増やし")
    after = late_theme(desk)
    assert (after["id"], after["open"], after["done"]["who"]) == (theme["id"], 0, "鈴木")
    reply = desk.feedback_follow.draft_reply(told["tell"][0]["message"], "me")
    assert "翌日に出荷するようにしました" in reply["text"]
    assert (reply["state"], reply["engine"]) == ("draft", "builtin")
    other = desk.feedback_follow.draft_reply(told["tell"][0]["message"], "me", facts=["お詫びの品をお送りしました。"])
    assert "お詫びの品をお送りしました" in other["text"]
    with pytest.raises(InvalidInput):
        desk.feedback_follow.draft_reply(told["tell"][0]["message"], "me", engine="llm")


def test_a_theme_reaches_the_next_agenda_of_the_department_it_concerns(desk: Any, house: House) -> None:
    meeting = Meeting(id="m1", title="定例", date=dt.date(2026, 9, 2), series="定例",
                      attendees=(Attendee("鈴木", "物流部"),))
    house.ledger.add_meeting(meeting, "sha", "test")
    house.ledger.save_minutes(Minutes("m1", "builtin", Coverage(0, 1, 9)), "test")
    theme = late_theme(desk)
    [item] = desk.agendas.draft("定例", "me")["items"]
    assert (item["topic"], item["why_text"], item["department"]) == (theme["name"], "お客様 3人の声", "物流部")
    desk.feedback_themes.done(theme["id"], "", "me")
    assert desk.agendas.draft("定例", "me")["items"] == []
