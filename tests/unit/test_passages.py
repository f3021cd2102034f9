"""Utterances to passages."""

from __future__ import annotations

import datetime as dt

from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.model import Meeting, Utterance
from assistant.passages import WINDOW, Size, passages_of

MEETING = Meeting("m1", "定例", dt.date(2026, 9, 5), "部門定例")
TEXTS = st.lists(st.text(alphabet="会議の価格をabc。 \n", max_size=300), max_size=40)


def spoken(texts: list[str]) -> list[Utterance]:
    return [Utterance(i, float(i), i + 0.5, "佐藤" if i % 2 else "鈴木", text, "営業部") for i, text in enumerate(texts)]


@settings(deadline=None)
@given(TEXTS)
def test_every_spoken_utterance_lies_in_a_passage_and_ids_are_unique(texts: list[str]) -> None:
    utterances = spoken(texts)
    passages = passages_of(MEETING, utterances)
    covered = {i for p in passages for i in range(p.from_i, p.to_i + 1)}
    assert {u.i for u in utterances if u.text.strip()} <= covered
    assert len({p.id for p in passages}) == len(passages)


@settings(deadline=None)
@given(TEXTS)
def test_passages_keep_their_bounds(texts: list[str]) -> None:
    for passage in passages_of(MEETING, spoken(texts)):
        inside = [u for u in spoken(texts) if passage.from_i <= u.i <= passage.to_i and u.text.strip()]
        assert len(inside) <= WINDOW.utterances
        assert len(passage.text) <= 3 * WINDOW.characters


def test_a_passage_knows_its_meeting_speakers_and_departments() -> None:
    passage = passages_of(MEETING, spoken(["値段は?", "千円です。"]))[0]
    assert (passage.series, passage.date) == ("部門定例", dt.date(2026, 9, 5))
    assert passage.speakers == ("鈴木", "佐藤")
    assert passage.departments == ("営業部",)
    assert passage.text == "鈴木: 値段は?\n佐藤: 千円です。"


def test_windows_overlap() -> None:
    passages = passages_of(MEETING, spoken([f"話{n}" for n in range(12)]), size=Size(utterances=6, overlap=3))
    assert [(p.from_i, p.to_i) for p in passages] == [(0, 5), (3, 8), (6, 11)]


def test_a_very_long_utterance_becomes_several_passages_of_whole_sentences() -> None:
    text = "これは長い報告の一文です。" * 120
    passages = passages_of(MEETING, spoken([text]))
    assert len(passages) > 2
    assert all((p.from_i, p.to_i) == (0, 0) for p in passages)
    assert "".join(p.text.removeprefix("鈴木: ") for p in passages) == text


def test_a_passage_of_notes_stays_in_its_section_and_carries_the_heading() -> None:
    passages = passages_of(MEETING, spoken(["概要", "本文一", "本文二", "次回"]), [(1, "予算"), (3, "日程")])
    assert [(p.from_i, p.to_i) for p in passages] == [(0, 0), (1, 2), (3, 3)]
    assert passages[1].text.startswith("予算\n")
