"""A whole house with a model configured: what reaches it, what comes of it, and what happens when it goes away."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.bootstrap import House, open_house
from assistant.settings import load
from tests.adapters.meetings import FIRST, ORGANISATION, add
from tests.adapters.scripted_llm import Asked, Say, ScriptedLlm, scripted
from tests.adapters.test_llm_minutes import EMPTY, action, line


def capable(asked: Asked) -> str:
    """A model that does each of its tasks reasonably."""
    if "議事録係" in asked.text:
        return json.dumps(EMPTY | {
            "decisions": [line("出荷の締めを十五時に早める", [2, 3], replaces=None)],
            "actions": [action("倉庫の全員に知らせておく", [4], "鈴木", "来週の火曜まで")],
            "open_questions": [line("運送会社を変えるかどうか", [5, 6])],
        })
    if "進行役" in asked.text:
        ids = re.findall(r"^\[(T\d+)\]", asked.text, re.MULTILINE)
        return json.dumps({"items": [{"ids": [i], "topic": "題", "minutes": 5} for i in reversed(ids)]})
    number = re.search(r"^\[(\d+)\] 佐藤: 出荷の締め", asked.text, re.MULTILINE)
    return f"出荷の締めを十五時に早めます[{number[1]}]。" if number else "[0]"


@pytest.fixture
def server() -> Iterator[ScriptedLlm]:
    with scripted(Say(capable)) as running:
        yield running


@pytest.fixture
def modelled(server: ScriptedLlm, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[House]:
    for name, value in {"BASE_URL": server.url, "API_KEY": "our-key", "MODEL": "scripted"}.items():
        monkeypatch.setenv(f"RENKEI_LLM_{name}", value)
    monkeypatch.setenv("RENKEI_OFFLINE", "1")
    house = open_house(load(tmp_path / "data"))
    house.start()
    house.desk.organisation.load(ORGANISATION, "test")
    yield house
    house.stop()


def test_minutes_answers_and_agenda_come_from_the_model_and_the_meeting_is_read_once(
    modelled: House, server: ScriptedLlm, tmp_path: Path
) -> None:
    meeting = add(modelled, tmp_path)
    minutes = modelled.desk.minutes.get(meeting)
    assert minutes["engine"] == "llm"
    assert [a["due"] for a in minutes["actions"]] == ["2026-09-08"]
    assert sum(FIRST[5][1] in a.text for a in server.asked) == 1
    answer = modelled.desk.ask.answer("出荷の締めは何時になりましたか")
    assert (answer["engine"], answer["citations"][0]["i"]) == ("llm", 2)
    streamed = list(modelled.desk.ask.stream("出荷の締めは何時になりましたか"))
    assert streamed[0]["text"] == streamed[-1]["answer"] == answer["answer"]
    agenda = modelled.desk.agendas.get("定例", "2026-09-16")
    assert agenda["engine"] == "llm"
    assert {a.headers["authorization"] for a in server.asked} == {"Bearer our-key"}


def test_when_the_model_goes_away_everything_goes_on_without_it_and_says_so(
    modelled: House, server: ScriptedLlm, tmp_path: Path
) -> None:
    server.script = [Say(status=401)]
    meeting = add(modelled, tmp_path)
    minutes = modelled.desk.minutes.get(meeting)
    assert minutes["engine"] == "builtin"
    assert any("RENKEI_LLM_API_KEY" in note for note in minutes["notes"])
    answer = modelled.desk.ask.answer("出荷の締めは何時になりましたか")
    assert answer["engine"] == "builtin"
    assert any("RENKEI_LLM_API_KEY" in note for note in answer["notes"])
    agenda = modelled.desk.agendas.get("定例", "2026-09-16")
    assert agenda["engine"] == "builtin"
    assert len(server.asked) == 1


def test_the_doctor_says_whether_the_model_answers(modelled: House, server: ScriptedLlm) -> None:
    def said() -> str:
        [check] = [c for c in modelled.desk.doctor.report("ja")["checks"] if c["name"] == "llm"]
        return str(check["says"])

    assert "scripted" in said()
    server.script = [Say(status=401)]
    assert "RENKEI_LLM_API_KEY" in said()
