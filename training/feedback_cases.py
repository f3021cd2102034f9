"""What the matcher of feedback learns from: the companies of ``training/feedback``, and companies put together at
random from the functions of ``training/functions``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from assistant.feedback.cards import Cards, read_cards
from assistant.feedback.learning import settled
from assistant.feedback.meaning import Meaning
from assistant.model import Department
from training.customer_voices import VoicedCompany
from training.voices_by_function import Function

_OTHER_LANGUAGE = 0.15
_ALIAS = 0.5
_NOBODYS = 4


@dataclass(frozen=True)
class Case:
    """A company: its cards, its points with what they mean, where they belong (points, departments + 1; the last
    column: nobody), and which message each is of."""

    lang: str
    cards: Cards
    texts: tuple[str, ...]
    points: npt.NDArray[np.float32]
    right: npt.NDArray[np.float32]
    messages: npt.NDArray[np.int64]


def case_of(company: VoicedCompany, meaning: Meaning) -> Case:
    """A written company."""
    found = [(m.text[p.start: p.end], p.departments, m.number) for m in company.messages for p in m.points]
    return _case(company.lang, company.departments, found, meaning)


def invented(functions: Sequence[Function], meaning: Meaning, count: int, seed: int) -> list[Case]:
    """Companies whose departments have one to three functions each."""
    chance = np.random.default_rng(seed)
    return [_invented(functions, meaning, chance) for _ in range(count)]


def _invented(functions: Sequence[Function], meaning: Meaning, chance: np.random.Generator) -> Case:
    lang = "ja" if chance.random() < 0.5 else "en"
    left = [functions[int(n)] for n in chance.permutation(len(functions))]
    departments: list[Department] = []
    found: list[tuple[str, tuple[str, ...], int]] = []
    for _ in range(int(chance.integers(5, 10))):
        own = [left.pop() for _ in range(int(chance.choice([1, 1, 2, 3])))]
        card = _card(own, lang, chance)
        departments.append(card)
        for function in own:
            found += [(text, (card.name,), len(found)) for text in _voices(function, lang, chance)]
    found += [(_voices(function, lang, chance)[0], (), len(found)) for function in left[:_NOBODYS]]
    return _case(lang, departments, found, meaning)


def _card(functions: Sequence[Function], lang: str, chance: np.random.Generator) -> Department:
    first = functions[0]
    aliases = (str(chance.choice(first.names["en" if chance.random() < 0.5 else lang])),)
    duties: list[str] = []
    for function in functions:
        most = int(chance.integers(3, 7)) if len(functions) == 1 else int(chance.integers(1, 4))
        duties += [str(duty) for duty in chance.permutation(function.duties[lang])[:most]]
    return Department(str(chance.choice(first.names[lang])), aliases if chance.random() < _ALIAS else (),
                      str(chance.choice(first.missions[lang])), tuple(duties))


def _voices(function: Function, lang: str, chance: np.random.Generator) -> list[str]:
    heard = [v.text for v in function.voices if v.lang == lang or chance.random() < _OTHER_LANGUAGE]
    return [str(text) for text in chance.permutation(heard)[: int(chance.integers(3, 9))]]


def _case(lang: str, departments: Sequence[Department], found: Sequence[tuple[str, tuple[str, ...], int]],
          meaning: Meaning) -> Case:
    texts = tuple(text for text, _, _ in found)
    return Case(lang, read_cards(departments, meaning), texts, meaning.points(texts),
                settled([belongs for _, belongs, _ in found], [d.name for d in departments]),
                np.array([message for _, _, message in found], np.int64))
