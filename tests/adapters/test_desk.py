"""The desk over real records, a real index and real jobs."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.bootstrap import House
from assistant.errors import Ambiguous, Conflict, InvalidInput, NotFound
from tests.adapters.meetings import FIRST, ORGANISATION, add, vtt


@pytest.fixture
def meeting(house: House, tmp_path: Path) -> str:
    house.desk.organisation.load(ORGANISATION, "test")
    return add(house, tmp_path)


def test_a_transcript_becomes_a_meeting_with_minutes_and_can_be_found(house: House, meeting: str) -> None:
    transcript = house.desk.meetings.transcript(meeting)
    assert [u["speaker"] for u in transcript["utterances"]] == [speaker for speaker, _ in FIRST]
    assert transcript["utterances"][1]["department"] == "物流部"
    minutes = house.desk.minutes.get(meeting)
    lines = minutes["decisions"] + minutes["actions"] + minutes["open_questions"]
    assert lines
    assert all(line["evidence"] for line in lines)
    found = house.desk.ask.search("出荷の締め")["results"]
    assert found[0]["meeting"] == meeting


def test_minutes_say_in_words_which_earlier_action_was_reported_done(house: House, meeting: str,
                                                                     tmp_path: Path) -> None:
    [task] = [a for a in house.desk.actions.list(meeting=meeting)["actions"] if a["owner"] == "鈴木"]
    lines = [("佐藤", "それでは第2回を始めます。"),
             ("鈴木", "倉庫の全員には火曜のうちに知らせておきました。もう済んでいます。"),
             ("佐藤", "ありがとうございます。")]
    second = add(house, tmp_path, lines, "second.vtt", title="定例 第2回", date="2026-09-16")
    [closed] = house.desk.minutes.get(second)["closed_actions"]
    assert (closed["id"], closed["task"], closed["evidence"]) == (task["id"], task["task"], [1])
    house.desk.meetings.delete(meeting, "test")
    left = house.desk.minutes.get(second)["closed_actions"]
    assert [c["task"] for c in left] in ([], [None])


def test_the_same_file_twice_is_one_meeting(house: House, meeting: str, tmp_path: Path) -> None:
    copy = tmp_path / "copy.vtt"
    copy.write_text(vtt(FIRST), "utf-8")
    [file] = house.desk.intake.add([str(copy)], "test")["files"]
    assert (file["status"], file["meeting"]) == ("duplicate", meeting)


def test_a_changed_file_is_a_new_version_of_its_meeting(house: House, meeting: str, tmp_path: Path) -> None:
    again = add(house, tmp_path, [*FIRST, ("佐藤", "追記です。")])
    assert again == meeting
    assert house.desk.meetings.transcript(meeting)["version"] == 2
    assert len(house.desk.meetings.transcript(meeting)["utterances"]) == len(FIRST) + 1


def test_one_bad_file_among_others_is_reported_and_the_others_are_done(house: House, tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "a.vtt").write_text(vtt(FIRST), "utf-8")
    (folder / "b.vtt").write_bytes(b"")
    (folder / ".hidden").write_text("x", "utf-8")
    files = house.desk.intake.add([str(folder)], "test")["files"]
    assert [f["status"] for f in files] == ["queued", "failed"]
    assert files[1]["error"].endswith(".")
    [done] = house.work.wait([files[0]["job"]])
    assert done.state == "done"


def test_what_a_person_edited_survives_drafting_again(house: House, meeting: str) -> None:
    minutes = house.desk.minutes.get(meeting)
    line = (minutes["decisions"] + minutes["actions"])[0]
    house.desk.minutes.set_line(meeting, line["id"], "me", text="締めは十五時とする")
    again = house.desk.minutes.draft(meeting, "me")
    kept = next(x for x in again["decisions"] + again["actions"] if x["id"] == line["id"])
    assert (kept["text"], kept["state"]) == ("締めは十五時とする", "edited")


def test_a_rejected_line_does_not_come_back_until_it_is_undone(house: House, meeting: str) -> None:
    drafted = house.desk.minutes.get(meeting)
    line = (drafted["decisions"] + drafted["actions"])[0]
    house.desk.minutes.set_line(meeting, line["id"], "me", state="rejected")
    again = house.desk.minutes.draft(meeting, "me")
    states = {x["id"]: x["state"] for x in again["decisions"] + again["actions"]}
    assert states[line["id"]] == "rejected"
    assert house.desk.minutes.undo_line(meeting, line["id"], "me")["state"] == "draft"


def test_a_line_of_ones_own_needs_evidence_of_this_meeting(house: House, meeting: str) -> None:
    with pytest.raises(InvalidInput):
        house.desk.minutes.add_line(meeting, "decisions", "me", "根拠なし", [])
    with pytest.raises(InvalidInput):
        house.desk.minutes.add_line(meeting, "decisions", "me", "遠い根拠", [99])
    added = house.desk.minutes.add_line(meeting, "actions", "me", "見積もりを取る", [6], owner="鈴木", due="2026-09-10")
    assert added["owner"] == "鈴木"
    assert any(a["id"] == added["id"] for a in house.desk.actions.list()["actions"])


def test_an_action_can_be_given_a_date_in_words_and_closed(house: House, meeting: str) -> None:
    action = house.desk.minutes.add_line(meeting, "actions", "me", "見積もりを取る", [6])
    changed = house.desk.actions.update(action["id"], "me", due="明日")
    assert changed["due"] > house.clock.today().isoformat()
    assert house.desk.actions.update(action["id"], "me", due="")["due"] is None
    assert house.desk.actions.update(action["id"], "me", status="done")["status"] == "done"
    house.desk.minutes.draft(meeting, "me")
    assert next(a for a in house.desk.actions.list()["actions"] if a["id"] == action["id"])["status"] == "done"
    with pytest.raises(InvalidInput):
        house.desk.actions.update(action["id"], "me", due="いつか")


def test_a_corrected_word_is_found_and_the_old_one_can_come_back(house: House, meeting: str) -> None:
    house.desk.meetings.edit_utterance(meeting, 1, "me", text="すみません、フォークリフトが壊れまして。")
    house.processing.index_later(meeting).result()
    assert house.desk.ask.search("フォークリフト")["results"][0]["meeting"] == meeting
    assert house.desk.meetings.undo_edit(meeting, 1, "me")["text"] == FIRST[1][1]


def test_a_voice_is_named_everywhere(house: House, meeting: str) -> None:
    assert house.desk.meetings.rename_speaker(meeting, "鈴木", "鈴木一郎", "me")["changed"] == 4
    assert "鈴木" not in {u["speaker"] for u in house.desk.meetings.transcript(meeting)["utterances"]}


def test_the_agenda_holds_what_is_unresolved_and_keeps_what_a_person_did(house: House, meeting: str) -> None:
    agenda = house.desk.agendas.get("定例")
    assert agenda["items"]
    assert all(item["from"][0]["meeting"] == meeting for item in agenda["items"])
    first = agenda["items"][0]
    house.desk.agendas.set_item("定例", first["id"], "me", topic="締め時刻のその後", minutes=15)
    house.desk.agendas.add_item("定例", "me", "避難訓練の日")
    again = house.desk.agendas.draft("定例", "me")
    topics = [item["topic"] for item in again["items"]]
    assert "締め時刻のその後" in topics
    assert "避難訓練の日" in topics
    moved = house.desk.agendas.move_item("定例", again["items"][-1]["id"], 0, "me")
    assert moved["items"][0]["id"] == again["items"][-1]["id"]
    assert house.desk.agendas.draft("定例", "me")["items"][0]["id"] == moved["items"][0]["id"]


def test_an_approved_agenda_stays_as_it_was_approved(house: House, meeting: str) -> None:
    approved = house.desk.agendas.approve("定例", "me")
    house.desk.minutes.add_line(meeting, "open_questions", "me", "台車は足りるか", [6])
    assert house.desk.agendas.get("定例")["items"] == approved["items"]
    assert approved["status"] == "approved"


def test_a_deleted_meeting_leaves_nothing_but_an_audit_line(house: House, meeting: str) -> None:
    house.desk.meetings.delete(meeting, "me")
    with pytest.raises(NotFound):
        house.desk.meetings.get(meeting)
    assert house.desk.meetings.list()["meetings"] == []
    assert house.desk.ask.search("出荷の締め")["results"] == []
    assert house.desk.actions.list()["actions"] == []
    assert house.desk.jobs.list()["jobs"] == []
    assert not list((house.settings.data_dir / "meetings").glob("*"))
    assert any(entry.subject == meeting for entry in house.ledger.audit())
    for file in house.settings.data_dir.rglob("*"):
        if file.is_file() and file.suffix != ".bin":
            assert "朝の便に間に合わない".encode() not in file.read_bytes(), file


def test_names_fit_one_meeting_or_are_refused(house: House, meeting: str, tmp_path: Path) -> None:
    add(house, tmp_path, FIRST[:5], "second.vtt", date="2026-09-09")
    assert house.desk.meetings.get("first.vtt")["meeting"]["id"] == meeting
    with pytest.raises(Ambiguous):
        house.desk.meetings.get("定例 第1回")
    with pytest.raises(NotFound):
        house.desk.meetings.get("no such meeting")


def test_an_upload_arrives_in_slices_and_goes_on_where_it_was(house: House) -> None:
    body = vtt(FIRST).encode()
    upload = house.desk.intake.receive("../../遠い/第1回 <b>.vtt", len(body))["upload"]
    house.desk.intake.append(upload, 0, body[:100])
    with pytest.raises(Conflict) as refused:
        house.desk.intake.append(upload, 50, body[50:])
    assert refused.value.values["have"] == 100
    house.desk.intake.append(upload, 100, body[100:])
    [file] = house.desk.intake.finish(upload, "me", series="定例", date="2026-09-02")["files"]
    [done] = house.work.wait([file["job"]])
    assert done.state == "done"
    assert house.desk.meetings.get(file["meeting"])["meeting"]["source"] == "第1回 <b>.vtt"
    assert not list((house.settings.data_dir / "uploads").iterdir())


def test_a_refused_upload_is_called_by_the_name_its_owner_gave_it(house: House) -> None:
    body = "これは動画ではありません".encode()
    upload = house.desk.intake.receive("販売会議.mp4", len(body))["upload"]
    house.desk.intake.append(upload, 0, body)
    [file] = house.desk.intake.finish(upload, "me")["files"]
    assert file["status"] == "failed"
    assert "「販売会議.mp4」" in file["says"]["ja"]


def test_home_shows_what_waits_what_is_due_and_what_comes_next(house: House, meeting: str) -> None:
    shown = house.desk.home.show("ja")
    assert [w["meeting"] for w in shown["waiting"]] == [meeting]
    house.desk.minutes.approve(meeting, "me")
    assert house.desk.home.show("ja")["waiting"] == []


def test_the_doctor_finds_a_fresh_house_well(house: House) -> None:
    report = house.desk.doctor.report("ja")
    assert report["ok"]
    assert {c["name"] for c in report["checks"]} >= {"disk", "database", "index", "organisation", "llm"}


def test_the_index_can_be_made_again_from_the_records(house: House, meeting: str) -> None:
    before = house.desk.ask.search("出荷の締め")["results"]
    assert house.desk.index.rebuild()["passages"] > 0
    assert house.desk.ask.search("出荷の締め")["results"] == before
