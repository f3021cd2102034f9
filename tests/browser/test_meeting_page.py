"""The meeting page: hearing, reading, correcting, approving."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from assistant.bootstrap import House
from assistant.model import Kind
from tests.browser.company import spoken_meeting

OpenPage = Callable[..., Page]


def place(page: Page) -> float:
    return float(page.evaluate("document.querySelector('audio').currentTime"))


def reach(page: Page, seconds: float) -> None:
    page.wait_for_function("s => Math.abs(document.querySelector('audio').currentTime - s) < 2", arg=seconds)


def test_a_chip_plays_the_moment_a_decision_rests_on(house: House, open_page: OpenPage) -> None:
    page = open_page(f"/meeting?id={spoken_meeting(house)}")
    page.locator(".section[data-kind=decisions] .chip").last.click()
    reach(page, 12)
    expect(page.locator(".u.cursor")).to_contain_text("それでいきましょう")
    page.wait_for_function("() => !document.querySelector('audio').paused")


def test_pointing_at_a_chip_marks_the_words_without_playing(house: House, open_page: OpenPage) -> None:
    page = open_page(f"/meeting?id={spoken_meeting(house)}")
    page.locator(".section[data-kind=actions] .chip").hover()
    expect(page.locator(".u.marked")).to_contain_text("周知しておきます")
    assert page.evaluate("document.querySelector('audio').paused")


def test_an_address_with_a_second_opens_there(house: House, open_page: OpenPage) -> None:
    page = open_page(f"/meeting/{spoken_meeting(house)}?t=12.5")
    reach(page, 12.5)
    expect(page.locator(".u.cursor")).to_contain_text("それでいきましょう")


def test_following_the_sound_moves_the_mark_in_the_transcript(house: House, open_page: OpenPage) -> None:
    page = open_page(f"/meeting?id={spoken_meeting(house)}")
    page.locator(".u-text").nth(5).click()
    page.wait_for_function("() => document.querySelector('.u.cursor').dataset.i >= 6")


def test_an_utterance_is_edited_in_place_and_can_be_taken_back(house: House, open_page: OpenPage) -> None:
    meeting = spoken_meeting(house)
    page = open_page(f"/meeting?id={meeting}")
    page.locator(".u-text").nth(5).dblclick()
    field = page.locator(".edit-field")
    field.fill("よろしくお願いします。")
    field.press("Enter")
    expect(page.locator(".u-text").nth(5)).to_contain_text("よろしくお願いします。")
    assert house.ledger.transcript(meeting).utterances[5].text == "よろしくお願いします。"
    page.get_by_role("button", name="元に戻す").click()
    expect(page.locator(".u-text").nth(5)).to_have_text("お願いします。")
    assert house.ledger.transcript(meeting).utterances[5].text == "お願いします。"


def test_enter_that_ends_a_conversion_saves_nothing(house: House, open_page: OpenPage) -> None:
    meeting = spoken_meeting(house)
    page = open_page(f"/meeting?id={meeting}")
    page.locator(".u-text").nth(1).dblclick()
    field = page.locator(".edit-field")
    field.fill("とちゅう")
    field.evaluate("e => e.dispatchEvent(new KeyboardEvent('keydown', {key: 'Enter', isComposing: true, bubbles: true}))")
    field.evaluate("e => e.dispatchEvent(new KeyboardEvent('keydown', {key: 'Enter', keyCode: 229, bubbles: true}))")
    expect(field).to_be_visible()
    assert "とちゅう" not in house.ledger.transcript(meeting).utterances[1].text


def test_what_was_typed_stays_when_the_server_is_gone(house: House, open_page: OpenPage, watched) -> None:
    watched.expected += ["ERR_FAILED", "Failed to load resource"]
    page = open_page(f"/meeting?id={spoken_meeting(house)}")
    page.locator(".u-text").nth(1).dblclick()
    page.locator(".edit-field").fill("書きかけの文")
    page.route("**/utterances/**", lambda route: route.abort())
    page.locator(".edit-field").press("Enter")
    expect(page.locator(".toast-error")).to_contain_text("サーバーにつながりません")
    expect(page.locator(".edit-field")).to_have_value("書きかけの文")


def test_a_line_is_kept_rejected_and_taken_back(house: House, open_page: OpenPage) -> None:
    meeting = spoken_meeting(house)
    page = open_page(f"/meeting?id={meeting}")
    line = page.locator(f"[data-id='{meeting}d']")
    line.get_by_role("button", name="この行を残す").click()
    expect(line).to_contain_text("確認済み")
    line.get_by_role("button", name="この行を外す").click()
    expect(page.locator(".section[data-kind=decisions] .line")).to_have_count(0)
    assert house.ledger.minutes(meeting).decisions[0].state == "rejected"
    page.get_by_role("button", name="元に戻す").click()
    expect(page.locator(".section[data-kind=decisions] .line")).to_have_count(1)
    assert house.ledger.minutes(meeting).decisions[0].state == "accepted"


def test_a_line_is_edited_with_its_owner_and_date(house: House, open_page: OpenPage) -> None:
    meeting = spoken_meeting(house)
    page = open_page(f"/meeting?id={meeting}")
    line = page.locator(f"[data-id='{meeting}a']")
    line.get_by_role("button", name="この行を直す").click()
    line.locator(".edit-field").fill("倉庫と配送会社へ知らせる")
    line.locator("input[name=owner]").fill("高橋")
    line.locator("input[name=due]").fill("2027-01-15")
    line.locator(".edit-field").press("Enter")
    expect(line).to_contain_text("倉庫と配送会社へ知らせる")
    expect(line).to_contain_text("高橋")
    kept = house.ledger.minutes(meeting).actions[0]
    assert (kept.owner, str(kept.due), kept.state) == ("高橋", "2027-01-15", "edited")


def test_a_person_adds_a_line_that_rests_on_the_chosen_utterance(house: House, open_page: OpenPage) -> None:
    meeting = spoken_meeting(house)
    page = open_page(f"/meeting?id={meeting}")
    page.locator(".u-text").nth(7).click()
    page.get_by_role("button", name="「決まったこと」に行を足す").click()
    page.locator(".new-line .edit-field").fill("送料は次回に決める")
    page.locator(".new-line .edit-field").press("Enter")
    expect(page.locator(".section[data-kind=decisions]")).to_contain_text("送料は次回に決める")
    assert house.ledger.minutes(meeting).decisions[-1].evidence == (7,)


def test_minutes_are_approved_and_go_back_to_draft(house: House, open_page: OpenPage) -> None:
    meeting = spoken_meeting(house)
    page = open_page(f"/meeting?id={meeting}")
    page.locator("#approve").click()
    expect(page.locator(".meeting-tools")).to_contain_text("承認済み")
    assert house.ledger.minutes(meeting).status == "approved"
    page.locator("#more").click()
    page.get_by_role("menuitem", name="下書きに戻す").click()
    expect(page.locator("#approve")).to_be_visible()


def test_a_voice_is_named_everywhere(house: House, open_page: OpenPage) -> None:
    meeting = spoken_meeting(house)
    page = open_page(f"/meeting?id={meeting}")
    page.locator(".u-speaker", has_text="高橋").first.click()
    page.locator("#speaker-name").fill("中村")
    page.get_by_role("button", name="この会議の2発言すべて").click()
    expect(page.locator(".u-speaker", has_text="中村")).to_have_count(2)
    assert {u.speaker for u in house.ledger.transcript(meeting).utterances} == {"佐藤", "鈴木", "中村"}


def test_words_are_found_and_marked_in_the_transcript(house: House, open_page: OpenPage) -> None:
    page = open_page(f"/meeting?id={spoken_meeting(house)}")
    page.locator(".find").fill("周知")
    expect(page.locator(".find-count")).to_have_text("1 / 1")
    expect(page.locator(".u.cursor")).to_contain_text("周知しておきます")


def test_the_receipt_says_what_the_minutes_rest_on(house: House, open_page: OpenPage) -> None:
    page = open_page(f"/meeting?id={spoken_meeting(house)}")
    expect(page.locator(".receipt")).to_contain_text("全10発言・0:00–0:30 にもとづきます")
    expect(page.locator(".receipt")).to_contain_text("聞き取れない所 1")


def test_written_notes_are_read_without_a_player(house: House, open_page: OpenPage) -> None:
    page = open_page(f"/meeting?id={spoken_meeting(house, audio=False, kind=Kind.NOTES)}")
    expect(page.locator(".player")).to_have_count(0)
    page.locator(".section[data-kind=actions] .chip").click()
    expect(page.locator(".u.cursor")).to_contain_text("周知しておきます")


def test_keys_move_through_the_transcript_and_play(house: House, open_page: OpenPage) -> None:
    page = open_page(f"/meeting?id={spoken_meeting(house)}")
    page.locator(".u").first.wait_for()
    for _ in range(3):
        page.keyboard.press("j")
    expect(page.locator(".u.cursor")).to_have_attribute("data-i", "3")
    page.keyboard.press("Enter")
    reach(page, 9)
    page.keyboard.press(" ")
    page.wait_for_function("() => document.querySelector('audio').paused")


@pytest.mark.parametrize(("kind", "ending"), [("minutes", "docx"), ("transcript", "txt")])
def test_minutes_and_transcripts_are_taken_away(house: House, open_page: OpenPage, kind: str, ending: str) -> None:
    page = open_page(f"/meeting?id={spoken_meeting(house)}")
    page.locator("#export").click()
    with page.expect_download() as download:
        page.locator(f"a[href*='/export/{kind}'][href$='format={ending}']").click()
    assert download.value.suggested_filename.endswith(f".{ending}")


def test_a_meeting_is_deleted_after_a_question(house: House, open_page: OpenPage) -> None:
    meeting = spoken_meeting(house, title="消す会議")
    page = open_page(f"/meeting?id={meeting}")
    page.locator("#more").click()
    page.get_by_role("menuitem", name="この会議を削除").click()
    expect(page.locator("dialog")).to_contain_text("「消す会議」")
    page.get_by_role("button", name="削除する").click()
    page.wait_for_url("**/meetings")
    assert not house.ledger.meetings_named(meeting)
