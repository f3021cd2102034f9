"""What the recogniser invents is left out; what it heard stays."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.model import Word
from ingest.speech.segment import Segment
from ingest.speech.trust import Speech, believed, is_loop, without_loops

TALK = Speech(np.full(4000, 0.95, np.float32))
SILENCE = Speech(np.full(4000, 0.01, np.float32))


def said(text: str, probability: float = 0.8, start: float = 1.0, step: float = 0.3) -> tuple[Word, ...]:
    parts = [f" {p}" for p in text.split()] if text.isascii() else list(text)
    return tuple(Word(start + i * step, start + (i + 1) * step, p, probability) for i, p in enumerate(parts))


def test_words_that_were_spoken_stay() -> None:
    words = said("We will call the supplier tomorrow.")
    assert believed(Segment(words, -0.2, 0.01, 1.1), TALK) == words


def test_words_in_silence_go() -> None:
    assert believed(Segment(said("We will call the supplier."), -0.2, 0.01), SILENCE) == ()


@pytest.mark.parametrize("phantom", [
    "ご視聴ありがとうございました。", "チャンネル登録をお願いします。", "Thank you for watching!", "Please subscribe.",
    "Subtitles by the Amara.org community"])
def test_thanks_to_viewers_nobody_said_go(phantom: str) -> None:
    assert believed(Segment(said(phantom, 0.6), -0.5, 0.2), TALK) == ()


def test_thanks_that_were_clearly_said_stay() -> None:
    words = said("Thank you for watching the demo today.", 0.97)
    assert believed(Segment(words, -0.1, 0.01), TALK) == words


@pytest.mark.parametrize("sound", ["[音楽]", "(拍手)", "♪♪", "(laughs)", "...", "♪ la la ♪"])
def test_sounds_put_in_brackets_are_no_words(sound: str) -> None:
    assert believed(Segment(said(sound, 0.95), -0.1, 0.01), TALK) == ()


def test_a_segment_that_is_no_speech_by_its_own_word_goes() -> None:
    assert believed(Segment(said("I don't know how to do that."), -1.25, 0.78), TALK) == ()


def test_unsure_words_of_a_phrase_go_and_the_next_phrase_stays() -> None:
    mumbled, clear = said("mm hm frog.", 0.1), said("We agreed on Friday.", 0.9, start=5.0)
    assert believed(Segment(mumbled + clear, -0.4, 0.1), TALK) == clear


def test_a_loop_is_said_once() -> None:
    words = said("so I think " + "we should go " * 9 + "now")
    assert [w.text for w in without_loops(words)] == [" so", " I", " think", " we", " should", " go", " now"]
    assert is_loop(Segment(words))


def test_people_may_repeat_themselves() -> None:
    words = said("no no no no that is fine")
    assert without_loops(words) == words
    assert not is_loop(Segment(words))


texts = st.lists(
    st.sampled_from([" yes", " no", "はい", "、", "。", " go.", "ご視聴", "ありがとう", "[", "♪"]), max_size=40)


@settings(deadline=None)
@given(texts, st.floats(-2, 0), st.floats(0, 1), st.floats(0, 1), st.sampled_from([TALK, SILENCE]))
def test_nothing_is_ever_added_or_reordered(parts: list[str], logprob: float, no_speech: float, probability: float,
                                            speech: Speech) -> None:
    words = tuple(Word(i * 0.3, i * 0.3 + 0.3, part, probability) for i, part in enumerate(parts))
    left = iter(words)
    assert all(word in left for word in believed(Segment(words, logprob, no_speech), speech))


@settings(deadline=None)
@given(texts)
def test_no_unit_stands_five_times_in_a_row_afterwards(parts: list[str]) -> None:
    words = tuple(Word(i * 0.3, i * 0.3 + 0.3, part) for i, part in enumerate(parts))
    assert without_loops(without_loops(words)) == without_loops(words)


@settings(deadline=None)
@given(texts, st.floats(0, 1))
def test_nothing_is_believed_where_nobody_speaks(parts: list[str], probability: float) -> None:
    words = tuple(Word(i * 0.3, i * 0.3 + 0.3, part, probability) for i, part in enumerate(parts))
    assert believed(Segment(words, -0.1, 0.0), SILENCE) == ()
