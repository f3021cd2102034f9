"""The two models of answering: fitted, judged on conversations left out, and laid out as plain arrays."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from sklearn.ensemble import GradientBoostingClassifier
from sklearn.model_selection import GroupKFold

from assistant.answers.builtin import choose
from assistant.answers.features import Numbers, answer_row

if TYPE_CHECKING:
    from training.train_answers import Case

_PLACE = {"n_estimators": 120, "max_depth": 3, "learning_rate": 0.06, "subsample": 0.6, "max_features": 0.4,
          "min_samples_leaf": 20, "random_state": 1}
_TOLD = {"n_estimators": 80, "max_depth": 2, "learning_rate": 0.05, "subsample": 0.6, "max_features": 0.4,
         "min_samples_leaf": 12, "random_state": 1}
_REFUSE_AT_LEAST = 0.75


def fit(name: str, cases: Sequence[Case], folds: int) -> dict[str, Any]:
    """Arrays called ``name.place.…``, ``name.told.…`` and ``name.thresholds``; prints what held-out parts say."""
    held_out = _held_out(cases, folds)
    rows = np.array([answer_row(case.seen, scores) for case, scores in zip(cases, held_out, strict=True)])
    told = np.array([case.told for case in cases])
    probabilities = _cross_validate(rows, told, [case.group for case in cases], folds)
    told_from = _threshold(probabilities, told)
    also_from = _best_share(cases, held_out)
    _print(name, cases, held_out, probabilities >= told_from, also_from)
    place = _fit_places(cases)
    return (_layout(f"{name}.place", place) | _layout(f"{name}.told", _fit_told(rows, told))
            | {f"{name}.thresholds": np.array([told_from, also_from])})


def _held_out(cases: Sequence[Case], folds: int) -> list[Numbers]:
    """The scores of each case's places by a model that has not seen its conversation."""
    found: dict[int, Numbers] = {}
    groups = [case.group for case in cases]
    for train, test in GroupKFold(folds, shuffle=True, random_state=1).split(groups, groups=groups):
        model = _fit_places([cases[n] for n in train])
        for n in test:
            found[n] = model.predict_proba(cases[n].rows)[:, 1]
    return [found[n] for n in range(len(cases))]


def _fit_places(cases: Sequence[Case]) -> GradientBoostingClassifier:
    rows = np.vstack([case.rows for case in cases])
    right = np.concatenate([case.right for case in cases])
    return GradientBoostingClassifier(**_PLACE).fit(rows, right)


def _fit_told(rows: Numbers, told: np.ndarray) -> GradientBoostingClassifier:
    weight = np.where(told, 0.5 / told.mean(), 0.5 / (1 - told.mean()))
    return GradientBoostingClassifier(**_TOLD).fit(rows, told, sample_weight=weight)


def _cross_validate(rows: Numbers, told: np.ndarray, groups: Sequence[int], folds: int) -> Numbers:
    found = np.zeros(len(rows))
    for train, test in GroupKFold(folds, shuffle=True, random_state=2).split(rows, groups=groups):
        found[test] = _fit_told(rows[train], told[train]).predict_proba(rows[test])[:, 1]
    return found


def _threshold(probabilities: Numbers, told: np.ndarray) -> float:
    """The largest answering share that still refuses enough of what is not told."""
    return float(np.quantile(probabilities[~told], _REFUSE_AT_LEAST))


def _best_share(cases: Sequence[Case], scores: Sequence[Numbers]) -> float:
    """How near to the best a further citation must come: where being cited and being right add up to most."""
    def worth(share: float) -> float:
        cited, right = cited_and_right(cases, scores, share)
        return cited + 0.5 * right
    return float(max(np.arange(0.3, 1.01, 0.05), key=worth))


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


def _print(name: str, cases: Sequence[Case], scores: Sequence[Numbers], answered: np.ndarray, share: float) -> None:
    told = np.array([case.told for case in cases])
    cited, right = cited_and_right(cases, scores, share)
    both = [(case, score) for case, score, ok in zip(cases, scores, answered, strict=True) if ok]
    kept, _ = cited_and_right([c for c, _ in both], [s for _, s in both], share)
    reach = np.mean([case.right.any() for case in cases if case.told])
    print(f"{name}: {told.sum()} told, {(~told).sum()} not; gold among the places {reach:.3f}; "
          f"cited {cited:.3f} (refusing too: {kept * answered[told].mean():.3f}); citations right {right:.3f}; "
          f"refused {1 - answered[~told].mean():.3f}; answered {answered[told].mean():.3f}; share {share:.2f}")


def _layout(name: str, model: GradientBoostingClassifier) -> dict[str, Any]:
    trees = [estimator.tree_ for estimator in model.estimators_[:, 0]]
    starts = np.cumsum([0, *(tree.node_count for tree in trees)])[:-1]
    moved = [(np.where(t.children_left < 0, -1, t.children_left + s), np.where(t.children_right < 0, -1, t.children_right + s))
             for t, s in zip(trees, starts, strict=True)]
    rate = model.learning_rate
    prior = float(np.clip(model.init_.class_prior_[1], 1e-9, 1 - 1e-9))
    return {
        f"{name}.roots": starts.astype(np.int32),
        f"{name}.feature": np.concatenate([np.where(t.children_left < 0, -1, t.feature) for t in trees]).astype(np.int32),
        f"{name}.threshold": np.concatenate([t.threshold for t in trees]),
        f"{name}.left": np.concatenate([left for left, _ in moved]).astype(np.int32),
        f"{name}.right": np.concatenate([right for _, right in moved]).astype(np.int32),
        f"{name}.value": np.concatenate([rate * t.value[:, 0, 0] for t in trees]),
        f"{name}.start": np.array(np.log(prior / (1 - prior))),
    }
