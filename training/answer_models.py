"""The models of answering: fitted, judged on conversations left out, and laid out as plain arrays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import GroupKFold

from assistant.answers.builtin import choose
from assistant.answers.features import Numbers, Seen
from assistant.answers.learned import Regression
from assistant.answers.telling import OTHER_LANGUAGE, answer_row

_PLACE_STRENGTH = 0.02
_TOLD_STRENGTH = 0.1
_REFUSED = 0.65
_RIGHT_COUNTS = 0.7


@dataclass(frozen=True)
class Case:
    """A question with its candidates, ``rows`` of features, and ``right``: the places that answer. Cases of one
    ``group`` come from one conversation and are left out together."""

    group: int
    question: str
    told: bool
    seen: Seen
    rows: Numbers
    right: np.ndarray


def fit(name: str, cases: Sequence[Case], folds: int) -> dict[str, Any]:
    """Arrays called ``name.place``, ``name.told``, ``name.told_across`` and ``name.thresholds``; prints what held-out
    parts say."""
    scores = held_out_scores(cases, folds)
    also_from = _best_share(cases, scores)
    arrays = _layout(f"{name}.place", fit_places(cases))
    thresholds = []
    for part, across in (("told", 0.0), ("told_across", 1.0)):
        rows = answer_rows(cases, scores)
        chosen = np.flatnonzero(rows[:, OTHER_LANGUAGE] == across)
        mine, rows = [cases[n] for n in chosen], rows[chosen]
        probabilities = held_out_told(rows, mine, folds)
        told = np.array([case.told for case in mine])
        thresholds.append(float(np.quantile(probabilities[~told], _REFUSED)))
        print(report(f"{name}.{part}", mine, [scores[n] for n in chosen], probabilities, thresholds[-1], also_from))
        arrays |= _layout(f"{name}.{part}", fit_told(rows, told))
    return arrays | {f"{name}.thresholds": np.array([*thresholds, also_from])}


def held_out_scores(cases: Sequence[Case], folds: int) -> list[Numbers]:
    """The scores of each case's places by a model that has not seen its conversation."""
    found: dict[int, Numbers] = {}
    for train, test in _split(cases, folds):
        model = fit_places([cases[n] for n in train])
        found |= {int(n): model.probability(cases[n].rows) for n in test}
    return [found[n] for n in range(len(cases))]


def answer_rows(cases: Sequence[Case], scores: Sequence[Numbers]) -> Numbers:
    return np.array([answer_row(case.seen, score) for case, score in zip(cases, scores, strict=True)])


def held_out_told(rows: Numbers, cases: Sequence[Case], folds: int) -> Numbers:
    """Whether each question is told, by a model that has not seen its conversation."""
    told = np.array([case.told for case in cases])
    found = np.zeros(len(rows))
    for train, test in _split(cases, folds):
        found[test] = fit_told(rows[train], told[train]).probability(rows[test])
    return found


def fit_places(cases: Sequence[Case]) -> Regression:
    rows = np.vstack([case.rows for case in cases])
    return _fit(rows, np.concatenate([case.right for case in cases]), _PLACE_STRENGTH, balanced=False)


def fit_told(rows: Numbers, told: np.ndarray) -> Regression:
    return _fit(rows, told, _TOLD_STRENGTH, balanced=True)


def cited_and_right(cases: Sequence[Case], scores: Sequence[Numbers], share: float) -> tuple[float, float]:
    """Of the questions that are told: the share with a right citation, and the share of citations that are right."""
    cited, right = [], []
    for case, score in zip(cases, scores, strict=True):
        if case.told:
            places = case.seen.candidates.places
            where = {place.key: bool(ok) for place, ok in zip(places, case.right, strict=True)}
            marks = [where[place.key] for place in choose(places, score, share)]
            cited.append(any(marks))
            right.extend(marks)
    return float(np.mean(cited)), float(np.mean(right))


def report(name: str, cases: Sequence[Case], scores: Sequence[Numbers], probabilities: Numbers, told_from: float,
           share: float) -> str:
    told = np.array([case.told for case in cases])
    answered = probabilities >= told_from
    cited, right = cited_and_right(cases, scores, share)
    both = [(case, score) for case, score, ok in zip(cases, scores, answered, strict=True) if ok]
    kept, _ = cited_and_right([c for c, _ in both], [s for _, s in both], share)
    reach = np.mean([case.right.any() for case in cases if case.told])
    first = np.mean([case.right[np.argmax(s)] for case, s in zip(cases, scores, strict=True) if case.told])
    return (f"{name}: {told.sum()} told, {(~told).sum()} not; gold among the places {reach:.3f}, first {first:.3f}; "
            f"cited {cited:.3f} (refusing too: {kept * answered[told].mean():.3f}); citations right {right:.3f}; "
            f"told AUC {roc_auc_score(told, probabilities):.3f}; refused {1 - answered[~told].mean():.3f}; "
            f"answered {answered[told].mean():.3f}; share {share:.2f}")


def _best_share(cases: Sequence[Case], scores: Sequence[Numbers]) -> float:
    """How near to the best a further citation must come: where being cited and being right add up to most."""
    def worth(share: float) -> float:
        cited, right = cited_and_right(cases, scores, share)
        return cited + _RIGHT_COUNTS * right
    return float(max(np.arange(0.2, 1.01, 0.05), key=worth))


def _split(cases: Sequence[Case], folds: int) -> Any:
    groups = [case.group for case in cases]
    return GroupKFold(folds, shuffle=True, random_state=1).split(groups, groups=groups)


def _fit(rows: Numbers, right: np.ndarray, strength: float, *, balanced: bool) -> Regression:
    centre, scale = rows.mean(axis=0), rows.std(axis=0)
    scale = np.where(scale < 1e-9, 1.0, scale)
    model = LogisticRegression(C=strength, max_iter=3000, class_weight="balanced" if balanced else None)
    model.fit(np.clip((rows - centre) / scale, -4, 4), right)
    return Regression(centre, scale, model.coef_[0], float(model.intercept_[0]))


def _layout(name: str, model: Regression) -> dict[str, Any]:
    return {name: np.array([model.centre, model.scale, model.weight]), f"{name}.start": np.array(model.start)}
