"""The model that ships is the one the card speaks of, fits the code, and was good enough on conversations it had not seen."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from assistant.minutes.features import BUCKETS, OFFSETS, counted
from assistant.minutes.reader import read, weights
from assistant.minutes.spans import APART, REACH, peaks
from training.conversation import read_all
from training.matching import score
from training.train_minutes import items, talk_of

FIGURES = json.loads((Path(__file__).parents[2] / "training" / "cards" / "minutes.json").read_text("utf-8"))


@pytest.mark.parametrize(("figure", "floor"), [
    ("D", 0.60), ("A", 0.65), ("Q", 0.50), ("F", 0.65), ("C", 0.60), ("X", 0.90)])
@pytest.mark.parametrize("lang", ["ja", "en"])
def test_held_out_conversations_are_read_well_enough(figure: str, lang: str, floor: float) -> None:
    assert FIGURES["full"][f"{figure}-{lang}"]["f1"] >= floor


def test_the_weights_fit_the_features() -> None:
    known = weights()
    assert {*APART, *REACH} <= set(known.labels)
    assert known.words.shape == (len(known.labels), BUCKETS * len(OFFSETS))
    talk = talk_of(read_all()[0])
    assert counted(talk).shape[1] == known.cues.shape[1]


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_the_conversations_it_learned_from_are_read_by_words_alone(lang: str) -> None:
    talks = [c for c in read_all() if c.lang == lang][:8]
    found = []
    for conversation in talks:
        reading = read(talk_of(conversation), None)
        places = [{i} for i in peaks(reading.probability["A"], reading.threshold["A"], APART["A"])]
        found.append((places, [set(item.utterances) for item in items(conversation, "A")]))
    assert score(found).f1 >= 0.75
