"""Speech made readable, nothing added."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.language.sentences import sentences, tidy
from assistant.language.tasks import as_task


@pytest.mark.parametrize(("said", "task"), [
    ("そしたら、棚の数を今日中に出しときますわ。", "棚の数を今日中に出しておく"),
    ("えーと、原稿は来週の火曜までに送ります。", "原稿は来週の火曜までに送る"),
    ("じゃあ、業者に電話しますね。", "業者に電話する"),
    ("よろしければ、見積書を確認いたします。", "よろしければ、見積書を確認する"),
    ("返事をもらいます。", "返事をもらう"),
    ("週明けに、顔料屋に電話してみます。", "週明けに、顔料屋に電話してみる"),
])
def test_a_japanese_promise_becomes_a_task(said: str, task: str) -> None:
    assert as_task(said, "ja") == task


@pytest.mark.parametrize(("said", "task"), [
    ("So, um, I'll book the engineers on Monday.", "Book the engineers on Monday"),
    ("And let me, you know, ask the bank.", "Ask the bank"),
    ("Nadine can redo the list by Friday.", "Nadine can redo the list by Friday."),
])
def test_an_english_promise_becomes_a_task(said: str, task: str) -> None:
    assert as_task(said, "en") == task


def test_what_the_speaker_took_back_is_left_out() -> None:
    assert tidy("六月の三日、いや違う、四日に着きます。", "ja") == "四日に着きます。"


def test_an_utterance_is_cut_at_the_ends_of_its_sentences() -> None:
    assert sentences("はい。では始めます。", "ja") == ["はい。", "では始めます。"]
    assert sentences('Right. "Never again," she said. So we wait.', "en") == ["Right.", '"Never again," she said.', "So we wait."]


@given(st.text(max_size=80), st.sampled_from(["ja", "en"]))
def test_tidying_never_makes_a_text_much_longer_or_fails(text: str, lang: str) -> None:
    assert len(tidy(text, lang)) <= max(len(text), 1)
