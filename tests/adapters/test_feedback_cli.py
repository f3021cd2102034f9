"""The feedback commands of the contract."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from assistant.cli import main
from tests.adapters.meetings import ORGANISATION
from tests.adapters.plain_feedback import use_plain_engine

VOICES = [
    {"id": "a", "date": "2026-09-01", "channel": "phone memo", "customer": "青木様", "text": "出荷が遅れています。"},
    {"id": "b", "date": "2026-09-02", "channel": "review", "customer": "井上様", "text": "駐車場が狭いです。"},
]


class Renkei:
    """The command over one data folder, in this process."""

    def __init__(self, data: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        self.data, self.patch, self.capsys = data, monkeypatch, capsys

    def __call__(self, *arguments: str, text: str = "") -> tuple[int, str, str]:
        self.patch.setattr("sys.stdin", io.StringIO(text))
        status = 0
        try:
            main([*arguments, "--data-dir", str(self.data)])
        except SystemExit as ended:
            status = int(ended.code or 0)
        said = self.capsys.readouterr()
        return status, said.out, said.err

    def json(self, *arguments: str, text: str = "") -> Any:
        status, out, err = self(*arguments, "--json", text=text)
        assert status == 0, err
        return json.loads(out)


@pytest.fixture
def renkei(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Renkei:
    use_plain_engine(monkeypatch)
    monkeypatch.setenv("RENKEI_LANG", "en")
    command = Renkei(tmp_path / "data", monkeypatch, capsys)
    organisation = tmp_path / "org.yaml"
    organisation.write_text(yaml.safe_dump(ORGANISATION, allow_unicode=True), "utf-8")
    assert command("org", "load", str(organisation))[0] == 0
    return command


def lines(*voices: Any) -> str:
    return "".join(json.dumps(v, ensure_ascii=False) + "\n" for v in voices)


def test_texts_are_routed_from_standard_input_or_a_file_and_nothing_is_stored(renkei: Renkei, tmp_path: Path) -> None:
    text = lines({"id": 7, "text": "出荷が遅い。駐車場が狭い。"}, {"id": "x", "text": ""})
    routed = renkei.json("feedback", "route", "-", text=text)
    first, second = routed["items"]
    assert (first["id"], second["id"], second["points"]) == (7, "x", [])
    known, unsure = first["points"]
    assert known["departments"] == [{"name": "物流部", "confidence": 0.9}]
    assert (known["review"], unsure["review"]) == (False, True)
    assert known["reason"] == 'The card of 物流部 says "出荷".'
    assert {"text", "sentiment", "urgency"} <= set(known)
    file = tmp_path / "texts.jsonl"
    file.write_text(text, "utf-8")
    assert renkei.json("feedback", "route", str(file), "--engine", "builtin") == routed
    assert renkei.json("feedback", "list")["points"] == []


def test_an_import_is_told_in_the_shape_of_the_contract_and_learned_from(renkei: Renkei, tmp_path: Path) -> None:
    file = tmp_path / "voices.jsonl"
    file.write_text(lines(*VOICES), "utf-8")
    imported = renkei.json("feedback", "import", str(file))
    assert {k: imported[k] for k in ("messages", "points", "duplicates", "skipped")} == {
        "messages": 2, "points": 2, "duplicates": 0, "skipped": []}
    assert renkei.json("feedback", "import", str(file))["duplicates"] == 2
    points = renkei.json("feedback", "list")["points"]
    assert {"id", "message", "text", "departments", "review", "state", "sentiment", "urgency", "customer", "date"} <= set(
        points[0])
    [waiting] = renkei.json("feedback", "list", "--review")["points"]
    assert [p["customer"] for p in renkei.json("feedback", "list", "--department", "物流")["points"]] == ["青木様"]
    assert renkei("feedback", "correct", waiting["id"], "--department", "営業部", "--department2", "物流部")[0] == 0
    [settled] = [p for p in renkei.json("feedback", "list")["points"] if p["id"] == waiting["id"]]
    assert [d["name"] for d in settled["departments"]] == ["営業部", "物流部"]
    again = renkei.json("feedback", "route", "-", text=lines({"id": "n", "text": "駐車場が暗い。"}))
    assert again["items"][0]["points"][0]["departments"][0]["name"] == "営業部"
    assert renkei.json("feedback", "correct", waiting["id"], "--nobody", "--effect")["point"]["departments"] == []


def test_rows_left_out_end_in_status_three_and_errors_in_one_line(renkei: Renkei, tmp_path: Path) -> None:
    file = tmp_path / "voices.jsonl"
    file.write_text(lines(VOICES[0]) + "{broken\n", "utf-8")
    status, out, _ = renkei("feedback", "import", str(file), "--json")
    told = json.loads(out)
    assert (status, told["messages"], told["skipped"][0]["row"]) == (3, 1, 2)
    assert told["skipped"][0]["error"].endswith(".")
    empty = tmp_path / "photo.csv"
    empty.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(500))
    for wrong in (("import", str(tmp_path / "none.csv")), ("import", str(empty)), ("correct", "nothing", "--nobody"),
                  ("correct", "nothing"), ("correct", "nothing", "--department", "宇宙部"), ("route", "none.jsonl")):
        status, out, err = renkei("feedback", *wrong)
        assert (status, out, err.count("\n")) == (1, "", 1), wrong
        assert "Traceback" not in err
    status, _, err = renkei("feedback", "route", "-", text="not json\n")
    assert status == 1
    assert "Line 1" in err
