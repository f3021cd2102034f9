"""Nothing that names or identifies a customer leaves the house, and everything comes back where it was."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.feedback.masking import Masker, mask
from assistant.feedback.sensitive import luhn, my_number

CARD, MY_NUMBER = "4111 1111 1111 1111", "1234 5678 9018"
SENSITIVE = [
    "090-1234-5678", "０９０－１２３４－５６７８", "03-1234-5678", "09012345678", "(03)1234-5678", "+81 90-1234-5678", "0120-123-456",
    "07700 900114", "+44 7700 900114", "(555) 123-4567", "taro@example.jp", "t.suzuki+shop@mail.example.co.jp", CARD,
    "4111111111111111", "４１１１ １１１１ １１１１ １１１１", "3782 822463 10005", MY_NUMBER, "123456789018", "〒150-0001",
    "東京都渋谷区神宮前1-2-3", "神奈川県横浜市西区みなとみらい二丁目3番5号", "大阪府堺市中区深井4丁目12番地 コーポ花201",
    "221B Baker Street", "SW1A 1AA", "12 Old Mill Lane", "https://shop.example/reset?token=abc123", "GB29 NWBK 6016 1331 9268 19",
]
GIVEN = ["井出正彦様", "Harpreet Dhillon", "森"]


@pytest.mark.parametrize("value", SENSITIVE)
@pytest.mark.parametrize("around", ["連絡先は{}です。商品が届きません。", "Please use {} from now on.", "({})", "{}", "まで。\n{}\n以上"])
def test_what_identifies_somebody_is_masked(value: str, around: str) -> None:
    text = around.format(value)
    masked = mask(text)
    assert value not in masked.text
    assert masked.restore() == text


@pytest.mark.parametrize(("text", "name"), [
    ("佐藤様が来店されました。", "佐藤"), ("お世話になっております。株式会社ミドリの高橋です。", "高橋"), ("先日購入した久保田と申します。", "久保田"),
    ("係の三浦さんが親切でした。", "三浦"), ("ジョンソン様より入電。", "ジョンソン"), ("Mr Okafor rang twice.", "Okafor"),
    ("My name is Anna Petrova and I ordered a lamp.", "Anna Petrova"), ("It broke.\nKind regards,\nM. Ellison", "Ellison"),
    ("よろしくお願いします。\n\n山田 太郎\n電話 03-1234-5678", "山田 太郎"), ("Thanks\nJo Whitmore", "Jo Whitmore"),
])
def test_names_are_masked_by_how_people_are_named(text: str, name: str) -> None:
    masked = mask(text, ["高橋"] if "高橋" in text else [])
    assert name not in masked.text
    assert masked.restore() == text


@pytest.mark.parametrize("text", [
    "先日電話した井出です。", "正彦の父です。", "DHILLON again.", "my husband harpreet wrote", "森です。届きません。", "井出正彦より",
])
def test_a_known_customer_is_masked_in_every_part_of_the_name(text: str) -> None:
    masked = mask(text, GIVEN).text.casefold()
    assert not any(name in masked for name in ("井出", "正彦", "dhillon", "harpreet", "森"))


def test_the_same_words_get_the_same_placeholder_in_all_texts() -> None:
    masker = Masker("ja")
    first, second = masker.mask("佐藤様、090-1234-5678へ。"), masker.mask("佐藤様と鈴木様から電話。")
    assert first.text == "[氏名1]様、[電話1]へ。"
    assert second.text == "[氏名1]様と[氏名2]様から電話。"
    assert masker.restore("[氏名2]様に【電話 1】からご連絡しました。[氏名9]様") == "鈴木様に090-1234-5678からご連絡しました。[氏名9]様"
    assert mask("Mr Okafor rang 07700 900114.", lang="en").text == "Mr [NAME_1] rang [PHONE_1]."


@pytest.mark.parametrize("text", [
    "注文番号1234567の花瓶が2026年3月14日に届きました。12,800円でした。", "お客様の声を皆様にお伝えください。店員さんは親切でした。",
    "Order TW-90112 arrived on 3 March with 24 of 48 pieces.", "品番0614、三百グラム、10時30分から15時", "見たところ2番目の棚です。",
])
def test_orders_dates_amounts_and_ordinary_words_stay(text: str) -> None:
    assert mask(text).text == text


def test_text_that_looks_like_a_placeholder_comes_back_as_it_was() -> None:
    text = "[氏名1] と【電話 2】と [PHONE_1]、佐藤様 090-1234-5678"
    masked = mask(text)
    assert masked.restore() == text
    assert "[氏名1]様" in masked.text


PIECES = st.one_of(st.sampled_from([*SENSITIVE, "佐藤様", "Mr Okafor", "[氏名1]", "[PHONE_1]", "【氏名 2】", "。", "\n", " "]),
                   st.text(max_size=12))


@settings(deadline=None, max_examples=150)
@given(st.lists(PIECES, max_size=8), st.sampled_from(["ja", "en"]))
def test_every_text_comes_back_as_it_was(pieces: list[str], lang: str) -> None:
    text = "".join(pieces)
    assert mask(text, GIVEN, lang).restore() == text


@settings(deadline=None, max_examples=150)
@given(st.lists(st.sampled_from(SENSITIVE), min_size=1, max_size=5))
def test_nothing_sensitive_is_left_however_it_is_mixed(values: list[str]) -> None:
    masked = mask("。".join(f"連絡先: {value} です" for value in values))
    assert not any(value in masked.text for value in values)


def test_the_checks_of_cards_and_my_numbers() -> None:
    assert luhn("4111111111111111")
    assert not luhn("4111111111111112")
    assert my_number("123456789018")
    assert not my_number("123456789012")
