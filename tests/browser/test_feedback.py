"""Customer feedback in the browser: taken in, sorted by keys, learned from, followed until the customer is answered."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from assistant.bootstrap import House
from tests.browser.conftest import Served
from tests.browser.voices import messy_sheet, prepare, sweep, voice

OpenPage = Callable[..., Page]
VIEWS = ["", "/review", "/themes", "/imports", "/rules"]


@pytest.fixture(scope="module")
def voices_house(serve: Callable[..., Served]) -> Served:
    served = serve("voices")
    prepare(served.house)
    return served


@pytest.fixture
def house(voices_house: Served) -> Iterator[House]:
    yield voices_house.house
    sweep(voices_house.house)


@pytest.fixture
def open_voices(open_page: OpenPage, voices_house: Served) -> OpenPage:
    def opener(path: str = "", **options: object) -> Page:
        return open_page(f"/feedback{path}", base=voices_house.address, **options)

    return opener


def test_an_empty_inbox_teaches_and_leads_to_the_imports(house: House, open_voices: OpenPage) -> None:
    page = open_voices()
    expect(page.locator(".empty")).to_contain_text("お客様の声はまだありません")
    page.locator("#add-voices").click()
    expect(page.locator("#choose-voices")).to_be_visible()
    assert page.url.endswith("/feedback?view=imports")


def test_a_messy_table_is_taken_in_with_a_receipt_that_adds_up(house: House, open_voices: OpenPage, tmp_path: Path) -> None:
    page = open_voices("/imports")
    page.locator("#voice-picker").set_input_files(str(messy_sheet(tmp_path)))
    expect(page.locator(".columns th")).to_have_text(["受付", "会社", "担当メモ", "内容"])
    expect(page.get_by_role("combobox", name="列「内容」の中身")).to_have_value("text")
    page.get_by_role("combobox", name="列「会社」の中身").select_option("customer")
    page.locator("#import-now").click()
    receipt = page.locator(".import")
    expect(receipt.locator(".job-state")).to_have_text("取り込みました", timeout=30_000)
    numbers = [int(n) for n in receipt.locator(".sum strong").all_inner_texts()]
    assert numbers[0] == sum(numbers[1:])
    expect(receipt.locator(".sum")).to_contain_text("3 新しい声")
    receipt.locator("summary").click()
    expect(receipt.locator(".skipped li").first).to_be_visible()


def test_the_words_must_stand_in_a_column(house: House, open_voices: OpenPage, tmp_path: Path) -> None:
    page = open_voices("/imports")
    page.locator("#voice-picker").set_input_files(str(messy_sheet(tmp_path)))
    page.get_by_role("combobox", name="列「内容」の中身").select_option("")
    page.locator("#import-now").click()
    expect(page.get_by_role("alert").filter(has_text="お客様の言葉が書かれた列")).to_be_visible()
    page.get_by_role("combobox", name="列「内容」の中身").select_option("text")
    page.locator("#import-now").click()
    expect(page.locator(".import .job-state")).to_have_text("取り込みました", timeout=30_000)


def test_a_whole_import_is_taken_back_after_a_question(house: House, open_voices: OpenPage, tmp_path: Path) -> None:
    house.desk.feedback_files.import_file(str(messy_sheet(tmp_path)), "local", name="取り消す表.csv")
    page = open_voices("/imports")
    page.get_by_role("button", name="取り込みを取り消す: 取り消す表.csv").click()
    expect(page.locator("dialog")).to_contain_text("「取り消す表.csv」")
    page.get_by_role("button", name="取り消す", exact=True).click()
    expect(page.locator(".toast")).to_contain_text("取り消しました")
    assert house.desk.feedback.list()["total"] == 0


def test_pasted_words_become_a_voice(house: House, open_voices: OpenPage) -> None:
    page = open_voices("/imports")
    page.locator("#paste-voice").click()
    page.get_by_role("textbox", name="お客様の言葉をそのまま貼り付けてください").fill("電話がつながりません。")
    page.get_by_role("textbox", name="お客様", exact=True).fill("中村")
    page.get_by_role("button", name="取り込む", exact=True).click()
    page.get_by_role("button", name="開く").click()
    expect(page.locator(".voice-title")).to_have_text("中村")
    expect(page.locator(".point-where")).to_contain_text("サポート部")


def test_voices_are_sorted_by_keys_and_the_next_is_there_at_once(house: House, open_voices: OpenPage) -> None:
    for number in range(12):
        voice(house, f"これは{number}番目の、{chr(0x3042 + number * 5) * 9}のことです。")
    page = open_voices("/review")
    expect(page.locator(".review-count")).to_have_text("残り12件")
    for key in ["1", "2", "n", "Enter", "1", "2", "1", "1", "n", "2"]:
        page.keyboard.press(key)
    expect(page.locator(".review-count")).to_have_text("残り2件")
    settled = wait_for(page, lambda: len(house.feedback_ledger.examples()) == 10)
    assert settled
    departments = [e.departments for e in house.feedback_ledger.examples()]
    assert departments[:4] == [("営業部",), ("サポート部",), (), ("営業部",)]


def test_the_last_decision_is_taken_back_by_one_key(house: House, open_voices: OpenPage) -> None:
    voice(house, "売り場の案内がありません。", customer="一人目")
    page = open_voices("/review")
    words = page.locator(".is-current")
    expect(words).to_contain_text("売り場の案内")
    page.keyboard.press("2")
    expect(page.locator(".review-card")).to_contain_text("すべて振り分けました")
    assert wait_for(page, lambda: len(house.feedback_ledger.examples()) == 1)
    page.keyboard.press("z")
    expect(words).to_contain_text("売り場の案内")
    assert wait_for(page, lambda: not house.feedback_ledger.examples())
    assert house.desk.feedback.list(review=True)["total"] == 1


def test_a_correction_shows_what_would_move_before_it_moves(house: House, open_voices: OpenPage) -> None:
    for n in "甲乙丙":
        voice(house, f"展示品に{n}の値札が付いていません。")
    page = sorting(open_voices)
    page.keyboard.press("o")
    page.get_by_role("combobox", name="部門を探す").fill("商品")
    page.keyboard.press("Enter")
    line = page.locator(".moved-line")
    expect(line).to_contain_text("これに似た2件も商品開発部へ移りますか。")
    assert house.desk.feedback.list(review=True)["total"] == 2
    page.locator("#look-at-moves").click()
    expect(page.locator(".move-row")).to_have_count(2)
    page.keyboard.press("Escape")
    page.locator("#apply-moves").click()
    expect(page.locator(".review-card")).to_contain_text("振り分けました")
    assert house.desk.feedback.list(review=True)["total"] == 0
    assert house.desk.feedback.list(department="商品開発部")["total"] == 3


def test_several_departments_are_ticked_the_first_owns(house: House, open_voices: OpenPage) -> None:
    voice(house, "見積もりと在庫の両方を知りたいです。")
    page = sorting(open_voices)
    page.keyboard.press("o")
    field = page.get_by_role("combobox", name="部門を探す")
    field.fill("営業")
    page.keyboard.press("Shift+Enter")
    field.fill("物流")
    page.keyboard.press("Shift+Enter")
    page.keyboard.press("Enter")
    expect(page.locator(".review-card")).to_contain_text("振り分けました")
    assert wait_for(page, lambda: [e.departments for e in house.feedback_ledger.examples()] == [("営業部", "物流部")])


def test_a_point_is_split_where_the_bar_stands_and_joined_again(house: House, open_voices: OpenPage) -> None:
    id_ = voice(house, "𠮷野です、店が寒い、あと床が滑る")
    page = sorting(open_voices)
    page.keyboard.press("s")
    expect(page.locator(".cut-bar")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("s")
    for _ in range(20):
        page.keyboard.press("ArrowLeft")
    for _ in range(10 - 1):
        page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(page.locator(".point-mark")).to_have_count(2)
    texts = [p["text"] for p in house.desk.feedback.get(id_)["message"]["points"]]
    assert texts == ["𠮷野です、店が寒い、", "あと床が滑る"]
    page.keyboard.press("m")
    expect(page.locator(".point-mark")).to_have_count(1)
    assert len(house.desk.feedback.get(id_)["message"]["points"]) == 1


def test_a_voice_put_off_is_out_of_the_queue(house: House, open_voices: OpenPage) -> None:
    voice(house, "入口が暗いです。")
    page = sorting(open_voices)
    page.keyboard.press("l")
    expect(page.locator(".review-card")).to_contain_text("振り分けました")
    assert wait_for(page, lambda: house.desk.feedback_review.queue()["total"] == 0)
    assert house.desk.feedback.list()["total"] == 1


def test_what_could_not_be_kept_comes_back(house: House, open_voices: OpenPage, watched) -> None:
    watched.expected.append("Failed to load resource")
    voice(house, "ベンチが足りません。")
    page = sorting(open_voices)
    page.route("**/correct", lambda route: route.abort())
    page.keyboard.press("1")
    expect(page.locator(".toast-error")).to_be_visible()
    expect(page.locator(".is-current")).to_contain_text("ベンチが足りません")


def test_the_inbox_shows_states_departments_and_what_is_late(house: House, open_voices: OpenPage) -> None:
    voice(house, "荷物が届きません。", customer="遅い人", due_in_h=-5)
    voice(house, "請求書をください。", customer="急がない人")
    page = open_voices()
    expect(page.locator(".voice-row")).to_have_count(2)
    expect(page.locator(".voice-row", has_text="遅い人").locator(".late")).to_contain_text("期限切れ")
    page.get_by_role("button", name="期限切れ 1件").click()
    expect(page.locator(".voice-row")).to_have_count(1)
    page.get_by_role("button", name="期限切れ 1件").click()
    page.get_by_role("combobox", name="部門で絞り込む").select_option("経理部")
    expect(page.locator(".voice-row")).to_have_count(1)
    page.locator(".voice-row a").click()
    page.locator(".point-card").get_by_role("button", name="保留").click()
    expect(page.locator(".toast")).to_contain_text("「保留」にしました")
    page.keyboard.press("z")
    expect(page.locator(".point-card").get_by_role("button", name="未対応")).to_have_attribute("aria-pressed", "true")
    page.locator(".point-card").get_by_role("button", name="対応完了").click()
    assert wait_for(page, lambda: house.desk.feedback.list(state="done")["total"] == 1)


def test_voices_settled_as_nobodys_are_found_again(house: House, open_voices: OpenPage) -> None:
    id_ = voice(house, "いつも楽しみに読んでいます。")
    house.desk.feedback_review.correct(house.desk.feedback.get(id_)["message"]["points"][0]["id"], [], "local")
    page = open_voices()
    page.get_by_role("combobox", name="部門で絞り込む").select_option("どの部門でもない")
    expect(page.locator(".voice-row")).to_contain_text("楽しみに読んで")


def test_a_voice_is_opened_by_its_address_and_followed(house: House, open_voices: OpenPage) -> None:
    id_ = voice(house, "届いた箱が空でした。電話もつながりません。", folded="> 先日の件ですが", subject="箱の中身")
    page = open_voices(f"/{id_}")
    expect(page.locator(".voice-title")).to_have_text("箱の中身")
    expect(page.locator(".point-mark")).to_have_count(2)
    expect(page.locator(".folded-words")).to_be_hidden()
    page.locator(".folded summary").click()
    expect(page.locator(".folded-words")).to_be_visible()
    card = page.locator(".point-card").first
    card.get_by_role("button", name="担当:").click()
    card.locator(".inline-input").fill("鈴木")
    card.locator(".inline-input").press("Enter")
    expect(card.get_by_role("button", name="担当: 鈴木")).to_be_visible()
    card.get_by_role("button", name="期限:").click()
    card.locator(".inline-input").fill("明日")
    card.locator(".inline-input").press("Enter")
    expect(card.get_by_role("button", name="期限: 明日")).to_be_visible()
    card.get_by_role("button", name="お客様の返事を待つ").click()
    expect(card.get_by_role("button", name="返事待ちを終える")).to_be_visible()
    card.get_by_role("button", name="いきさつ").click()
    expect(card.locator(".history li").first).to_be_visible()


def test_a_voice_is_sent_elsewhere_and_the_answer_is_written(house: House, open_voices: OpenPage) -> None:
    id_ = voice(house, "届いた棚が傷んでいました。", customer="石井")
    page = open_voices(f"?id={id_}")
    page.locator(".point-where").click()
    page.get_by_role("combobox", name="部門を探す").fill("開発")
    page.keyboard.press("Enter")
    expect(page.locator(".point-where")).to_contain_text("商品開発部")
    page.locator(".reply-text").fill("石井様\n\nご迷惑をおかけしました。")
    page.locator("#approve-reply").click()
    expect(page.locator(".reply .state")).to_have_text("承認済み")
    page.locator("#mark-answered").click()
    expect(page.locator(".reply .state")).to_have_text("返信済み")
    assert house.desk.feedback.get(id_)["message"]["answered"]


def test_voices_are_joined_to_one_happening_and_set_apart(house: House, open_voices: OpenPage) -> None:
    first = voice(house, "停電で冷凍品が溶けて届きました。", customer="一郎")
    voice(house, "冷凍品が溶けた状態で届いた。", customer="次郎")
    page = open_voices(f"?id={first}")
    page.locator("#join-story").click()
    page.get_by_role("searchbox", name="言葉で声を探す").fill("溶けた状態")
    page.locator("dialog .story-open", has_text="溶けた状態").click()
    expect(page.locator(".story-row")).to_contain_text("冷凍品が溶けた状態")
    expect(page.locator(".story")).to_contain_text("2件中0件 返信済み")
    page.get_by_role("button", name="この声を別の出来事にする").click()
    expect(page.locator(".story-row")).to_have_count(0)


def test_rules_and_lessons_are_written_changed_and_removed(house: House, open_voices: OpenPage) -> None:
    id_ = voice(house, "自転車置き場がほしい。")
    point = house.desk.feedback.get(id_)["message"]["points"][0]["id"]
    house.desk.feedback_review.correct(point, ["営業部"], "local")
    page = open_voices("/rules")
    page.locator("#rule-words").fill("領収書、請求書")
    page.get_by_role("combobox", name="部門").select_option("経理部")
    page.get_by_role("button", name="追加", exact=True).click()
    expect(page.locator(".rule")).to_contain_text("「領収書」、「請求書」 → 経理部")
    page.get_by_role("button", name="決まりを消す").click()
    expect(page.locator(".rule")).to_have_count(0)
    page.get_by_role("button", name="行き先を変える").click()
    page.get_by_role("combobox", name="部門を探す").fill("サポート")
    page.keyboard.press("Enter")
    expect(page.locator(".correction")).to_contain_text("サポート部")
    page.get_by_role("button", name="この学びを消す").click()
    expect(page.locator(".correction")).to_have_count(0)
    assert not house.feedback_ledger.examples()


def test_a_department_is_told_what_its_voices_sound_like(house: House, open_page: OpenPage, voices_house: Served) -> None:
    page = open_page("/organisation", base=voices_house.address)
    page.get_by_role("button", name="営業部").click()
    card = page.locator(".department", has=page.get_by_role("button", name="営業部"))
    card.get_by_label("お客様の声の例").fill("見積もりをお願いします。\n担当の方に来てほしい。")
    card.get_by_role("button", name="保存").click()
    review = house.desk.feedback_review
    assert wait_for(page, lambda: len(review.examples_of("営業部")["texts"]) == 2)
    assert house.desk.feedback.route([{"id": "1", "text": "見積もりをお願いできますか。"}])["items"][0]["points"][0][
        "departments"][0]["name"] == "営業部"


def test_the_overview_counts_open_their_voices(house: House, open_voices: OpenPage) -> None:
    for n in range(3):
        voice(house, f"{n}番の荷物が届きません。")
    page = open_voices("/themes")
    row = page.locator(".overview-row", has_text="物流部")
    expect(row.locator(".overview-n")).to_have_text("3")
    row.click()
    expect(page.locator(".voice-row")).to_have_count(3)


def test_words_of_customers_are_never_read_as_html(house: House, open_voices: OpenPage) -> None:
    bad = "<img src=x onerror=\"document.title='broken'\">届かない。"
    id_ = voice(house, bad, customer=bad, subject=bad)
    for path in ("", f"?id={id_}", "/review", "/themes"):
        page = open_voices(path)
        page.wait_for_timeout(200)
        assert page.locator("img[src=x]").count() == 0
        page.context.close()


def test_home_says_how_many_voices_wait(house: House, open_page: OpenPage, voices_house: Served) -> None:
    voice(house, "看板が読めません。")
    page = open_page("/", base=voices_house.address)
    page.locator(".row", has_text="お客様の声の振り分け").click()
    expect(page.locator(".is-current")).to_contain_text("看板が読めません")


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize(("lang", "dark"), [("ja", True), ("en", False)])
def test_views_fit_a_phone_and_no_word_is_missing(house: House, open_voices: OpenPage, view: str, lang: str, dark: bool) -> None:
    voice(house, "長い名前の会社です。" * 3, customer="株式会社とても長い名前のお客様商店本店営業部" * 2)
    page = open_voices(view, lang=lang, dark=dark, phone=True)
    page.wait_for_load_state("networkidle")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert "⟨" not in page.locator("body").inner_text()
    expect(page.locator(".rail-link[aria-current]")).to_be_in_viewport()


def test_a_voice_on_a_phone_takes_the_place_of_the_list(house: House, open_voices: OpenPage) -> None:
    voice(house, "荷物が届きません。")
    page = open_voices(phone=True)
    page.locator(".voice-row a").click()
    expect(page.locator(".inbox-list")).to_be_hidden()
    expect(page.locator(".original")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.get_by_role("button", name="一覧へ").click()
    expect(page.locator(".voice-row")).to_be_visible()


def test_back_leads_to_the_view_before(house: House, open_voices: OpenPage) -> None:
    voice(house, "荷物が届きません。")
    page = open_voices()
    page.locator(".subnav-link", has_text="テーマ").click()
    page.wait_for_url("**view=themes")
    page.go_back()
    expect(page.locator(".voice-row")).to_be_visible()


def sorting(open_voices: OpenPage) -> Page:
    """The review queue with its first voice."""
    page = open_voices("/review")
    page.locator(".is-current").wait_for()
    return page


def wait_for(page: Page, true: Callable[[], bool], tries: int = 60) -> bool:
    """Whether it becomes true within some seconds; the browser goes on meanwhile."""
    for _ in range(tries):
        if true():
            return True
        page.wait_for_timeout(100)
    return False
