"""Fitting the matcher: the bilinear view by Adam (Kingma and Ba, 2015), then the weighing of the views."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
from sklearn.linear_model import LogisticRegression

from assistant.feedback.cards import KINDS
from assistant.feedback.chances import missed
from assistant.feedback.matching import VIEWS, Matcher
from assistant.feedback.meaning import SIZE, Meaning
from training.feedback_cases import Case
from training.voices_by_function import Function

Array = npt.NDArray[np.float32]
_PACE = 3e-3
_EPOCHS = 6
_DROPPED = 0.3
_PENALTY = 3e-5
_FIRST_SCALE = 16.0
_WRITTEN_WEIGHT = 3
"""How often a written company is shown for each time an invented one is."""


def fit_functions(functions: Sequence[Function], meaning: Meaning) -> tuple[Array, Array]:
    """The classifiers of points and of card lines by function."""
    voices = [(v.text, n) for n, f in enumerate(functions) for v in f.voices]
    lines = [(line, n) for n, f in enumerate(functions) for texts in (f.names, f.missions, f.duties)
             for told in texts.values() for line in told]
    return (_classifier(meaning.points([t for t, _ in voices]), [n for _, n in voices]),
            _classifier(meaning.lines([t for t, _ in lines]), [n for _, n in lines]))


def fit_matcher(written: Sequence[Case], made: Sequence[Case], functions: tuple[Array, Array], seed: int = 0) -> Matcher:
    """The views; all are weighed alike (``weigh_views`` comes after, on companies that took no part)."""
    fitting = _Fitting.start()
    chance = np.random.default_rng(seed)
    shown = [*written] * _WRITTEN_WEIGHT + [*made]
    for epoch in range(_EPOCHS):
        for n in chance.permutation(len(shown)):
            fitting.step(shown[int(n)], _PACE * (1 - epoch / _EPOCHS), chance)
    held = fitting.held
    return Matcher(held["matrix"], held["kinds"], held["nobody"], float(held["start"][0]), *functions,
                   np.array([1, 0, 0, 0], np.float32), 1.0)


def weigh_views(matchers: Sequence[tuple[Matcher, Sequence[Case]]]) -> tuple[Array, float, float]:
    """The weights of the views, that of nobody's score and its start, from companies each matcher has not seen."""
    seen = [(m.views(c.texts, c.points, c.cards), m.nobody_scores(c.points), c.right) for m, cases in matchers
            for c in cases]
    spread = np.array([np.concatenate([v[:, :, k].ravel() for v, _, _ in seen]).std() for k in range(VIEWS)] + [1, 1])
    weights = np.array([1, 0.3, 0.3, 0.5, 1, 0], np.float64)
    for step in range(600):
        slope = np.zeros(VIEWS + 2)
        count = 0
        for views, nobody, right in seen:
            scores = np.concatenate([views @ weights[:VIEWS], (nobody * weights[-2] + weights[-1])[:, None]], axis=1)
            wrong = missed(scores, right)
            slope[:VIEWS] += np.einsum("pd,pdk->k", wrong[:, :-1], views)
            slope[-2:] += wrong[:, -1] @ nobody, wrong[:, -1].sum()
            count += len(right)
        weights -= 0.5 * 0.997 ** step * slope / count / spread**2
    return weights[:VIEWS].astype(np.float32), float(weights[-2]), float(weights[-1] / weights[-2])


def weighed(matcher: Matcher, weights: tuple[Array, float, float]) -> Matcher:
    """The matcher with its views weighed."""
    views, nobody, start = weights
    return replace(matcher, weigh=views, weigh_nobody=nobody, nobody_start=matcher.nobody_start + start)


@dataclass
class _Fitting:
    held: dict[str, Array]
    first: dict[str, Array]
    mean: dict[str, Array]
    square: dict[str, Array]
    steps: int = 0

    @classmethod
    def start(cls) -> _Fitting:
        held = {"matrix": np.eye(SIZE, dtype=np.float32) * _FIRST_SCALE, "kinds": np.zeros(KINDS, np.float32),
                "nobody": np.zeros(SIZE, np.float32), "start": np.full(1, _FIRST_SCALE * 0.45, np.float32)}
        return cls(held, {k: v.copy() for k, v in held.items()}, {k: np.zeros_like(v) for k, v in held.items()},
                   {k: np.zeros_like(v) for k, v in held.items()})

    def step(self, case: Case, pace: float, chance: np.random.Generator) -> None:
        """One company."""
        kept = (chance.random(SIZE) > _DROPPED) / (1 - _DROPPED)
        points = (case.points * kept).astype(np.float32)
        cards = case.cards
        lines = points @ self.held["matrix"] @ cards.rows.T + self.held["kinds"][cards.kind]
        top = np.maximum.reduceat(lines, cards.starts, axis=1)
        grown = np.exp(lines - top[:, cards.owner])
        total = np.add.reduceat(grown, cards.starts, axis=1)
        nobody = points @ self.held["nobody"] + self.held["start"][0]
        wrong = missed(np.concatenate([top + np.log(total), nobody[:, None]], axis=1), case.right) / len(points)
        by_line = wrong[:, :-1][:, cards.owner] * grown / total[:, cards.owner]
        self._adam({
            "matrix": points.T @ by_line @ cards.rows,
            "kinds": np.bincount(cards.kind, weights=by_line.sum(axis=0), minlength=KINDS).astype(np.float32),
            "nobody": points.T @ wrong[:, -1], "start": wrong[:, -1].sum(keepdims=True),
        }, pace)

    def _adam(self, slopes: dict[str, Array], pace: float) -> None:
        self.steps += 1
        for name, held in self.held.items():
            slope = slopes[name]
            if name in {"matrix", "nobody"}:
                slope = slope + _PENALTY * (held - self.first[name])
            mean, square = self.mean[name], self.square[name]
            mean += 0.1 * (slope - mean)
            square += 0.001 * (slope * slope - square)
            quick = 1 if name in {"matrix", "nobody"} else 10
            step = mean / (1 - 0.9**self.steps) / (np.sqrt(square / (1 - 0.999**self.steps)) + 1e-8)
            held[...] = held - pace * quick * step


def _classifier(rows: Array, labels: Sequence[int]) -> Array:
    fitted = LogisticRegression(C=30, max_iter=100).fit(rows, labels)
    return np.concatenate([fitted.coef_.T, fitted.intercept_[None]]).astype(np.float32)
