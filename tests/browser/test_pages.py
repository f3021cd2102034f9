"""The other pages: home, meetings, agendas, questions, actions, organisation, and the frame around all of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from assistant.bootstrap import House
from assistant.model import ActionStatus
from tests.browser.company import spoken_meeting
from tests.browser.conftest import Served

OpenPage = Callable[..., Page]
PAGES = ["/", "/meetings", "/agendas", "/ask", "/actions", "/feedback", "/organisation", "/add"]


def test_a_first_visit_teaches_and_offers_two_ways_in(serve: Callable[..., Served], open_page: OpenPage) -> None:
    page = open_page("/", base=serve("empty").address)
    expect(page.locator(".first-lead")).to_contain_text("会議を追加すると")
    expect(page.locator(".first").get_by_role("link", name="会議を追加")).to_be_visible()
    expect(page.get_by_role("button", name="見本の会社で試す")).to_be_visible()


def test_home_says_what_waits_what_is_due_and_what_comes_next(house: House, open_page: OpenPage) -> None:
    spoken_meeting(house, title="家の会議", series="家の定例")
    page = open_page("/")
    expect(page.locator(".row", has_text="家の会議")).to_contain_text("未確認")
    expect(page.locator(".action", has_text="倉庫へ").first).to_contain_text("昨日(1日超過)")
    expect(page.locator(".row", has_text="家の定例")).to_be_visible()


def test_meetings_are_filtered_by_words_and_by_series(house: House, open_page: OpenPage) -> None:
    spoken_meeting(house, title="絞り込みの会 一", series="絞り込みの会")
    spoken_meeting(house, title="よその会")
    page = open_page("/meetings")
    page.get_by_role("combobox", name="定例").select_option("絞り込みの会")
    expect(page.locator(".row")).to_have_count(1)
    page.get_by_role("combobox", name="定例").select_option("")
    page.get_by_role("searchbox", name="題名や人で絞り込む").fill("よその")
    expect(page.locator(".row")).to_have_count(1)
    expect(page.locator(".row")).to_contain_text("よその会")


def test_an_action_is_done_by_one_key_and_taken_back(house: House, open_page: OpenPage) -> None:
    meeting = spoken_meeting(house)
    page = open_page("/actions")
    row = page.locator(f".action[data-id='{meeting}a']")
    row.focus()
    page.keyboard.press("x")
    expect(row).to_have_class("action is-done")
    assert house.ledger.action(f"{meeting}a").action.status == ActionStatus.DONE
    page.keyboard.press("z")
    expect(row).to_have_class("action")
    assert house.ledger.action(f"{meeting}a").action.status == ActionStatus.OPEN


def test_a_due_date_is_typed_in_words(house: House, open_page: OpenPage) -> None:
    meeting = spoken_meeting(house)
    page = open_page("/actions")
    page.locator(f".action[data-id='{meeting}a'] .action-due").click()
    page.locator(".inline-input").fill("明日")
    page.locator(".inline-input").press("Enter")
    expect(page.locator(f".action[data-id='{meeting}a'] .action-due")).to_have_text("明日")
    assert house.ledger.action(f"{meeting}a").action.due == dt.date.today() + dt.timedelta(days=1)


def test_agenda_items_are_moved_by_keys_and_left_out(house: House, open_page: OpenPage) -> None:
    spoken_meeting(house, title="並べ替え", series="並べ替えの定例")
    page = open_page("/agenda?series=並べ替えの定例")
    page.locator(".adder").fill("わたしの議題")
    page.locator(".adder").press("Enter")
    mine = page.locator(".agenda-item", has_text="わたしの議題")
    mine.focus()
    page.keyboard.press("Alt+ArrowUp")
    count = page.locator(".agenda-item").count()
    expect(page.locator(".agenda-item").nth(count - 2)).to_contain_text("わたしの議題")
    mine.get_by_role("button", name="この議題を外す").click()
    expect(page.locator(".agenda-item", has_text="わたしの議題")).to_have_count(0)
    page.locator("summary", has_text="外した議題").click()
    page.locator(".left-out", has_text="わたしの議題").get_by_role("button", name="戻す").click()
    expect(page.locator(".agenda-item", has_text="わたしの議題")).to_have_count(1)


def test_minutes_of_an_agenda_add_up_and_it_is_approved(house: House, open_page: OpenPage) -> None:
    spoken_meeting(house, title="足し算", series="足し算の定例")
    page = open_page("/agenda?series=足し算の定例")
    page.locator(".item-minutes").first.fill("55")
    page.locator(".item-minutes").first.press("Tab")
    expect(page.locator(".agenda-head .late")).to_contain_text("超過")
    page.locator("#approve").click()
    expect(page.locator(".meeting-tools")).to_contain_text("承認済み")
    assert house.ledger.agenda("足し算の定例").status == "approved"


def test_an_answer_comes_with_words_that_play_in_place(house: House, open_page: OpenPage) -> None:
    meeting = spoken_meeting(house, title="答えの会", series="答えの定例")
    page = open_page(f"/ask?meeting={meeting}")
    page.get_by_role("textbox", name="会議の記録に質問する").fill("出荷の締めは何時にしますか。")
    page.keyboard.press("Enter")
    cite = page.locator(".cite").first
    expect(cite).to_contain_text("答えの会")
    cite.locator(".cite-play").click()
    page.wait_for_function("() => !document.querySelector('audio').paused")
    cite.locator("a").click()
    page.wait_for_url("**/meeting?id=*")


def test_enter_that_ends_a_conversion_asks_nothing(open_page: OpenPage) -> None:
    page = open_page("/ask")
    field = page.get_by_role("textbox", name="会議の記録に質問する")
    field.fill("とちゅう")
    field.evaluate("e => e.dispatchEvent(new KeyboardEvent('keydown', {key: 'Enter', isComposing: true, bubbles: true}))")
    expect(page.locator(".turn")).to_have_count(0)


def test_a_department_is_added_and_edited(house: House, open_page: OpenPage) -> None:
    page = open_page("/organisation")
    page.locator("#new-department input, #new-department textarea").fill("検査部")
    page.locator("#add-department").click()
    card = page.locator(".department", has_text="検査部")
    card.get_by_label("役目を一文で").fill("品物を確かめる。")
    card.get_by_label("人", exact=False).last.fill("村上 | むらかみ | 部長\n藤井")
    card.get_by_role("button", name="保存").click()
    expect(page.locator(".department", has_text="2人 品物を確かめる。")).to_be_visible()
    kept = house.ledger.organisation().department("検査部")
    assert kept and [(p.name, p.reading, p.role) for p in kept.people] == [("村上", "むらかみ", "部長"), ("藤井", "", "")]


def test_the_language_is_switched_and_kept(open_page: OpenPage) -> None:
    page = open_page("/meetings")
    expect(page.locator("html")).to_have_attribute("lang", "ja")
    page.locator("#switch-lang").click()
    expect(page.locator("h1")).to_have_text("Meetings")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.goto(page.url.replace("/meetings", "/actions"))
    expect(page.locator("h1")).to_have_text("Actions")
    assert page.title() == "Actions · Renkei"


def test_light_and_dark_are_switched_and_kept(open_page: OpenPage) -> None:
    page = open_page("/meetings", dark=True)
    expect(page.locator("body")).to_have_class("dark")
    page.locator("#switch-theme").click()
    expect(page.locator("body")).not_to_have_class("dark")
    page.reload()
    page.wait_for_selector("#island #stage", state="attached")
    expect(page.locator("body")).not_to_have_class("dark")


def test_search_opens_the_second_it_was_said(house: House, open_page: OpenPage) -> None:
    spoken_meeting(house, title="探される会")
    page = open_page("/")
    page.keyboard.press("/")
    page.keyboard.type("棚卸の話")
    page.locator(".search-results a").first.click()
    page.wait_for_url("**/meeting?id=*")
    expect(page.locator(".u.cursor")).to_be_visible()


def test_keys_go_to_pages_but_not_while_typing(open_page: OpenPage) -> None:
    page = open_page("/meetings")
    page.locator(".filter").first.fill("g")
    page.keyboard.press("k")
    assert page.url.split("?")[0].endswith("/meetings")
    page.locator("h1").click()
    page.keyboard.press("g")
    page.keyboard.press("k")
    page.wait_for_url("**/ask")


def test_the_skip_link_leads_to_the_content_of_this_page(open_page: OpenPage) -> None:
    page = open_page("/actions")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#stage")).to_be_focused()
    assert page.url.endswith("/actions")


def test_names_and_words_are_never_read_as_html(house: House, open_page: OpenPage) -> None:
    bad = "<img src=x onerror=\"document.title='broken'\">"
    meeting = spoken_meeting(house, title=bad, series=bad)
    house.ledger.edit_utterance(meeting, 0, f"{bad} {{{{7*7}}}}", f"{bad}さん", "local")
    house.desk.organisation.save_department(bad, "local", mission=bad)
    for path in (f"/meeting?id={meeting}", "/meetings", "/", "/agendas", "/actions", "/organisation", f"/agenda?series={bad}"):
        page = open_page(path)
        page.wait_for_timeout(300)
        assert page.locator("img[src=x]").count() == 0
        assert "broken" not in page.title().split("onerror")[0]
        page.context.close()
    house.desk.organisation.remove_department(bad, "local")
    house.desk.meetings.delete(meeting, "local")


@pytest.mark.parametrize("path", PAGES)
def test_pages_fit_a_phone(house: House, open_page: OpenPage, path: str) -> None:
    page = open_page(path, phone=True)
    page.wait_for_timeout(200)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    expect(page.locator(".rail-link").first).to_be_in_viewport()


def test_a_meeting_on_a_phone_has_tabs_and_the_player_at_the_bottom(house: House, open_page: OpenPage) -> None:
    page = open_page(f"/meeting?id={spoken_meeting(house)}", phone=True)
    expect(page.locator(".minutes-body")).to_be_visible()
    expect(page.locator(".utterances")).to_be_hidden()
    page.get_by_role("tab", name="文字起こし").click()
    expect(page.locator(".utterances")).to_be_visible()
    bottom = page.locator(".player").bounding_box()
    assert bottom and bottom["y"] > 680
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_eight_tabs_work_side_by_side(open_page: OpenPage) -> None:
    first = open_page("/meetings")
    for number in range(7):
        page = first.context.new_page()
        page.goto(first.url.split("?")[0].replace("/meetings", PAGES[number % len(PAGES)]))
        page.wait_for_selector("#island #stage", state="attached", timeout=20_000)
    first.bring_to_front()
    first.reload()
    expect(first.locator("h1")).to_have_text("会議")


def test_an_address_that_leads_nowhere_says_so(open_page: OpenPage, watched) -> None:
    watched.expected.append("404")
    page = open_page("/no-such-page", settle=False)
    expect(page.locator("h1")).to_have_text("ページが見つかりません")
    page = open_page("/meeting?id=nothing")
    expect(page.locator(".empty")).to_contain_text("見つかりません")
