"""Quoted mail and signatures are folded away, and no line is ever lost."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.customers.folding import fold

OWN = "荷物が届きません。\n至急ご確認ください。"
QUOTED = {
    "gmail_ja": "2026年7月2日(木) 10:12 みなと商会 <info@minato.example>:\n\n> ご注文ありがとうございます。\n> 発送しました。",
    "gmail_ja_folded": "2026年7月2日(木) 10:12 みなと商会 お客様相談室\n<info@minato.example>:\n> 発送しました。",
    "gmail_en": "On Thu, Jul 2, 2026 at 10:12 AM Minato Support <info@minato.example> wrote:\n> It was sent.",
    "gmail_en_folded": "On Thu, Jul 2, 2026 at 10:12 AM Minato Support Team\n<info@minato.example> wrote:\n\n> It was sent.",
    "apple_ja": "2026/07/02 10:12、みなと商会 <info@minato.example>のメール:\n\n> 発送しました。",
    "apple_ja_unmarked": "2026/07/02 10:12、みなと商会 <info@minato.example>のメール:\n\n発送しました。\nお待ちください。",
    "thunderbird": "On 2026/07/02 10:12, みなと商会 wrote:\n> 発送しました。",
    "thunderbird_ja": "(2026/07/02 10:12), みなと商会 wrote:\n> 発送しました。",
    "becky": "みなと商会 様のメール:\n> 発送しました。",
    "kaita": "みなと商会さんは書きました:\n> 発送しました。",
    "outlook_express": "----- Original Message -----\nFrom: \"みなと\" <info@minato.example>\nTo: <k@x.example>\n発送しました。",
    "outlook_old": "-----Original Message-----\nFrom: info@minato.example\nSent: Thursday, July 2, 2026\n発送しました。",
    "outlook_old_ja": "-----元のメッセージ-----\n差出人: info@minato.example\n送信日時: 2026年7月2日\n発送しました。",
    "outlook_new_ja": "________________________________\n差出人: みなと商会 <info@minato.example>\n送信日時: 2026年7月2日 10:12\n"
                      "宛先: 客 <k@x.example>\n件名: Re: 注文\n\n発送しました。",
    "outlook_new_en": "From: Minato <info@minato.example>\nSent: Thursday, July 2, 2026 10:12 AM\nTo: K <k@x.example>\n"
                      "Subject: RE: order\n\nIt was sent.",
    "forwarded": "---------- Forwarded message ---------\nFrom: みなと <info@minato.example>\nDate: 2026年7月2日\nSubject: 注文\n"
                 "To: <k@x.example>\n\n発送しました。",
    "thunderbird_forward": "-------- 転送されたメッセージ --------\n件名: 注文\n日付: 2026年7月2日\n\n発送しました。",
    "wide_marks": "みなと商会からのメール:\n＞ 発送しました。\n＞ お待ちください。",
    "yahoo": "--- On Thu, 2026/7/2, みなと <info@minato.example> wrote:\n> 発送しました。",
}
SIGNED = {
    "rfc": "-- \n山田太郎",
    "ruled": "━━━━━━━━━━━━━━\n株式会社山田商店\n山田太郎\nTEL 03-1234-5678\n━━━━━━━━━━━━━━",
    "starred": "＊＊＊＊＊＊＊＊＊＊\n山田太郎\nyamada@x.example\n＊＊＊＊＊＊＊＊＊＊",
    "dashed": "--------------------\n山田 太郎\n〒100-0001 東京都千代田区1-1-1\n電話：03-1234-5678",
    "fancy": "☆★☆★☆★☆★☆★\n山田 花子\nhanako@x.example\n☆★☆★☆★☆★☆★",
    "underlined": "_________________________\nAnn Lee\nNorth Ltd.\nann@x.example",
    "contacts": "株式会社山田商店 総務部\nTEL: 03-1234-5678 FAX: 03-1234-5679\nyamada@x.example",
    "phone_ja": "iPhoneから送信",
    "phone_en": "Sent from my iPhone",
    "outlook_ios": "Outlook for iOS を入手",
    "outlook_android": "Android 版 Outlook を入手",
    "outlook_en": "Get Outlook for iOS",
    "yahoo": "Yahoo!メール アプリから送信",
}


@pytest.mark.parametrize("name", QUOTED)
def test_the_quoted_mail_of_the_usual_programs_is_folded(name: str) -> None:
    found = fold(f"{OWN}\n\n{QUOTED[name]}")
    assert found.text == OWN
    assert found.folded.startswith(QUOTED[name].split("\n")[0])
    assert "sent" in found.folded or "発送" in found.folded


@pytest.mark.parametrize("name", SIGNED)
def test_signatures_are_folded(name: str) -> None:
    found = fold(f"{OWN}\n\n{SIGNED[name]}")
    assert (found.text, found.folded) == (OWN, SIGNED[name])


@pytest.mark.parametrize("signed", SIGNED)
@pytest.mark.parametrize("quoted", ["gmail_ja", "outlook_new_ja", "outlook_old"])
def test_a_signature_above_quoted_mail_is_folded_too(signed: str, quoted: str) -> None:
    assert fold(f"{OWN}\n\n{SIGNED[signed]}\n\n{QUOTED[quoted]}").text == OWN


def test_answers_between_quoted_lines_stay() -> None:
    found = fold("> 色は何色ですか\n赤です。\n\n> 数は？\n三つお願いします。")
    assert found.text == "赤です。\n\n三つお願いします。"
    assert found.folded == "> 色は何色ですか\n\n> 数は？"


def test_an_answer_below_the_quoted_mail_stays() -> None:
    found = fold(f"{QUOTED['gmail_en']}\n\nIt never came.\n\nBest regards,\nAnn")
    assert found.text == "It never came.\n\nBest regards,\nAnn"


@pytest.mark.parametrize("text", ["> 全部引用\n> です", "-- \n山田", "TEL 03-1234-5678\nyamada@x.example"])
def test_where_nothing_else_is_left_the_text_stays(text: str) -> None:
    assert fold(text).text == text


def test_a_mail_passed_on_without_a_word_keeps_what_it_says() -> None:
    found = fold(QUOTED["forwarded"] + "\n\n> 古い引用")
    assert found.text == "発送しました。"
    assert "Forwarded message" in found.folded and "古い引用" in found.folded


@pytest.mark.parametrize("text", [
    "折り返しお電話ください。\n090-1234-5678",
    "届いたのは次の三つです。\n・皿\n・椀\n・箸",
    "----------\nここからが本題です。返金してください。",
    "私は店員に「メールを見て」と言いました。\n返事がありません。",
    "On Monday I wrote:\nplease refund me.\nNobody answered.",
    "From the start it was slow.\nTo be honest I gave up.",
    "1 > 2 と表示されます。",
    "佐藤様からのメール:\n読みましたが納得できません。",
    "よろしくお願いします。\n山田太郎"])
def test_what_only_looks_like_it_stays(text: str) -> None:
    assert fold(text).text == text


PIECES = st.sampled_from([
    *[line for text in (*QUOTED.values(), *SIGNED.values()) for line in text.split("\n")], "", " ", "　", "荷物が届きません。", ">", "> >", "-",
    "--", "-- ", "====", "a" * 400, "From:", "差出人：", "12:30", "・・・・", "Thanks,", "Ann"])


@given(st.lists(PIECES | st.text(st.characters(exclude_characters="\n"), max_size=12), max_size=30).map("\n".join))
@settings(max_examples=400, deadline=None)
def test_no_line_is_lost_and_none_changes_its_place(text: str) -> None:
    found = fold(text)
    own, folded = ([line for line in part.split("\n") if line.strip()] for part in (found.text, found.folded))
    lines = [line for line in text.split("\n") if line.strip()]
    assert sorted(own + folded) == sorted(lines)
    for part in (own, folded):
        rest = iter(lines)
        assert all(line in rest for line in part)
    assert own or not any(any(c.isalnum() for c in line) for line in lines)
