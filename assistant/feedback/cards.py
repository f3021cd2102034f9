"""The department cards of a company, laid out for the matcher."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import log

import numpy as np
import numpy.typing as npt

from assistant.feedback.grams import grams
from assistant.feedback.meaning import Meaning, Rows
from assistant.model import Department

NAME, ALIAS, MISSION, DUTY, GOAL = range(5)
KINDS = 5


@dataclass(frozen=True)
class Cards:
    """Every line of every card, department by department. ``owner``: which department a line is of, ascending;
    ``starts``: where each department's lines begin; ``kind``: what it is; ``rows``: what it means. ``rare``: for each
    department the runs of letters on its card, with how telling each is among these departments."""

    names: tuple[str, ...]
    texts: tuple[str, ...]
    owner: npt.NDArray[np.int64]
    starts: npt.NDArray[np.int64]
    kind: npt.NDArray[np.int64]
    rows: Rows
    rare: tuple[dict[str, float], ...]


def read_cards(departments: Sequence[Department], meaning: Meaning) -> Cards:
    """Of at least one department."""
    lines = [(n, kind, text) for n, card in enumerate(departments) for kind, text in _lines(card)]
    owner = np.array([n for n, _, _ in lines], np.int64)
    texts = tuple(text for _, _, text in lines)
    return Cards(
        tuple(card.name for card in departments), texts, owner, np.searchsorted(owner, np.arange(len(departments))),
        np.array([kind for _, kind, _ in lines], np.int64), meaning.lines(texts),
        _rare([[text for n, _, text in lines if n == department] for department in range(len(departments))]),
    )


def shared(runs: set[str], rare: dict[str, float]) -> float:
    """How much of a card's telling letters stand among those of a text; grows with their number only by its root."""
    return float(sum(rare[run] for run in runs if run in rare) / (len(runs) ** 0.5 + 1))


def telling(text: str) -> set[str]:
    """Runs of two letters and more."""
    return {run for run in grams(text) if len(run) > 1}


def _lines(card: Department) -> list[tuple[int, str]]:
    found = [(NAME, card.name), *((ALIAS, alias) for alias in card.aliases), (MISSION, card.mission),
             *((DUTY, duty) for duty in card.responsibilities), *((GOAL, goal) for goal in card.goals)]
    return [(kind, text) for kind, text in found if text.strip()]


def _rare(cards: Sequence[Sequence[str]]) -> tuple[dict[str, float], ...]:
    runs = [set().union(*map(telling, texts)) for texts in cards]
    count = Counter(run for card in runs for run in card)
    return tuple({run: log((len(cards) + 1) / count[run]) for run in card} for card in runs)
