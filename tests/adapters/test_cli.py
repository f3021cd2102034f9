"""The commands of the contract, as a shell runs them."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.adapters.meetings import FIRST, ORGANISATION, vtt

DAY = ["--series", "定例", "--title", "定例 第1回", "--date", "2026-09-02", "--start", "14:00", "--lang", "ja"]


class Renkei:
    """The command over one data folder."""

    def __init__(self, data: Path) -> None:
        self.data = data

    def __call__(self, *arguments: str, text: str | None = None) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "assistant", *arguments, "--data-dir", str(self.data)]
        return subprocess.run(command, input=text, capture_output=True, text=True, check=False,
                              env=os.environ | {"RENKEI_LANG": "en"})

    def json(self, *arguments: str) -> Any:
        done = self(*arguments, "--json")
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)


@pytest.fixture
def renkei(tmp_path: Path) -> Renkei:
    return Renkei(tmp_path / "data")


@pytest.fixture
def first(tmp_path: Path) -> Path:
    file = tmp_path / "first.vtt"
    file.write_text(vtt(FIRST), "utf-8")
    return file


def test_a_transcript_goes_in_and_every_reading_command_answers(renkei: Renkei, first: Path, tmp_path: Path) -> None:
    organisation = tmp_path / "org.yaml"
    organisation.write_text(yaml.safe_dump(ORGANISATION, allow_unicode=True), "utf-8")
    assert renkei("org", "load", str(organisation)).returncode == 0
    assert renkei.json("org", "show")["departments"][0]["goals_this_quarter"] == ["新しい取引先を五件増やす"]
    [file] = renkei.json("add", str(first), *DAY, "--attendee", "佐藤=営業部", "--wait")["files"]
    assert file["status"] == "done"
    meeting = file["meeting"]
    assert [m["id"] for m in renkei.json("meetings")["meetings"]] == [meeting]
    assert len(renkei.json("transcript", meeting)["utterances"]) == len(FIRST)
    assert renkei("transcript", meeting, "--format", "srt").stdout.startswith("1\n00:00:00,000")
    minutes = renkei.json("minutes", "first.vtt")
    assert minutes["engine"] == "builtin"
    assert renkei("minutes", meeting, "--format", "md").stdout.startswith("# ")
    assert renkei.json("agenda", "定例")["items"]
    assert "BEGIN:VCALENDAR" in renkei("agenda", "定例", "--format", "ics").stdout
    assert "actions" in renkei.json("actions", "--open")
    assert renkei.json("search", "出荷の締め", "-k", "2")["results"][0]["meeting"] == meeting
    assert renkei.json("jobs")["jobs"][0]["state"] == "done"
    asked = '{"question": "出荷の締めは何時ですか", "series": "定例"}\n社員食堂の値段は?\n'
    answers = renkei("ask", "-", "--json", text=asked)
    lines = [json.loads(line) for line in answers.stdout.splitlines()]
    assert len(lines) == 2
    assert lines[0]["citations"]
    assert renkei("delete", "meeting", meeting).returncode == 0
    assert renkei.json("meetings")["meetings"] == []


def test_errors_are_one_line_and_say_which_kind_by_exit_status(renkei: Renkei, first: Path, tmp_path: Path) -> None:
    missing = renkei("transcript", "nothing", "--json")
    assert (missing.returncode, missing.stdout, missing.stderr.count("\n")) == (1, "", 1)
    assert "Traceback" not in missing.stderr
    assert renkei("transcript").returncode == 2
    assert renkei("add", str(first), "--date", "someday").returncode == 1
    empty = tmp_path / "empty.vtt"
    empty.touch()
    partly = renkei("add", str(first), str(empty), "--wait", "--json")
    assert partly.returncode == 3
    assert [f["status"] for f in json.loads(partly.stdout)["files"]] == ["done", "failed"]
    assert renkei("add", str(empty), "--json").returncode == 1


@pytest.fixture
def server(renkei: Renkei) -> Iterator[str]:
    """The web interface over the same folder, on a free port."""
    command = [sys.executable, "-m", "assistant", "serve", "--port", "0", "--data-dir", str(renkei.data)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=os.environ | {"RENKEI_LANG": "en"}) as child:
        assert child.stderr
        address = next(found[0] for line in child.stderr if (found := re.search(r"http://\S+", line)))
        yield address
        child.terminate()


def test_a_command_hands_its_verb_to_the_running_server(renkei: Renkei, server: str, first: Path) -> None:
    [file] = renkei.json("add", str(first), *DAY, "--wait")["files"]
    assert file["status"] == "done"
    assert renkei.json("minutes", file["meeting"])["meeting"]["title"] == "定例 第1回"
    assert renkei("transcript", file["meeting"], "--format", "docx", "-o", str(renkei.data / "t.docx")).returncode == 0
    assert (renkei.data / "t.docx").read_bytes()[:2] == b"PK"
    refused = renkei("transcript", "nothing", "--json")
    assert refused.returncode == 1
    assert refused.stderr.startswith('There is no meeting called "nothing"')
    second = renkei("serve", "--port", "0")
    assert second.returncode == 1
    assert server in second.stderr
