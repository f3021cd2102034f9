"""Answers without any model: verification, wording, choosing."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import numpy as np
import pytest

from assistant.answers.asking import Kind, measured, read
from assistant.answers.builtin import BuiltinAnswers, choose
from assistant.answers.engine import Answering
from assistant.answers.features import Rarity
from assistant.answers.places import Candidates, Place, citation
from assistant.answers.verify import Sentence, supported, unproved, verified
from assistant.answers.wording import compose, quote
from assistant.errors import InvalidInput, ModelUnavailable
from assistant.language.terms import normalise
from assistant.model import Answer, Attendee, Hit, Meeting, Passage, Scope, Transcript, Utterance

MEETING = Meeting("m1", "第1回 定例", dt.date(2026, 8, 5), "定例", attendees=(Attendee("松本", "サポート"),))
SAID = ("柄がぐらつく電話が二週間で十四件来てまして。", "十四件。それは多いですね。", "明日までにリストを出します。")


def places(texts: tuple[str, ...] = SAID) -> Candidates:
    utterances = [Utterance(i, 5.0 * i, 5.0 * i + 4, "松本", text, "サポート") for i, text in enumerate(texts)]
    passage = Passage("m1:0-2", "m1", 0, len(texts) - 1, 0.0, "\n".join(texts), "定例", MEETING.date)
    hit = Hit(passage, 0.9, 0.85, 5.0)
    return Candidates((hit,), tuple(
        Place(MEETING, u, tuple(utterances[max(0, u.i - 2) : u.i]), tuple(utterances[u.i + 1 : u.i + 3]), hit, 0, 0.9)
        for u in utterances))


def test_a_quotation_that_nobody_said_is_dropped_and_leaves_an_abstention() -> None:
    found = places()
    invented = replace(citation(found.places[0]), quote="電話は百件でした")
    assert verified(Answer("何件?", "百件", (invented,)), found).abstained


def test_a_verbatim_quotation_stands() -> None:
    found = places()
    answer = Answer("何件?", "十四件", (citation(found.places[0]),))
    assert verified(answer, found) == answer


def test_a_sentence_needs_a_source() -> None:
    assert supported([Sentence("十四件です。", ())], "何件?") == []


@pytest.mark.parametrize(("text", "missing"), [
    ("14件です。", set()), ("15件です。", {"15"}), ("松本さんが十四件と言いました。", set()),
    ("田中さんが十四件と言いました。", {"田中"}), ("2026年8月5日に十四件でした。", set()),
])
def test_numbers_and_names_must_stand_in_the_source_or_the_question(text: str, missing: set[str]) -> None:
    assert unproved(Sentence(text, places().places[:1]), "電話は何件でしたか") == missing


def test_names_in_another_script_are_not_held_against_a_sentence_in_another_language() -> None:
    assert unproved(Sentence("There were 14 calls, Matsumoto says.", places().places[:1]), "how many") == set()


@pytest.mark.parametrize(("question", "kind"), [
    ("電話は何件ありましたか。", Kind.NUMBER), ("いつ届きますか。", Kind.WHEN), ("誰が払いますか。", Kind.WHO),
    ("なぜ遅れたのですか。", Kind.WHY), ("How many calls came?", Kind.NUMBER), ("Who pays?", Kind.WHO),
    ("When does it land?", Kind.WHEN), ("Why was it late?", Kind.WHY), ("機種は何ですか", Kind.WHAT),
])
def test_a_question_is_read_for_what_it_wants(question: str, kind: Kind) -> None:
    assert kind in read(question).kinds


@pytest.mark.parametrize(("question", "said", "fits"), [
    ("チェアは何台ありますか。", "チェアは二十一台です。", True), ("チェアは何台ありますか。", "三人います。", False),
    ("いくらですか。", "一本八十円くらい。", True), ("What does it cost?", "It was £340 in the end.", True),
    ("What does it cost?", "Forty people came.", False), ("What share of calls?", "Forty-six percent.", True),
])
def test_a_number_counts_only_with_the_unit_asked_for(question: str, said: str, fits: bool) -> None:
    assert measured(read(question), normalise(said)) is fits


def test_the_best_places_are_chosen_and_stand_in_the_order_they_were_said() -> None:
    found = places()
    chosen = choose(found.places, np.array([0.5, 0.01, 0.6]), 0.5)
    assert [place.utterance.i for place in chosen] == [0, 2]


def test_an_answer_says_who_said_it_when_in_the_language_asked() -> None:
    place = places().places[0]
    said = quote(place, ("十四件",), Rarity(10, {}))
    assert compose([(place, said)], "ja") == (
        "「第1回 定例」(2026年8月5日)で、松本さんがこう話しています。\n「柄がぐらつく電話が二週間で十四件来てまして。」")
    assert "5 Aug 2026" in compose([(place, said)], "en")


def test_a_long_utterance_is_quoted_in_part_and_verbatim() -> None:
    text = "前置きの話です。" * 40 + "電話は十四件でした。" + "あとの話です。" * 40
    place = places((text,)).places[0]
    said = quote(place, tuple(read("電話は何件でしたか").terms), Rarity(10, {}))
    assert "十四件" in said.quote
    assert said.quote in text
    assert len(said.quote) < len(text) / 2


class Found:
    """An index that finds the one passage."""

    def search(self, query: str, k: int, scope: Scope, repeats: bool = False) -> list[Hit]:
        return list(places().hits)


class Nothing(Found):
    def search(self, query: str, k: int, scope: Scope, repeats: bool = False) -> list[Hit]:
        return []


class Kept:
    def meeting(self, meeting_id: str) -> Meeting:
        return MEETING

    def transcript(self, meeting_id: str) -> Transcript:
        return Transcript("m1", tuple(place.utterance for place in places().places))


class DeadModel:
    def answer(self, question: str, lang: str, candidates: Candidates) -> Answer:
        raise ModelUnavailable("answers.no_llm")

    def stream(self, question: str, lang: str, candidates: Candidates):
        raise ModelUnavailable("answers.no_llm")
        yield ""


def test_an_answer_rests_on_what_was_said_or_abstains_with_the_nearest_places() -> None:
    answer = Answering(Found(), Kept(), BuiltinAnswers(None)).answer("柄がぐらつく電話は何件ありましたか。", Scope())
    assert answer.citations or answer.nearest
    assert all(c.quote in SAID[c.i] for c in (*answer.citations, *answer.nearest))


def test_nothing_found_is_said_and_not_answered() -> None:
    answer = Answering(Nothing(), Kept(), BuiltinAnswers(None)).answer("何件?", Scope())
    assert answer.abstained
    assert answer.notes


def test_a_dead_model_falls_back_to_quotations_and_says_so() -> None:
    answering = Answering(Found(), Kept(), BuiltinAnswers(None), DeadModel())
    answer = answering.answer("柄がぐらつく電話は何件ありましたか。", Scope())
    assert answer.engine == "builtin"
    assert answer.notes
    with pytest.raises(ModelUnavailable):
        answering.answer("何件?", Scope(), "llm")


def test_an_unknown_engine_is_refused() -> None:
    with pytest.raises(InvalidInput):
        Answering(Found(), Kept(), BuiltinAnswers(None)).answer("何件?", Scope(), "oracle")
