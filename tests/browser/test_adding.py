"""Adding: files in slices, what is guessed, what is refused, and recording."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from assistant.bootstrap import House
from tests.browser.company import transcript_file

OpenPage = Callable[..., Page]


def add(page: Page, *paths: Path) -> None:
    page.locator("#file-picker").set_input_files([str(path) for path in paths])


def test_a_transcript_is_uploaded_and_becomes_a_meeting(house: House, open_page: OpenPage, tmp_path: Path) -> None:
    page = open_page("/add")
    add(page, transcript_file(tmp_path))
    page.get_by_role("link", name="開く").click()
    page.wait_for_url("**/meeting?id=*")
    expect(page.locator(".u")).to_have_count(10, timeout=60_000)
    expect(page.locator(".receipt")).to_be_visible(timeout=60_000)
    expect(page.locator(".u-speaker").first).to_contain_text("佐藤")


def test_the_same_file_twice_is_one_meeting(house: House, open_page: OpenPage, tmp_path: Path) -> None:
    path = transcript_file(tmp_path, "二度目_2026-08-01.vtt")
    path.write_text(path.read_text("utf-8").replace("締め", "区切り"), "utf-8")
    page = open_page("/add")
    add(page, path)
    expect(page.locator(".upload").first.locator("a", has_text="開く")).to_be_visible()
    add(page, path)
    expect(page.locator(".upload").last).to_contain_text("同じファイルです")


def test_what_the_name_tells_is_shown_and_can_be_changed(house: House, open_page: OpenPage, tmp_path: Path) -> None:
    path = transcript_file(tmp_path, "営業会議_2026-07-15.vtt")
    path.write_text(path.read_text("utf-8").replace("出荷", "入荷"), "utf-8")
    page = open_page("/add")
    add(page, path)
    expect(page.locator(".guess").nth(1)).to_contain_text("7月15日")
    page.locator(".guess").first.click()
    page.locator(".inline-input").fill("営業の集まり")
    page.locator(".inline-input").press("Enter")
    expect(page.locator(".guess").first).to_contain_text("営業の集まり")
    page.wait_for_timeout(500)
    assert house.ledger.meetings_named("営業の集まり")


def test_a_file_that_cannot_be_read_says_why_and_the_others_go_on(open_page: OpenPage, tmp_path: Path, watched) -> None:
    watched.expected.append("Failed to load resource")
    empty = tmp_path / "空っぽ.mp3"
    empty.touch()
    wrong = tmp_path / "実は文章.mp4"
    wrong.write_bytes(b"\x00\x01\x02 no recording at all" * 40)
    page = open_page("/add")
    add(page, empty, wrong, transcript_file(tmp_path, "よいもの.vtt"))
    expect(page.locator(".upload", has_text="空っぽ.mp3")).to_contain_text("空のファイルです")
    wrong_row = page.locator(".upload", has_text="実は文章.mp4")
    expect(wrong_row.locator(".job-error:visible")).to_contain_text("実は文章.mp4", timeout=60_000)
    expect(page.locator(".upload", has_text="よいもの.vtt").locator("a", has_text="開く")).to_be_visible()


def test_an_upload_goes_on_after_the_line_was_lost(open_page: OpenPage, tmp_path: Path, watched) -> None:
    watched.expected.append("Failed to load resource")
    page = open_page("/add")
    lost = iter([True])
    page.route("**/api/uploads/*?offset=0", lambda route: route.abort() if next(lost, False) else route.continue_())
    path = transcript_file(tmp_path, "切れた線.vtt")
    path.write_text(path.read_text("utf-8").replace("始めます", "進めます"), "utf-8")
    add(page, path)
    expect(page.locator(".upload").locator("a", has_text="開く")).to_be_visible(timeout=20_000)


def test_a_recording_is_made_and_added(open_page: OpenPage) -> None:
    page = open_page("/add", permissions=["microphone"])
    page.locator("#record").click()
    expect(page.locator(".recorder")).to_contain_text("0:01")
    page.locator("#stop-recording").click()
    expect(page.locator(".upload")).to_contain_text("録音")
    expect(page.locator(".upload").locator("a", has_text="開く")).to_be_visible()
