"""From probabilities to places: where in a talk an item is, and which utterances it rests on."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np

from assistant.minutes.features import Floats

# How far apart two items of a kind must lie, and how far an item's evidence may reach, in utterances.
APART = {"D": 5, "O": 5, "A": 0, "Q": 3, "F": 2, "C": 0, "P": 3, "X": 9}
REACH = {"D": 2, "O": 0, "A": 0, "Q": 2, "F": 1, "C": 0, "P": 1, "X": 1}
JOINS = 0.6


def peaks(probability: Floats, threshold: float, apart: int) -> list[int]:
    """The highest utterances over ``threshold``, no two within ``apart`` of each other, in order of place."""
    taken: list[int] = []
    for i in np.argsort(-probability, kind="stable"):
        if probability[i] < threshold:
            break
        if all(abs(int(i) - j) > apart for j in taken):
            taken.append(int(i))
    return sorted(taken)


def evidence(peak: int, probability: Floats, threshold: float, reach: int,
             others: Collection[int] = ()) -> tuple[int, ...]:
    """The utterances around ``peak`` that belong to the same item: unbroken to both sides, over part of ``threshold``,
    up to the peaks of ``others``."""
    found = [peak]
    for step in (-1, 1):
        i = peak + step
        while 0 <= i < len(probability) and abs(i - peak) <= reach and i not in others and (
                probability[i] >= JOINS * threshold):
            found.append(i)
            i += step
    return tuple(sorted(found))
