"""The same happening told twice is one story; the same kind of trouble of two customers is not."""

from __future__ import annotations

import datetime as dt
import time

import pytest

from assistant.feedback.callers import Same, caller, relation
from assistant.feedback.stories import StoryFinder, find_story
from assistant.model.feedback import Channel, Message


def message(text: str, customer: str = "", day: int = 1, channel: Channel = Channel.EMAIL, lang: str = "ja",
            story: str = "", name: str = "") -> Message:
    return Message(id=name or f"{customer}{day}{text[:4]}", key="", text=text, date=dt.date(2026, 6, day), lang=lang,
                   customer=customer, channel=channel, story=story)


MAIL = message("六月一日に届いた青い花瓶の口が欠けておりました。母の古希の祝いの品です。交換していただけますでしょうか。", "森川",
               name="mail")
MEMO = message("森川様より。花瓶の口が欠けていた件、先日メールしたが返事がない。古希の祝いが日曜とのこと。", "森川様", 5, Channel.PHONE)
OTHERS = [
    message("配達の方がとても親切でした。ありがとうございました。", "大久保", 2),
    message("電球の口金の大きさを教えてください。", "水谷", 2, Channel.FORM),
    message("会員証をなくしました。再発行の手続きを知りたいです。", "久米", 3, Channel.FORM),
]


def test_a_complaint_by_mail_and_by_telephone_is_one_story() -> None:
    story = find_story(MEMO, [MAIL, *OTHERS])
    assert story is not None
    assert story.first_id == story.like == "mail"
    assert "森川" in story.why
    assert "花瓶" in story.why
    assert story.sure > 0.5


def test_the_reason_is_told_in_the_language_that_is_asked_for() -> None:
    story = find_story(MEMO, [MAIL, *OTHERS], lang="en")
    assert story is not None
    assert story.why.startswith("The same customer (森川)")


def test_a_third_telling_joins_the_story_not_the_second_telling() -> None:
    joined = Message(**{f: getattr(MEMO, f) for f in Message.__slots__} | {"story": "mail"})
    third = message("三度目です。口の欠けた花瓶の交換、古希の祝いに間に合いませんでした。", "森川", 9)
    story = find_story(third, [*OTHERS, joined])
    assert story is not None
    assert story.first_id == "mail"
    assert story.like == joined.id


@pytest.mark.parametrize(("customer", "channel"), [("飯塚様", Channel.PHONE), ("飯塚", Channel.FORM)])
def test_another_customer_with_the_same_trouble_is_another_story(customer: str, channel: Channel) -> None:
    like = message(MAIL.text, customer, 5, channel)
    assert find_story(like, [MAIL, *OTHERS]) is None


def test_two_customers_are_joined_by_the_number_of_one_order() -> None:
    first = message("Order TW-90112: the parcel with the blue vase never came, and the tracking page shows nothing.", "Ann Lee",
                    lang="en", name="first")
    other = message("Husband of the lady above: I wrote too, order TW-90112, the blue vase, the parcel still never came.",
                    "Bob Stone", 3, Channel.PHONE, "en")
    story = find_story(other, [first, *OTHERS], lang="en")
    assert story is not None
    assert story.first_id == "first"
    assert find_story(message(other.text.replace("90112", "81340"), "Bob Stone", 3, lang="en"), [first, *OTHERS]) is None


def test_the_same_customer_with_another_matter_starts_another_story() -> None:
    assert find_story(message("駐車場の場所を教えてください。土曜に伺います。", "森川", 6), [MAIL, *OTHERS]) is None
    assert find_story(message("別件です。花瓶の口が欠けた件とは別に、皿の注文をお願いします。", "森川", 6), [MAIL, *OTHERS]) is None


def test_short_praise_of_two_nameless_customers_is_not_one_story() -> None:
    first = message("スタッフの対応が丁寧でした。", "匿名", 1, Channel.REVIEW)
    assert find_story(message("スタッフの対応が丁寧でした。", "匿名", 4, Channel.REVIEW), [first, *OTHERS]) is None


def test_what_is_older_than_half_a_year_is_not_joined() -> None:
    old = Message(id="old", key="", text=MAIL.text, date=dt.date(2025, 6, 1), customer="森川", channel=Channel.EMAIL)
    assert find_story(MEMO, [old, *OTHERS]) is None


def test_telephone_numbers_that_look_alike_join_nobody() -> None:
    one = message("電気毛布が熱くなります。090-0000-4821 に電話をください。", "後藤様", 1, Channel.PHONE)
    two = message("返送の送り状の番号は 090-0000-7719 です。鍋を送ります。", "前田様", 4, Channel.FORM)
    assert find_story(two, [one, *OTHERS]) is None


def test_a_message_is_compared_in_milliseconds() -> None:
    words = ["花瓶", "皿", "電球", "毛布", "棚", "椅子", "鍋", "時計", "照明", "机", "布団", "傘", "鞄", "靴", "本", "絵"]
    finder = StoryFinder()
    start = time.process_time()
    for n in range(600):
        told = f"{words[n % 16]}の{words[n // 16 % 16]}側が{n % 97}日で壊れました。{words[n % 7]}も{n}個届いていません。"
        new = message(told, f"客{n % 700}号", 1 + n // 30, name=str(n))
        finder.find(new)
        finder.add(new)
    assert time.process_time() - start < 12


@pytest.mark.parametrize(("a", "b", "same"), [
    ("井出様", "井出正彦", Same.PART), ("江川（孫）", "江川様", Same.SAME), ("株式会社ミドリ 佐藤様", "㈱ミドリ佐藤", Same.PART),
    ("Mr A. Brennan", "Brennan", Same.SAME), ("Mrs Doyle (daughter)", "Bernadette Doyle", Same.PART),
    ("匿名", "森", Same.UNKNOWN), ("@pastyboiluke", "Luke Trevarrow", Same.UNKNOWN), ("", "", Same.UNKNOWN),
    ("飯塚", "森川", Same.OTHER), ("Oakdene Primary", "Alderbrook Primary", Same.OTHER), ("沖様", "沖", Same.SAME),
])
def test_customers_are_told_apart_by_what_names_them(a: str, b: str, same: Same) -> None:
    assert relation(caller(a), "", caller(b), "")[0] is same


def test_a_text_names_a_customer_only_as_people_are_named() -> None:
    chiba = caller("千葉")
    assert relation(chiba, "", caller("娘"), "先日電話した千葉の母です。")[0] is Same.TOLD
    assert relation(chiba, "", caller("娘"), "千葉県の店で買いました。")[0] is Same.UNKNOWN
    assert relation(caller("Will Page"), "", caller("x y"), "it will take a page or two")[0] is not Same.TOLD
