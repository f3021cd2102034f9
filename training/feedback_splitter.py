"""Fitting the cutter of messages into points."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from assistant.feedback.grams import SIZE
from assistant.feedback.splitting import FIRST, ON, OUTSIDE, Splitter, rows
from assistant.feedback.units import Unit, units
from training.customer_voices import VoicedCompany, VoicedMessage, VoicedPoint

_STRENGTH = 0.03
_FOLDS = 5


def fit_splitter(companies: Sequence[VoicedCompany]) -> dict[str, npt.NDArray[np.float32]]:
    """Its weights, after printing how well it finds the points of companies left out."""
    print("| language | points found | within a quarter of their length | points given for each true one |")
    print("| --- | --- | --- | --- |")
    for lang in ("ja", "en"):
        own = [c for c in companies if c.lang == lang]
        counts = np.sum([_judged(_fitted([c for c in companies if c not in own[n::_FOLDS]]), own[n::_FOLDS])
                         for n in range(_FOLDS)], axis=0)
        print(f"| {lang} | {counts[1] / counts[0]:.3f} | {counts[2] / counts[0]:.3f} | {counts[3] / counts[0]:.2f} |")
    whole = _fitted(companies)
    return {"weight": whole.weight, "start": whole.start}


def _fitted(companies: Sequence[VoicedCompany]) -> Splitter:
    found: list[npt.NDArray[np.int64]] = []
    labels: list[int] = []
    for message in (m for c in companies for m in c.messages):
        parts = units(message.text)
        found += rows(message.text, parts)
        labels += _labels(parts, message.points)
    fitted = LogisticRegression(C=_STRENGTH, max_iter=300).fit(hot(found), labels)
    return Splitter(fitted.coef_.astype(np.float32), fitted.intercept_.astype(np.float32))


def hot(found: Sequence[npt.NDArray[np.int64]], weighed: bool = False) -> Any:
    """A sparse matrix with ones at the places of each row; ``weighed``: each row of length one."""
    ends = np.cumsum([0, *(len(row) for row in found)])
    values = np.concatenate([np.full(len(row), len(row) ** -0.5 if weighed else 1.0) for row in found])
    return csr_matrix((values.astype(np.float32), np.concatenate(found), ends), shape=(len(found), SIZE))


def _labels(parts: Sequence[Unit], points: Sequence[VoicedPoint]) -> list[int]:
    """Each unit belongs to the point that holds at least half of it."""
    labels: list[int] = []
    last: VoicedPoint | None = None
    for unit in parts:
        holder = next((p for p in points if 2 * _common(unit, p) >= unit.end - unit.start), None)
        labels.append(OUTSIDE if holder is None else ON if holder is last else FIRST)
        last = holder
    return labels


def _common(unit: Unit, point: VoicedPoint) -> int:
    return max(0, min(unit.end, point.end) - max(unit.start, point.start))


def _judged(splitter: Splitter, companies: Sequence[VoicedCompany]) -> npt.NDArray[np.int64]:
    """Points, those found (half of the shorter is shared), those found closely, and points given."""
    counts = np.zeros(4, np.int64)
    for message in (m for c in companies for m in c.messages):
        spans = splitter.split(message.text)
        counts += [len(message.points), *_found(message, spans), len(spans)]
    return counts


def _found(message: VoicedMessage, spans: Sequence[tuple[int, int]]) -> tuple[int, int]:
    found = close = 0
    for point in message.points:
        shares = [(max(0, min(end, point.end) - max(start, point.start)), end - start) for start, end in spans]
        own = point.end - point.start
        found += any(2 * shared >= min(own, length) for shared, length in shares)
        close += any(4 * shared >= 3 * max(own, length) for shared, length in shares)
    return found, close
