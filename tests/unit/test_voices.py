"""Voices get their names from what is said."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.language.matching import pairing_odds
from assistant.language.names import is_label
from assistant.language.spoken_names import Called, Names, distance
from assistant.language.voice_cues import manner_of, mentions_of, others_named, turns_of
from assistant.language.voices import VoiceName, name_voices
from assistant.model import Attendee, Person, Utterance

JA = [Attendee("佐藤", "営業部"), Attendee("松本", "カスタマーサポート"), Attendee("小川", "物流部")]
JA_PEOPLE = [Person("佐藤", "さとう"), Person("松本", "まつもと"), Person("小川", "おがわ"), Person("池田", "いけだ")]
EN = [Attendee("Hannah", "Logistics"), Attendee("Naomi", "Customer Support"), Attendee("Marcus", "Sales")]
EN_PEOPLE = [Person(a.name, department=a.department) for a in EN] + [Person("Elena", department="Sales")]


def said(*lines: tuple[str, str]) -> list[Utterance]:
    return [Utterance(i, 4.0 * i, 4.0 * i + 3, speaker, text) for i, (speaker, text) in enumerate(lines)]


def manner(text: str, *names: str) -> frozenset[str]:
    found = Names(dict.fromkeys(names, "")).find(text)
    return manner_of(text, found[0], found)


def test_whoever_introduces_themselves_in_japanese_is_named() -> None:
    found = name_voices(said(
        ("話者 1", "営業部の佐藤です。よろしくお願いします。"), ("話者 2", "物流部の小川です。倉庫は朝から暑いです。"),
        ("話者 3", "カスタマーサポートの松本です。"), ("話者 1", "では始めましょう。小川さん、在庫はどうですか。"),
        ("話者 2", "はい、三百です。"), ("話者 1", "松本さん、電話のほうは?"), ("話者 3", "はい、昨日は十件でした。")),
        JA, JA_PEOPLE, "ja")
    assert {label: name.name for label, name in found.items()} == {"話者 1": "佐藤", "話者 2": "小川", "話者 3": "松本"}


def test_whoever_answers_when_called_is_named_with_the_utterances_that_say_so() -> None:
    found = name_voices(said(
        ("Speaker 1", "Right, first one of these. Naomi, you look like you want to go first."),
        ("Speaker 2", "I do, yeah. Fourteen tickets since July."), ("Speaker 3", "Fourteen? Ouch."),
        ("Speaker 1", "Marcus, could you ring them today?"), ("Speaker 3", "Sure, I'll do it after lunch."),
        ("Speaker 1", "Naomi, anything else?"), ("Speaker 2", "No, that's me done."),
        ("Speaker 1", "Marcus, what about Brae?"), ("Speaker 3", "Yeah, I'm on it.")), EN, EN_PEOPLE, "en")
    assert found["Speaker 2"].name == "Naomi"
    assert found["Speaker 2"].evidence == (0, 5)
    assert found["Speaker 3"].name == "Marcus"
    assert 0.85 <= found["Speaker 3"].confidence <= 1


def test_where_nobody_is_named_nobody_gets_a_name() -> None:
    lines = said(("話者 1", "始めましょうか。"), ("話者 2", "はい。"), ("話者 3", "暑いですね。"), ("話者 1", "本当に。"))
    assert name_voices(lines, JA, JA_PEOPLE, "ja") == {}


def test_without_names_to_give_or_voices_to_name_nothing_is_given() -> None:
    assert name_voices(said(("話者 1", "佐藤です。")), [], [], "ja") == {}
    assert name_voices([], JA, JA_PEOPLE, "ja") == {}
    assert name_voices(said(("佐藤", "松本さん、どうぞ。"), ("松本", "はい。")), JA, JA_PEOPLE, "ja") == {}


def test_somebody_reported_absent_is_no_voice() -> None:
    found = name_voices(said(
        ("Speaker 1", "Elena can't make it today, Marcus is standing in for her."), ("Speaker 2", "Yeah, hello."),
        ("Speaker 1", "Naomi, over to you."), ("Speaker 3", "Thanks. So, tickets.")), [], EN_PEOPLE, "en")
    assert "Elena" not in {name.name for name in found.values()}


@pytest.mark.parametrize("text", ["営業の佐藤です。", "佐藤と申します。", "佐藤です、おはようございます。", "あ、営業部の佐藤です。"])
def test_a_japanese_introduction_is_one(text: str) -> None:
    assert "introduced" in manner(text, "佐藤")


@pytest.mark.parametrize("text", ["佐藤さんです。", "それを決めたのはたしか先週の会議のときの佐藤です。", "佐藤に聞きます。", "佐藤さん、どうぞ。"])
def test_a_japanese_sentence_about_somebody_is_no_introduction(text: str) -> None:
    assert "introduced" not in manner(text, "佐藤")


@pytest.mark.parametrize("text", ["Hannah here.", "Hi, I'm Hannah, logistics.", "My name is Hannah.", "Hannah from Logistics."])
def test_an_english_introduction_is_one(text: str) -> None:
    assert "introduced" in manner(text, "Hannah")


@pytest.mark.parametrize("text", ["Hannah, could you?", "This is Hannah's list.", "I told Hannah.", "Hannah is here."])
def test_an_english_sentence_about_somebody_is_no_introduction(text: str) -> None:
    assert "introduced" not in manner(text, "Hannah")


def test_a_name_in_quoted_words_says_nothing_else() -> None:
    assert manner("お客さんが「佐藤さん、まだですか」と。", "佐藤") <= {"quoted", "quoted, called"}
    assert "quoted" in manner("佐藤さん、もう使わんで、と。", "佐藤")
    assert "quoted" in manner('He goes, "Naomi, it leaks," and hangs up.', "Naomi")


def test_a_reading_in_kana_and_another_kanji_of_the_same_sound_mean_the_person() -> None:
    names = Names({"松本": "まつもと", "斎藤": ""})
    assert names.find("まつもとさん") == [Called(0, 6, "松本", True, True)]
    assert names.find("マツモトさん")[0].name == "松本"
    assert names.find("松元さん")[0].name == "松本"
    assert names.find("斉藤さん")[0].name == "斎藤"
    assert names.find("まつもとの店") == []


def test_a_misheard_english_name_is_a_guess() -> None:
    names = Names({"Naomi": "", "Samuel": ""})
    assert [(c.name, c.exact) for c in names.find("Then Nayomi and Sam agreed")] == [("Naomi", False), ("Samuel", False)]
    assert names.find("The name of the same thing") == []


def test_names_are_no_parts_of_longer_words_and_no_common_words() -> None:
    assert Names({"小川": "", "森": "もり"}).find("小川町の森林で、森を見た。") == []
    assert Names({"Ann": "", "Will": ""}).find("Annual figures. Will you send them?") == []
    assert [c.name for c in Names({"Will": ""}).find("Will, could you?")] == ["Will"]


def test_a_family_name_two_people_share_means_neither() -> None:
    names = Names({"佐藤 健": "", "佐藤 愛": ""})
    assert names.find("佐藤さん、どうぞ。") == []
    assert [c.name for c in names.find("佐藤健さん")] == ["佐藤 健"]


def test_distance_counts_letters_changed() -> None:
    assert (distance("naomi", "nayomi"), distance("", "abc"), distance("same", "same")) == (1, 3, 0)


@settings(max_examples=30, deadline=None)
@given(st.integers(1, 4), st.integers(1, 4), st.integers(0, 1000))
def test_pairing_odds_are_those_of_going_through_all_pairings(rows: int, columns: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    scores, alone = rng.normal(size=(rows, columns)), rng.normal(size=rows)
    expected, total = np.zeros((rows, columns)), 0.0
    for choice in itertools.product(range(-1, columns), repeat=rows):
        taken = [c for c in choice if c >= 0]
        if len(taken) == len(set(taken)):
            weight = np.exp(sum(alone[r] if c < 0 else scores[r, c] for r, c in enumerate(choice)))
            total += weight
            for r, c in enumerate(choice):
                expected[r, c] += weight * (c >= 0)
    odds, log_total = pairing_odds(scores, alone)
    assert np.allclose(odds, expected / total)
    assert np.isclose(log_total, np.log(total))


_PARTS = {
    "ja": ["佐藤さん、どうですか。", "松本さんから先にどうぞ。", "はい。", "小川さんがやります。", "営業の佐藤です。", "池田さんは休みです。",
           "松本です。", "ありがとう、小川さん。", "そうですね。"],
    "en": ["Naomi, could you?", "Sure.", "Marcus is away.", "I'm Hannah.", "Thanks, Elena.", "Hannah here.", "Yes.",
           "Ask Naomi.", "Marcus, go ahead."],
}


@settings(max_examples=60, deadline=None)
@given(st.data(), st.sampled_from(["ja", "en"]), st.booleans())
def test_names_given_are_known_single_and_never_those_a_voice_speaks_of_twice(
        data: st.DataObject, lang: str, listed: bool) -> None:
    voices = ["話者 1", "話者 2", "話者 3", ""] if lang == "ja" else ["Speaker 1", "Speaker 2", "Speaker 3", ""]
    lines = data.draw(st.lists(st.tuples(st.sampled_from(voices), st.sampled_from(_PARTS[lang])), max_size=20))
    attendees, people = (JA, JA_PEOPLE) if lang == "ja" else (EN, EN_PEOPLE)
    utterances = said(*lines)
    found = name_voices(utterances, attendees if listed else [], people, lang)
    names = [given_name.name for given_name in found.values()]
    known = Names({p.name: p.reading for p in people})
    turns = turns_of(utterances)
    named_as_other = others_named(turns, mentions_of(turns, known))
    assert set(names) <= {p.name for p in people} | {a.name for a in attendees}
    assert len(names) == len(set(names))
    assert all(is_label(label) and named_as_other[label, name.name] < 2 for label, name in found.items())
    assert all(isinstance(name, VoiceName) and set(name.evidence) <= set(range(len(lines))) for name in found.values())
