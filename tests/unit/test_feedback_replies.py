"""Replies are polite, in the customer's language, and say nothing that is not at hand."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.feedback.llm_replies import stands
from assistant.feedback.replies import Draft, Sender, drafted, quoted, salutation
from assistant.language.numerals import numbers_in
from assistant.model.feedback import Channel, FeedbackPoint, Message, PointState, ReadPoint

SENDER = Sender("株式会社花と器", "高田")
BROKEN = "花瓶の口が欠けていて、母の祝いに間に合いませんでした"


def message(text: str, customer: str = "森川様", channel: Channel = Channel.EMAIL, lang: str = "ja", story: str = "m") -> Message:
    return Message(id="m", key="", text=text, date=dt.date(2026, 7, 1), lang=lang, customer=customer, channel=channel, story=story)


def point(text: str, sentiment: str = "negative", urgency: str = "normal", state: PointState = PointState.NEW,
          paused: dt.datetime | None = None) -> FeedbackPoint:
    return FeedbackPoint("p", "m", ReadPoint(text, 0, len(text), sentiment=sentiment, urgency=urgency), state, paused=paused)


def reply(*points: FeedbackPoint, facts: tuple[str, ...] = (), **more: str) -> Draft:
    told = message("\n".join(p.read.text for p in points), **more)  # type: ignore[arg-type]
    return drafted(told, points, facts, SENDER)


def test_a_complaint_is_taken_up_in_the_customers_words_and_nothing_is_promised() -> None:
    draft = reply(point(BROKEN))
    assert draft.text.startswith("森川様\n\n株式会社花と器でございます。このたびはご不便をおかけし")
    assert f"「{BROKEN}」とお知らせくださった件" in draft.text
    assert "確認を進めております" in draft.text
    assert draft.text.endswith("高田\n株式会社花と器\n")
    assert not re.search("返金|交換|までに|以内|お約束|必ず", draft.text.replace(BROKEN, ""))
    assert draft.notes


def test_what_was_done_is_told_as_it_was_handed_over() -> None:
    done = point(BROKEN, state=PointState.DONE)
    draft = reply(done, facts=("新しい花瓶を7月10日に発送しました。",))
    assert "次のとおり対応いたしました。\n・新しい花瓶を7月10日に発送しました。" in draft.text
    assert "確認を進めて" not in draft.text
    assert not draft.notes


def test_facts_of_an_open_matter_are_how_it_stands_now() -> None:
    assert "現在の状況は次のとおりです。\n・工場に原因を問い合わせています。" in reply(
        point(BROKEN), facts=("工場に原因を問い合わせています。",)).text


def test_praise_is_answered_with_thanks_alone() -> None:
    draft = reply(point("包みがきれいで感動しました", "positive", "low"), customer="匿名")
    assert draft.text.startswith("お客様\n")
    assert "うれしいお言葉" in draft.text
    assert not re.search("申し訳|おわび|確認を進めて", draft.text)


def test_somebody_hurt_is_asked_about_and_the_apology_is_graver() -> None:
    draft = reply(point("割れた口で手を切り、病院で三針縫いました", urgency="high"))
    assert "心よりおわび" in draft.text
    assert "お身体の具合" in draft.text
    assert "お身体" not in reply(point(BROKEN, urgency="high")).text


def test_a_second_contact_a_telephone_call_and_waiting_for_the_customer_show() -> None:
    assert "重ねてご連絡" in reply(point(BROKEN), story="first").text
    assert f"お電話でうかがいました「{BROKEN}」の件" in reply(point(BROKEN), channel=Channel.PHONE).text  # type: ignore[arg-type]
    waiting = reply(point(BROKEN, paused=dt.datetime(2026, 7, 2, tzinfo=dt.UTC)))
    assert "ご返信をお待ちしております" in waiting.text
    assert "確認を進めて" not in waiting.text


def test_english_customers_are_answered_in_english() -> None:
    draft = reply(point("it says 'handed to carrier' for NINE days now", urgency="high"), point("the box was lovely", "positive"),
                  customer="Callie Whitmore", lang="en")
    assert draft.text.startswith("Dear Callie Whitmore,\n\nWe are very sorry")
    assert "\"it says 'handed to carrier' for NINE days now\"" in draft.text
    assert draft.text.endswith("Kind regards,\n高田\n株式会社花と器\n")
    assert not re.search("[ぁ-ん]", draft.text.partition("Kind regards")[0])


@pytest.mark.parametrize(("customer", "channel", "said"), [
    ("田村様", Channel.EMAIL, "田村様"), ("田村", Channel.FORM, "田村様"), ("株式会社ミドリ", Channel.EMAIL, "株式会社ミドリ 御中"),
    ("株式会社ミドリ 佐藤様", Channel.EMAIL, "株式会社ミドリ 佐藤様"), ("@hera_no_tomo", Channel.SOCIAL, "お客様"),
    ("怒れる客", Channel.REVIEW, "お客様"), ("", Channel.OTHER, "お客様"), ("匿名", Channel.FORM, "お客様"),
])
def test_customers_are_addressed_as_politeness_asks(customer: str, channel: Channel, said: str) -> None:
    assert salutation(message("", customer, channel)) == said


def test_long_words_are_quoted_up_to_a_pause() -> None:
    words = "六月に買った花瓶なのですが、先日の朝に水を替えようとしましたところ、口のところが欠けているのに気づきました。"
    assert quoted(words, "ja") == "六月に買った花瓶なのですが、先日の朝に水を替えようとしましたところ…"
    assert quoted("「限定」と書いてある。", "ja") == "『限定』と書いてある"


@given(st.lists(st.tuples(st.text(min_size=1, max_size=60), st.sampled_from(["negative", "neutral", "positive"]),
                          st.sampled_from(["low", "normal", "high"]), st.sampled_from(list(PointState))), min_size=1, max_size=4),
       st.sampled_from(["ja", "en"]))
def test_no_number_is_ever_added(told: list[tuple[str, str, str, PointState]], lang: str) -> None:
    points = [point(*one) for one in told]
    text = drafted(message("x", "森川様", lang=lang), points).text
    for one in sorted((quoted(p.read.text, lang) for p in points), key=len, reverse=True):
        text = text.replace(one, "")
    assert not numbers_in(text)


GROUND = "花瓶を交換してほしいです。7月3日に届きました。返金でもかまいません。\n森川様"
FACTS = "新しい花瓶を7月10日に発送しました。原因は梱包の緩衝材の不足です。"


@pytest.mark.parametrize("sentence", [
    "新しい花瓶を7月10日に発送いたしました。", "このたびはご不便をおかけし、誠に申し訳ございません。", "森川様には重ねてお手数をおかけいたします。",
    "交換をご希望とのこと、確かに承りました。", "原因は緩衝材の不足でございました。",
])
def test_a_sentence_of_a_model_stands_when_it_says_what_is_known(sentence: str) -> None:
    assert stands(sentence, f"{GROUND}\n{FACTS}", FACTS)


@pytest.mark.parametrize("sentence", [
    "代金を全額返金いたします。", "7月20日までにお届けします。", "お詫びに500円分のクーポンをお送りします。", "二度とこのようなことのないようにいたします。",
    "責任者の山田さんが対応いたします。", "詳しくは https://example.jp をご覧ください。", "[氏名7]よりご連絡いたします。", "明日ご訪問いたします。",
    "We will refund you.", "We will replace it within two days.", "Your new vase is free of charge and will be with you soon.",
])
def test_a_sentence_that_promises_or_adds_is_left_out(sentence: str) -> None:
    assert not stands(sentence, f"{GROUND}\n{FACTS}", FACTS)
