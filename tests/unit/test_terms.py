"""Text to search terms: width, case, short queries, numbers, names."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.language.numerals import kanji_number, numbers_in
from assistant.language.terms import index_terms, is_japanese, query_terms, stem


def finds(query: str, stored: str) -> bool:
    return bool(set(query_terms(query)) & set(index_terms(stored)))


@pytest.mark.parametrize(("query", "stored"), [
    ("ＡＢＣ", "abc の見積もり"), ("Refund", "a refund was promised"), ("価", "単価を上げる"), ("価格", "価格改定の件"),
    ("第4321回", "きょうは第4321回の会議"), ("14件", "電話が十四件来てまして"), ("十四件", "電話が14件"),
    ("1200個", "1,200個の注文"), ("サーバ", "サーバーが落ちた"), ("サーバー", "サーバを替えた"), ("VX-500", "VX五百の主軸"),
    ("prices", "the price went up"), ("twenty-four", "24 units"), ("髙橋", "髙橋さん"), ("ぐらつく", "柄がぐらつくって"),
    ("C++", "C++ で書いた"), ("ﾊﾟｰｾﾝﾄ", "パーセント"),
])
def test_a_query_finds_the_same_thing_written_another_way(query: str, stored: str) -> None:
    assert finds(query, stored)


@pytest.mark.parametrize(("query", "stored"), [("価格", "会議の価値"), ("4321", "第432回"), ("apple", "an ape")])
def test_a_query_does_not_find_what_only_looks_alike(query: str, stored: str) -> None:
    assert not finds(query, stored)


def test_words_that_say_nothing_are_left_out_unless_nothing_else_is_left() -> None:
    assert query_terms("what is the price") == [stem("price")]
    assert query_terms("the") == ["the"]


@settings(deadline=None)
@given(st.text(max_size=80))
def test_no_term_holds_a_space_or_a_quotation_mark(text: str) -> None:
    for term in [*index_terms(text), *query_terms(text)]:
        assert term
        assert not any(c.isspace() or c == '"' for c in term)


@settings(deadline=None)
@given(st.text(alphabet="会議価格十四1,.ABａ ー。\n", max_size=40))
def test_what_is_asked_in_the_stored_words_is_found(text: str) -> None:
    asked = query_terms(text)
    assert not asked or set(asked) & set(index_terms(text))


@settings(deadline=None)
@given(st.integers(min_value=1, max_value=9))
def test_kanji_digits_and_places_are_numbers(n: int) -> None:
    assert kanji_number("〇一二三四五六七八九"[n]) == str(n)
    assert kanji_number("二〇二六") == "2026"
    assert kanji_number("千二百") == "1200"


@pytest.mark.parametrize(("text", "numbers"), [
    ("2万3千円と二百四十個", {"23000", "240"}), ("two hundred and forty units", {"240"}), ("一緒に行った", set()),
    ("8月26日、3.50パーセント", {"8", "26", "3.5"}), ("one of them", set()), ("lot 0614", {"614"}),
])
def test_numbers_are_read_however_they_are_written(text: str, numbers: set[str]) -> None:
    assert numbers_in(text) == numbers


def test_a_name_in_kanji_is_japanese_and_a_loan_word_in_english_is_not() -> None:
    assert is_japanese("議事録")
    assert not is_japanese("the word 議 appears in this long sentence")
