"""Customer feedback at the desk, over real records and real files."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import threading
from pathlib import Path
from typing import Any

import pytest

from assistant.bootstrap import House, open_house
from assistant.desk.feedback import importing
from assistant.errors import Conflict, FileRejected, InvalidInput, NotFound
from assistant.model import Attendee, Coverage, CustomerRemark, LineState, Meeting, Minutes
from assistant.settings import Settings
from tests.adapters.meetings import ORGANISATION
from tests.adapters.plain_feedback import PlainEngine, use_plain_engine

ROWS = [
    ("2026-09-01", "青木様", "出荷が遅れて困っています。至急ご連絡ください。"),
    ("2026-09-02", "井上様", "パンフレットの写真がきれいでした。"),
    ("2026-09-03", "上田様", "配送遅延の説明がほしいです。"),
    ("2026-09-04", "江口様", "駐車場が狭いです。"),
]


@pytest.fixture
def engine(monkeypatch: pytest.MonkeyPatch) -> PlainEngine:
    return use_plain_engine(monkeypatch)


@pytest.fixture
def desk(engine: PlainEngine, house: House) -> Any:
    house.desk.organisation.load(ORGANISATION, "test")
    return house.desk


def table(folder: Path, rows: list[tuple[str, str, str]] = ROWS, name: str = "voices.csv") -> str:
    file = folder / name
    with file.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows([("日付", "お客様", "内容"), *rows])
    return str(file)


def many(count: int) -> list[tuple[str, str, str]]:
    return [(f"2026-09-{n % 28 + 1:02d}", f"客{n}様", f"出荷が{n}日遅れました。") for n in range(count)]


def adds_up(receipt: dict[str, Any]) -> bool:
    return receipt["read"] == receipt["messages"] + receipt["duplicates"] + receipt["skipped_n"]


def test_a_table_becomes_messages_with_sorted_points_and_a_receipt_that_adds_up(desk: Any, tmp_path: Path) -> None:
    receipt = desk.feedback_files.import_file(table(tmp_path), "me")
    assert (receipt["messages"], receipt["points"], receipt["duplicates"]) == (4, 5, 0)
    assert receipt["state"] == "done"
    assert adds_up(receipt)
    shown = desk.feedback.list()
    assert shown["total"] == 5
    first = shown["points"][-2]
    assert (first["customer"], first["date"], first["departments"][0]["name"]) == ("青木様", "2026-09-01", "物流部")
    assert "出荷" in first["reason"]
    message = desk.feedback.get(first["message"])["message"]
    assert all(message["text"][p["start"]:p["end"]] == p["text"] for p in message["points"])


def test_importing_the_same_file_again_adds_nothing(desk: Any, tmp_path: Path) -> None:
    desk.feedback_files.import_file(table(tmp_path), "me")
    again = desk.feedback_files.import_file(table(tmp_path, name="copy.csv"), "me")
    assert (again["messages"], again["points"], again["duplicates"]) == (0, 0, 4)
    assert adds_up(again)
    assert desk.feedback.list()["total"] == 5


def test_the_same_row_twice_in_a_file_is_one_message(desk: Any, tmp_path: Path) -> None:
    receipt = desk.feedback_files.import_file(table(tmp_path, [*ROWS, ROWS[0]]), "me")
    assert (receipt["messages"], receipt["duplicates"]) == (4, 1)


def test_a_row_that_cannot_be_read_is_told_and_the_others_are_kept(desk: Any, tmp_path: Path) -> None:
    file = tmp_path / "voices.jsonl"
    lines = [json.dumps({"id": "1", "text": "出荷が遅いです。"}), "{broken", json.dumps({"id": "2", "text": "助かりました。"})]
    file.write_text("\n".join(lines), "utf-8")
    receipt = desk.feedback_files.import_file(str(file), "me", lang="ja")
    assert receipt["messages"] == 2
    assert [row["row"] for row in receipt["skipped"]] == [2]
    assert receipt["skipped"][0]["error"]
    assert adds_up(receipt)
    [tray] = desk.feedback_files.unreadable()["items"]
    assert (tray["row"], tray["name"]) == (2, "voices.jsonl")
    assert desk.feedback_files.unreadable_raw(tray["id"])["content"] == b"{broken"


def test_numbers_in_an_id_column_do_not_hide_other_messages(desk: Any, tmp_path: Path) -> None:
    for name, words in (("a", "出荷が遅いです。"), ("b", "駐車場が狭いです。")):
        (tmp_path / f"{name}.jsonl").write_text(json.dumps({"id": "1", "text": words}) + "\n", "utf-8")
        assert desk.feedback_files.import_file(str(tmp_path / f"{name}.jsonl"), "me")["messages"] == 1


def test_a_killed_import_goes_on_without_repeating_anything(engine: PlainEngine, settings: Settings, tmp_path: Path,
                                                            monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importing, "CHUNK", 10)
    file = table(tmp_path, many(35))
    first = open_house(settings)
    saves = 0

    def killed(*_args: Any) -> None:
        nonlocal saves
        saves += 1
        if saves == 5:  # after a chunk was stored, before its receipt was
            raise KeyboardInterrupt
        save(*_args)

    save = first.ledger.save_batch
    monkeypatch.setattr(first.ledger, "save_batch", killed)
    with pytest.raises(KeyboardInterrupt):
        first.desk.feedback_files.import_file(file, "me")
    first.stop()
    second = open_house(settings)
    receipt = second.desk.feedback_files.import_file(file, "me")
    assert (receipt["messages"], receipt["duplicates"], receipt["read"]) == (35, 0, 35)
    assert receipt["points"] == 35
    assert second.desk.feedback.list()["total"] == 35
    assert engine.read_texts == 35
    assert len(second.desk.feedback_files.receipts()["receipts"]) == 1
    second.stop()


def test_an_upload_that_was_being_imported_when_the_house_went_down_goes_on_at_the_next_start(
        engine: PlainEngine, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importing, "CHUNK", 10)
    first = open_house(settings)
    files = first.desk.feedback_files
    body = Path(table(tmp_path, many(25))).read_bytes()
    upload = files.receive("voices.csv", len(body))["upload"]
    files.append(upload, 0, body)
    read, begun = engine.read, threading.Event()

    def going_down(*args: Any) -> Any:
        begun.set()
        files._behind._stopping.wait(30)
        return read(*args)

    monkeypatch.setattr(engine, "read", going_down)
    batch = files.finish(upload, "me")["batch"]
    assert begun.wait(30)
    first.stop()
    monkeypatch.setattr(engine, "read", read)
    second = open_house(settings)
    assert second.desk.feedback_files.progress(batch)["state"] == "stopped"
    second.start()
    thread = second.desk.feedback_files._behind._thread
    if thread:
        thread.join(60)
    done = second.desk.feedback_files.progress(batch)
    assert (done["state"], done["messages"], done["duplicates"], done["done"]) == ("done", 25, 0, 25)
    second.stop()


def test_an_import_is_taken_back_as_a_whole(desk: Any, tmp_path: Path) -> None:
    kept = desk.feedback.add_text("出荷が早くて助かりました。", "me")["message"]
    batch = desk.feedback_files.import_file(table(tmp_path), "me")["batch"]
    assert desk.feedback_files.undo(batch, "me") == {"removed": 4}
    assert [p["message"] for p in desk.feedback.list()["points"]] == [kept["id"]]
    assert desk.feedback_files.receipts()["receipts"] == []
    with pytest.raises(NotFound):
        desk.feedback_files.progress(batch)


def test_a_file_that_is_none_of_ours_leaves_no_receipt(desk: Any, tmp_path: Path) -> None:
    file = tmp_path / "photo.csv"
    file.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(500))
    with pytest.raises(FileRejected):
        desk.feedback_files.import_file(str(file), "me")
    assert desk.feedback_files.receipts()["receipts"] == []


def test_an_upload_is_imported_behind_and_can_be_followed(desk: Any, tmp_path: Path) -> None:
    body = Path(table(tmp_path)).read_bytes()
    files = desk.feedback_files
    upload = files.receive("声.csv", len(body))["upload"]
    files.append(upload, 0, body[:50])
    with pytest.raises(Conflict):
        files.finish(upload, "me")
    files.append(upload, 50, body[50:])
    columns = files.uploaded_columns(upload)
    assert columns["mapping"]["text"] == 2
    batch = files.finish(upload, "me", mapping=columns["mapping"])["batch"]
    thread = files._behind._thread
    if thread:
        thread.join(60)
    done = files.progress(batch)
    assert (done["state"], done["done"], done["total"], done["name"]) == ("done", 4, 4, "声.csv")
    assert not (files.places.root / "feedback" / batch).exists()


def test_a_cancelled_import_keeps_what_it_brought_and_says_so(desk: Any, engine: PlainEngine, tmp_path: Path,
                                                             monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importing, "CHUNK", 10)
    begun, go_on = threading.Event(), threading.Event()
    read = engine.read

    def slowly(*args: Any) -> Any:
        begun.set()
        go_on.wait(30)
        return read(*args)

    monkeypatch.setattr(engine, "read", slowly)
    batch = desk.feedback_files.start_file(table(tmp_path, many(30)), "me")["batch"]
    assert begun.wait(30)
    thread = desk.feedback_files._behind._thread
    with pytest.raises(Conflict):
        desk.feedback_files.undo(batch, "me")
    desk.feedback_files.cancel(batch, "me")
    go_on.set()
    thread.join(30)
    stopped = desk.feedback_files.progress(batch)
    assert (stopped["state"], stopped["messages"]) == ("cancelled", 10)
    with pytest.raises(Conflict):
        desk.feedback_files.cancel(batch, "me")


def test_routing_stores_nothing_and_says_why_in_the_readers_language(desk: Any) -> None:
    routed = desk.feedback.route([{"id": "a", "text": "出荷が遅い。空が青い。"}], lang="en")
    [item] = routed["items"]
    late, sky = item["points"]
    assert (item["id"], late["departments"][0]["name"], late["review"]) == ("a", "物流部", False)
    assert late["reason"] == 'The card of 物流部 says "出荷".'
    assert sky["review"]
    assert routed["engine"] == "builtin"
    assert desk.feedback.list()["total"] == 0
    with pytest.raises(InvalidInput):
        desk.feedback.route([], engine="oracle")


def test_a_message_without_any_point_is_kept_for_a_person(desk: Any) -> None:
    message = desk.feedback.add_text("お世話になっております。", "me")["message"]
    [point] = message["points"]
    assert (point["review"], point["grounds"], point["text"]) == (True, "nobody", message["text"])


def test_the_same_pasted_words_of_a_customer_are_one_message(desk: Any) -> None:
    first = desk.feedback.add_text("出荷が遅いです。", "me", customer="青木様")
    again = desk.feedback.add_text("出荷が 遅いです。 ", "me", customer="青木様")
    other = desk.feedback.add_text("出荷が遅いです。", "me", customer="井上様")
    assert (first["new"], other["new"]) == (True, True)
    assert desk.feedback.add_text("出荷が遅いです。 ", "me", customer="青木様")["message"]["id"] == first["message"]["id"]
    assert again["message"]["id"] != other["message"]["id"]
    with pytest.raises(InvalidInput):
        desk.feedback.add_text("  ", "me")


def queued(desk: Any, words: str) -> dict[str, Any]:
    found: dict[str, Any] = next(p for p in desk.feedback_review.queue()["points"] if words in p["text"])
    return found


def test_the_queue_begins_with_what_is_urgent_and_offers_every_department(desk: Any, tmp_path: Path) -> None:
    desk.feedback_files.import_file(table(tmp_path), "me")
    queue = desk.feedback_review.queue()
    assert queue["total"] == 3
    assert "至急" in queue["points"][0]["text"]
    assert queue["points"][0]["choices"] == ["営業部", "物流部"]
    assert queue["points"][0]["message"]["customer"] == "青木様"
    assert len(desk.feedback_review.queue(limit=1)["points"]) == 1


def test_a_correction_teaches_at_once_shows_what_would_move_and_can_be_taken_back(desk: Any, tmp_path: Path) -> None:
    rows = [*ROWS, ("2026-09-05", "大野様", "駐車場が暗いです。")]
    desk.feedback_files.import_file(table(tmp_path, rows), "me")
    point, other = queued(desk, "駐車場が狭い"), queued(desk, "駐車場が暗い")
    told = desk.feedback_review.correct(point["id"], ["営業"], "me")
    assert (told["point"]["departments"], told["point"]["review"]) == ([{"name": "営業部", "confidence": 1.0}], False)
    assert told["point"]["grounds"] == "person"
    assert told["moved"] == [{"id": other["id"], "text": "駐車場が暗いです。", "from": [], "to": ["営業部"]}]
    assert told["replay"]["of"] == 0
    assert desk.feedback.list(department="営業部", review=False)["total"] == 1
    [moved] = desk.feedback_review.apply_moves([other["id"]], "me")["points"]
    assert (moved["departments"][0]["name"], moved["grounds"], moved["like"][0]["id"]) == (
        "営業部", "examples", point["id"])
    assert desk.feedback.route([{"id": 1, "text": "駐車場が遠い。"}])["items"][0]["points"][0]["departments"][0][
        "name"] == "営業部"
    desk.feedback_review.undo(point["id"], "me")
    assert queued(desk, "駐車場が狭い")["id"] == point["id"]
    assert desk.feedback_review.corrections()["corrections"] == []
    with pytest.raises(InvalidInput):
        desk.feedback_review.correct(point["id"], ["宇宙部"], "me")


def test_past_corrections_are_tried_again_with_a_new_one(desk: Any) -> None:
    for words in ("駐車場が狭い。", "駐車場が暗い。", "店内が寒い。"):
        desk.feedback.add_text(words, "me")
    desk.feedback_review.correct(queued(desk, "狭い")["id"], ["営業部"], "me")
    told = desk.feedback_review.correct(queued(desk, "暗い")["id"], ["営業部"], "me")
    assert told["replay"] == {"of": 1, "before": 1, "after": 1}
    told = desk.feedback_review.correct(queued(desk, "寒い")["id"], [], "me")
    assert told["replay"]["of"] == 2
    assert [p["text"] for p in desk.feedback.list(department="-")["points"]] == ["店内が寒い。"]
    assert told["point"]["departments"] == []
    assert "誰" in told["point"]["reason"] or "どの部門" in told["point"]["reason"]


def test_accepting_settles_the_first_guess(desk: Any) -> None:
    desk.feedback.add_text("駐車場が狭い。", "me")
    accepted = desk.feedback_review.accept(queued(desk, "狭い")["id"], "me")
    assert accepted["point"]["departments"][0]["name"] == "営業部"
    honesty = desk.feedback_review.honesty()
    assert (honesty["of"], honesty["auto"]) == (1, 0.0)
    assert [level for level in honesty["levels"] if level["shown"]] == [{"from": 0.0, "shown": 1, "right": 1}]


def test_points_are_split_merged_and_marked_by_hand(desk: Any) -> None:
    message = desk.feedback.add_text("お世話になっております。出荷が遅い、駐車場が狭い", "me")["message"]
    [point] = message["points"]
    review = desk.feedback_review
    parts = review.split(point["id"], 6, "me")["points"]
    assert [p["text"] for p in parts] == ["出荷が遅い、", "駐車場が狭い"]
    assert [p["review"] for p in parts] == [False, True]
    [whole] = review.merge(parts[1]["id"], parts[0]["id"], "me")["points"]
    assert whole["text"] == "出荷が遅い、駐車場が狭い"
    assert len(review.undo(whole["id"], "me")["points"]) == 2
    with pytest.raises(InvalidInput):
        review.split(parts[0]["id"], 0, "me")
    marked = review.add_point(message["id"], 0, 12, "me")["points"]
    assert marked[0]["text"] == "お世話になっております。"
    with pytest.raises(InvalidInput):
        review.add_point(message["id"], 5, 20, "me")
    with pytest.raises(InvalidInput):
        review.add_point(message["id"], 0, 999, "me")


def test_a_snoozed_point_leaves_the_queue_until_its_day(desk: Any) -> None:
    desk.feedback.add_text("駐車場が狭い。", "me")
    point = queued(desk, "狭い")
    desk.feedback_review.snooze(point["id"], None, "me")
    assert desk.feedback_review.queue()["points"] == []
    desk.feedback_review.snooze(point["id"], "2020-01-01", "me")
    assert queued(desk, "狭い")["id"] == point["id"]


def test_rules_decide_before_anything_else_and_must_be_whole(desk: Any) -> None:
    review = desk.feedback_review
    review.save_rules([{"words": ["駐車場", " "], "department": "営業"}], "me")
    assert review.rules()["rules"] == [{"words": ["駐車場"], "department": "営業部"}]
    [point] = desk.feedback.route([{"id": 1, "text": "駐車場への出荷。"}])["items"][0]["points"]
    assert (point["departments"][0]["name"], point["reason"]) == ("営業部", "「駐車場」のルールにより営業部へ。")
    for bad in ({"words": [], "department": "営業部"}, {"words": ["x"], "department": "宇宙部"}):
        with pytest.raises(InvalidInput):
            review.save_rules([bad], "me")


def test_corrections_are_listed_changed_and_forgotten(desk: Any) -> None:
    desk.feedback.add_text("駐車場が狭い。", "me")
    point = queued(desk, "狭い")["id"]
    review = desk.feedback_review
    review.correct(point, ["営業部"], "me")
    [listed] = review.edit_correction(point, ["物流部"], "you")["corrections"]
    assert (listed["departments"], listed["who"]) == (["物流部"], "you")
    assert desk.feedback.list()["points"][0]["departments"][0]["name"] == "物流部"
    assert review.forget_correction(point, "me")["corrections"] == []
    with pytest.raises(NotFound):
        review.edit_correction(point, ["物流部"], "me")


def test_a_department_is_told_by_examples_that_can_be_replaced(desk: Any) -> None:
    review = desk.feedback_review
    review.teach("営業", ["駐車場が狭い。", " ", "店内が寒い。"], "me")
    assert sorted(review.examples_of("営業部")["texts"]) == ["店内が寒い。", "駐車場が狭い。"]
    assert len(review.teach("営業", ["駐車場が狭い。"], "me")["corrections"]) == 1
    [point] = desk.feedback.route([{"id": 1, "text": "駐車場が暗い。"}])["items"][0]["points"]
    assert point["departments"][0]["name"] == "営業部"


def test_a_point_is_followed_until_its_customer_is_answered(desk: Any) -> None:
    message = desk.feedback.add_text("出荷が遅いです。", "me", customer="青木様", channel="email")["message"]
    point = message["points"][0]["id"]
    follow = desk.feedback_follow
    assert message["points"][0]["due"]
    assigned = follow.assign(point, "me", owner="鈴木", due="2020-01-06")
    assert (assigned["owner"], assigned["late"]) == ("鈴木", True)
    assert desk.feedback.list(late=True)["total"] == 1
    assert not follow.assign(point, "me", paused=True)["late"]
    assert follow.assign(point, "me", due="", paused=False)["due"] is None
    assert follow.set_state(point, "done", "me")["state"] == "done"
    with pytest.raises(InvalidInput):
        follow.set_state(point, "eaten", "me")
    with pytest.raises(InvalidInput):
        follow.assign(point, "me", due="いつか")
    with pytest.raises(NotFound):
        follow.reply_file(message["id"])
    follow.save_reply(message["id"], "お待たせしております。", "me")
    with pytest.raises(Conflict):
        follow.reply_file(message["id"])
    follow.save_reply(message["id"], "お待たせしております。", "me", approve=True)
    mail = follow.reply_file(message["id"])
    assert mail["name"].endswith(".eml")
    answered = follow.mark_answered(message["id"], "me")
    assert answered["answered"]
    assert answered["reply"]["state"] == "sent"
    trail = follow.history(point)["history"]
    assert any("鈴木" in entry["detail"] for entry in trail)
    assert any("対応完了" in entry["detail"] for entry in trail)
    counts = desk.feedback.counts()
    assert next(d for d in counts["departments"] if d["name"] == "物流部")["done"] == 1


def test_messages_are_joined_by_hand_and_parted_again(desk: Any) -> None:
    one = desk.feedback.add_text("出荷が遅いです。", "me", customer="青木様")["message"]["id"]
    two = desk.feedback.add_text("駐車場が狭いです。", "me", customer="井上様")["message"]["id"]
    follow = desk.feedback_follow
    assert follow.join(two, one, "me")["story"] == one
    [story] = follow.stories()["stories"]
    assert (story["customers"], story["done"], len(story["messages"])) == (2, False, 2)
    assert [m["id"] for m in desk.feedback.get(one)["story"]] == [two]
    for message in (one, two):
        follow.mark_answered(message, "me")
    assert follow.stories(open_only=False)["stories"][0]["done"]
    assert follow.stories()["stories"] == []
    follow.part(two, "me")
    assert follow.stories(open_only=False)["stories"] == []


def test_a_table_to_take_away_carries_no_formula(desk: Any) -> None:
    import openpyxl

    desk.feedback.add_text("=HYPERLINK(\"http://x\")出荷", "me", customer="-2+3+cmd|' /C calc'!A0")
    sheet = desk.feedback_themes.export("csv", "en")
    [header, row] = list(csv.reader(io.StringIO(sheet["content"].decode("utf-8-sig"))))
    assert header[:3] == ["date", "customer", "channel"]
    assert row[1].startswith("'-")
    assert row[3].startswith("'=")
    book = openpyxl.load_workbook(io.BytesIO(desk.feedback_themes.export("xlsx")["content"]))
    cells = [cell for line in book.active.iter_rows() for cell in line]
    assert all(cell.data_type != "f" for cell in cells)
    assert not any(str(cell.value).startswith(("=", "+", "-", "@")) for cell in cells)
    with pytest.raises(InvalidInput):
        desk.feedback_themes.export("exe")


def test_the_overview_counts_points_by_week_and_department(desk: Any) -> None:
    desk.feedback.add_text("出荷が遅いです。", "me")
    over = desk.feedback_themes.overview(weeks=4)
    assert len(over["weeks"]) == 4
    assert over["weeks"][-1]["counts"] == {"物流部": 1}
    assert over["sentiment"] == {"negative": 1}


def with_remark(house: Any, text: str, line: str, state: LineState = LineState.DRAFT) -> Meeting:
    """A meeting whose minutes hold one customer remark."""
    meeting = Meeting(id="m1", title="定例 第1回", date=dt.date(2026, 9, 2), series="定例",
                      attendees=(Attendee("鈴木", "物流部"),))
    if not house.ledger.meetings_named("m1"):
        house.ledger.add_meeting(meeting, "sha", "test")
    remark = CustomerRemark(id=line, text=text, evidence=(3,), state=state)
    house.ledger.save_minutes(Minutes("m1", "builtin", Coverage(0, 1, 9), feedback=(remark,)), "test")
    return meeting


def test_what_customers_said_in_a_meeting_becomes_a_message_once(desk: Any, house: House) -> None:
    with_remark(house, "出荷が遅い", "a")
    files = desk.feedback_files
    assert files.from_meeting("m1", "me") == {"added": 1, "withdrawn": 0}
    assert files.from_meeting("m1", "me") == {"added": 0, "withdrawn": 0}
    [point] = desk.feedback.list()["points"]
    message = desk.feedback.get(point["message"])["message"]
    assert (message["meeting"], message["utterances"], message["channel"]) == ("m1", [3], "meeting")
    assert files.receipts()["receipts"] == []
    with_remark(house, "出荷が遅いとのこと", "a")
    assert files.from_meeting("m1", "me") == {"added": 1, "withdrawn": 1}
    with_remark(house, "出荷が遅いとのこと", "a", LineState.REJECTED)
    assert files.from_meeting("m1", "me") == {"added": 0, "withdrawn": 1}
    assert desk.feedback.list()["total"] == 0


def test_a_remark_somebody_works_on_stays_when_its_line_is_rejected(desk: Any, house: House) -> None:
    with_remark(house, "出荷が遅い", "a")
    desk.feedback_files.from_meeting("m1", "me")
    desk.feedback_follow.assign(desk.feedback.list()["points"][0]["id"], "me", owner="鈴木")
    with_remark(house, "出荷が遅い", "a", LineState.REJECTED)
    assert desk.feedback_files.from_meeting("m1", "me")["withdrawn"] == 0
    house.desk.meetings.delete("m1", "me")
    assert desk.feedback.list()["total"] == 0


def test_an_overdue_answer_is_on_the_agenda_of_the_department_that_owes_it(desk: Any, house: House) -> None:
    with_remark(house, "別の話", "a")
    point = desk.feedback.add_text("配送遅延の説明がほしいです。", "me")["message"]["points"][0]["id"]
    topics = [item["topic"] for item in desk.agendas.draft("定例", "me")["items"]]
    assert "配送遅延の説明がほしいです。" not in topics
    desk.feedback_follow.assign(point, "me", due="2020-01-06")
    [item] = [i for i in desk.agendas.draft("定例", "me")["items"] if i["topic"] == "配送遅延の説明がほしいです。"]
    assert (item["why"], item["department"]) == ("customer feedback", "物流部")
    assert "期限" in item["why_text"]
    desk.feedback_follow.set_state(point, "done", "me")
    assert "配送遅延の説明がほしいです。" not in [i["topic"] for i in desk.agendas.draft("定例", "me")["items"]]


def test_the_same_complaint_on_another_way_joins_its_story_with_the_reason(desk: Any, tmp_path: Path) -> None:
    rows = [("2026-09-08", "生活館さくま", "生活館さくま仕入担当様。朝メールしたが見てくれたか、との確認。ミナトングが四本足りない、なのに請求は二十四本で来ている。"),
            ("2026-09-08", "別府商店", "駐車場が狭くて困りました。"),
            ("2026-09-07", "生活館さくま", "昨日着の便ですが、ミナトング24本のはずが20本しか入っておりませんでした。今朝届いた請求書は24本分の金額です。")]
    receipt = desk.feedback_files.import_file(table(tmp_path, rows), "me")
    assert (receipt["messages"], receipt["joined"], receipt["new"]) == (3, 1, 2)
    [story] = desk.feedback_follow.stories()["stories"]
    assert story["why"]
    assert {m["date"] for m in story["messages"]} == {"2026-09-07", "2026-09-08"}
