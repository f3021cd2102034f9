"""An agenda worded by a model over a real connection: what it may change and what not."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from assistant.agenda.brief import AgendaBrief
from assistant.agenda.builtin import BuiltinAgenda
from assistant.agenda.llm import LlmAgenda
from assistant.desk.drafting import choose
from assistant.errors import ModelUnavailable
from assistant.llm.chat import OpenAiChat
from assistant.llm.endpoint import Endpoint
from assistant.llm.wire import Wire
from assistant.model import ActionItem, Agenda, Meeting, OpenQuestion, Organisation
from assistant.ports.records import FiledAction, FiledLine
from prompts import library
from tests.adapters.scripted_llm import Say, ScriptedLlm, scripted

MEETING = Meeting(id="m1", title="営業物流定例", date=dt.date(2026, 9, 5), series="定例")
BRIEF = AgendaBrief(
    series="定例", date=dt.date(2026, 9, 19), time=None, lang="ja", today=dt.date(2026, 9, 18), meetings=(MEETING,),
    organisation=Organisation(),
    actions=(
        FiledAction(ActionItem(id="a1", text="出荷遅延の原因を調べて報告する", evidence=(3,), owner="鈴木",
                               due=dt.date(2026, 9, 12)), MEETING),
        FiledAction(ActionItem(id="a2", text="展示会のパンフレットを印刷に回す", evidence=(30,)), MEETING),
    ),
    questions=(FiledLine(OpenQuestion(id="q1", text="倉庫の増員は何人必要か", evidence=(60,)), MEETING),),
)


def engine(url: str) -> LlmAgenda:
    end = Endpoint(url, "key", "scripted")
    model = OpenAiChat(end, Wire(end), library, timeout_s=5, context_tokens=8192, sleep=lambda s: None)
    return LlmAgenda(model, library, BuiltinAgenda())


def drafted(*items: dict[str, Any]) -> tuple[Agenda, ScriptedLlm]:
    with scripted(Say.value({"items": list(items)})) as server:
        return engine(server.url).draft(BRIEF), server


def item(topic: str, *ids: str, minutes: int = 5) -> dict[str, Any]:
    return {"ids": list(ids), "topic": topic, "minutes": minutes}


PLAIN = BuiltinAgenda().draft(BRIEF)
TOPICS = [i.topic for i in PLAIN.items]


def test_the_model_words_orders_and_times_what_the_built_in_engine_found() -> None:
    agenda, server = drafted(item("倉庫の増員は何人か", "T2", minutes=15), item("出荷遅延の原因報告", "T1", minutes=8),
                             item("展示会パンフレットの印刷", "T3"))
    assert [i.topic for i in agenda.items] == ["倉庫の増員は何人か", "出荷遅延の原因報告", "展示会パンフレットの印刷"]
    assert [i.minutes for i in agenda.items] == [15, 8, 5]
    assert {i.id: (i.moments, i.why, i.lead) for i in agenda.items} == {
        i.id: (i.moments, i.why, i.lead) for i in PLAIN.items}
    assert agenda.engine == "llm"
    assert len(server.asked) == 1
    assert all(topic in server.asked[0].text for topic in TOPICS)


@pytest.mark.parametrize("invented", [
    "新製品の価格を30%下げる", "出荷遅延を9月30日までに解決", "Cause of the late shipments", "社長に全データを送る",
    "出荷遅延の原因を調べて報告する www.x.jp",
])
def test_a_topic_that_says_more_than_its_originals_is_not_taken(invented: str) -> None:
    agenda, _ = drafted(item(invented, "T1"), item("倉庫の増員は何人か", "T2"))
    assert agenda.items[0].topic == TOPICS[0]


def test_a_merger_keeps_every_moment_and_one_that_loses_a_topic_is_undone() -> None:
    agenda, _ = drafted(item("倉庫の増員と展示会のパンフレットの印刷", "T2", "T3"))
    assert len(agenda.items) == 2
    assert len(agenda.items[0].moments) == 2
    undone, _ = drafted(item("倉庫の増員は何人か", "T2", "T3"))
    assert {i.id for i in undone.items} == {i.id for i in PLAIN.items}


def test_nothing_falls_off_and_unknown_or_repeated_ids_are_ignored() -> None:
    agenda, _ = drafted(item("出荷遅延の原因報告", "T1", "T1", "T9"), item("出荷遅延の報告", "[T1]"), item("x", "T7"))
    assert [i.id for i in agenda.items] == [i.id for i in PLAIN.items]


def test_minutes_beyond_the_meeting_never_push_a_late_matter_off_the_agenda() -> None:
    agenda, _ = drafted(
        item("展示会パンフレットの印刷", "T3", minutes=60), item("倉庫の増員は何人か", "T2", minutes=60),
        item("出荷遅延の原因報告", "T1", minutes=10),
    )
    assert [(i.topic[:2], i.left_out) for i in agenda.items] == [("展示", True), ("倉庫", False), ("出荷", False)]


def test_without_an_answer_the_built_in_agenda_stands_and_says_so() -> None:
    with scripted(Say(status=401)) as server:
        llm = engine(server.url)
        with pytest.raises(ModelUnavailable):
            llm.draft(BRIEF)
        agenda, note = choose("auto", lambda: PLAIN, lambda: llm.draft(BRIEF), "ja")
    assert agenda == PLAIN
    assert "RENKEI_LLM_API_KEY" in note
    assert len(server.asked) == 1
