"""Words become utterances of about a sentence, one speaker each."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.model import Word
from ingest.speech.sentences import Spoken, make_utterances

NAMES = {0: "Speaker 1", 1: "Speaker 2"}


def spoken(text: str, start: float = 0.0, who: int | None = None, step: float = 0.3) -> list[Spoken]:
    parts = [f" {p}" for p in text.split()] if text.isascii() else list(text)
    return [Spoken(Word(start + i * step, start + (i + 1) * step, p), who) for i, p in enumerate(parts)]


def texts(words: list[Spoken]) -> list[str]:
    return [u.text for u in make_utterances(words, NAMES)]


def test_sentences_end_utterances() -> None:
    assert texts(spoken("We ship on Friday at noon. Who calls the customer about it?")) == [
        "We ship on Friday at noon.", "Who calls the customer about it?"]
    assert texts(spoken("出荷は金曜日の正午です。お客様には誰が電話しますか？")) == [
        "出荷は金曜日の正午です。", "お客様には誰が電話しますか？"]


def test_a_long_pause_ends_an_utterance_without_a_mark() -> None:
    words = spoken("we ship on Friday at noon") + spoken("the customer knows about that", start=4.0)
    assert texts(words) == ["we ship on Friday at noon", "the customer knows about that"]


def test_a_new_speaker_ends_an_utterance() -> None:
    words = spoken("I think we should", who=0) + spoken("wait until Monday please", start=1.2, who=1)
    assert [(u.speaker, u.text) for u in make_utterances(words, NAMES)] == [
        ("Speaker 1", "I think we should"), ("Speaker 2", "wait until Monday please")]


def test_a_lone_word_joins_its_neighbour_by_the_same_speaker() -> None:
    assert texts(spoken("Yes. We ship on Friday at noon.")) == ["Yes. We ship on Friday at noon."]


def test_a_lone_word_of_another_speaker_stays_alone() -> None:
    words = spoken("We ship on Friday at noon.", who=0) + spoken("Okay.", start=1.9, who=1)
    assert texts(words) == ["We ship on Friday at noon.", "Okay."]


def test_titles_and_numbers_end_nothing() -> None:
    assert texts(spoken("Mr. Smith pays 3.5 percent for that, I believe.")) == [
        "Mr. Smith pays 3.5 percent for that, I believe."]


def test_a_monologue_without_marks_is_cut_at_its_breaths() -> None:
    words = [s for k in range(6) for s in spoken("and then we looked at all the numbers again", start=k * 3.2)]
    found = make_utterances(words)
    assert len(found) > 1
    assert all(u.end_s - u.start_s <= 14.0 for u in found)


def test_unsure_words_and_voices_make_an_utterance_doubtful() -> None:
    sure = spoken("We ship on Friday at noon.", who=0)
    assert not make_utterances(sure, NAMES)[0].doubtful
    assert make_utterances([Spoken(s.word, 0, sure=False) for s in sure], NAMES)[0].doubtful
    mumbled = [Spoken(Word(s.word.start_s, s.word.end_s, s.word.text, 0.3), 0) for s in sure]
    assert make_utterances(mumbled, NAMES)[0].doubtful


words_strategy = st.lists(st.tuples(
    st.sampled_from([" yes", " no.", "はい", "。", " and", "、", "です？"]), st.sampled_from([0, 1]),
    st.floats(0.0, 3.0), st.floats(0.05, 1.5)), max_size=60)


@settings(deadline=None)
@given(words_strategy)
def test_every_word_lands_in_exactly_one_utterance_of_its_speaker(rows: list[tuple[str, int, float, float]]) -> None:
    at, words = 0.0, []
    for text, who, pause, length in rows:
        words.append(Spoken(Word(at + pause, at + pause + length, text), who))
        at += pause + length
    found = make_utterances(words, NAMES)
    assert [w for u in found for w in u.words] == [s.word for s in words]
    assert [u.i for u in found] == list(range(len(found)))
    by_word = {id(s.word): NAMES[s.who or 0] for s in words}
    assert all(by_word[id(w)] == u.speaker for u in found for w in u.words)
    assert all(u.start_s < u.end_s for u in found)
