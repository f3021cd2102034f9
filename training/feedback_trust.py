"""How right the matcher is on companies it has not seen, before and after corrections; and the confidence fitted to it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold, cross_val_predict

from assistant.feedback.chances import softmax
from assistant.feedback.learning import Lesson, learn
from assistant.feedback.matching import Matcher
from assistant.feedback.trust import Trust, look
from training.feedback_cases import Case

Array = npt.NDArray[np.float32]
SHARES = (0.0, 0.1, 0.25, 0.5)
"""Of the messages of a company, how many were corrected."""

AUTO_RIGHT = 0.93
"""What is not sent to review should be right this often."""


@dataclass(frozen=True)
class Trial:
    """A company after a share of its messages was corrected: what was seen of the points left, whether the first
    department was right, and whether it is anybody's at all."""

    lang: str
    share: float
    seen: Array
    right: npt.NDArray[np.bool_]
    anybodys: npt.NDArray[np.bool_]


def trials(matchers: Sequence[tuple[Matcher, Sequence[Case]]], shares: Sequence[float] = SHARES) -> Iterator[Trial]:
    """Every company at every share."""
    for n, (matcher, cases) in enumerate(matchers):
        for case in cases:
            views = matcher.views(case.texts, case.points, case.cards)
            nobody = matcher.nobody_scores(case.points)
            scores = matcher.joined(views, nobody)
            messages = np.random.default_rng(n).permutation(np.unique(case.messages))
            for share in shares:
                taught = np.isin(case.messages, messages[: int(len(messages) * share)])
                yield _trial(case, share, taught, views, scores, nobody)


def _trial(case: Case, share: float, taught: npt.NDArray[np.bool_], views: Array, scores: Array,
           nobody: Array) -> Trial:
    lesson: Lesson | None = None
    left = ~taught
    moved = scores[left]
    if taught.any():
        lesson = learn(case.points[taught], scores[taught], case.right[taught])
        moved = lesson.move(case.points[left], moved)
    chances = softmax(moved)
    lengths = np.array([len(t) for t in case.texts], np.float32)[left]
    seen = look(chances, views[left], nobody[left], lengths, case.points[left], lesson)
    first = chances[:, :-1].argmax(axis=1)
    right = case.right[left][np.arange(len(first)), first] > 0
    return Trial(case.lang, share, seen, right, case.right[left][:, -1] == 0)


def fit_trust(found: Sequence[Trial]) -> tuple[Trust, npt.NDArray[np.float64]]:
    """The regression, and its chances for the same trials by leaving companies out."""
    seen = np.concatenate([t.seen for t in found])
    right = np.concatenate([t.right for t in found])
    groups = np.concatenate([np.full(len(t.right), n // len(SHARES)) for n, t in enumerate(found)])
    centre, scale = seen.mean(axis=0), seen.std(axis=0) + 1e-6
    rows = np.clip((seen - centre) / scale, -4, 4)
    held_out = cross_val_predict(LogisticRegression(max_iter=500), rows, right, groups=groups, cv=GroupKFold(8),
                                 method="predict_proba")[:, 1]
    fitted = LogisticRegression(max_iter=500).fit(rows, right)
    trust = Trust(centre, scale, fitted.coef_[0].astype(np.float32), float(fitted.intercept_[0]),
                  _threshold(held_out, right))
    return trust, held_out


def _threshold(chances: npt.NDArray[np.float64], right: npt.NDArray[np.bool_]) -> float:
    """The lowest confidence from which on claims are right AUTO_RIGHT of the time."""
    order = np.argsort(-chances)
    share = np.cumsum(right[order]) / np.arange(1, len(order) + 1)
    enough = np.flatnonzero(share >= AUTO_RIGHT)
    return float(chances[order[enough[-1]]]) if len(enough) else 1.0


def told(found: Sequence[Trial], chances: npt.NDArray[np.float64], auto_from: float) -> Iterator[str]:
    """A line for each language and share: right among points that are somebody's, the share not sent to review and
    how right it is, how much of nobody's is kept for review, and the expected calibration error."""
    ends = np.cumsum([len(t.right) for t in found])
    parts = [(t, chances[end - len(t.right): end]) for t, end in zip(found, ends, strict=True)]
    for lang in ("ja", "en"):
        for share in SHARES:
            own = [(t, c) for t, c in parts if t.lang == lang and t.share == share]
            right = np.concatenate([t.right for t, _ in own])
            somebodys = np.concatenate([t.anybodys for t, _ in own])
            sure = np.concatenate([c for _, c in own])
            auto = (sure >= auto_from) & somebodys
            kept = (sure < auto_from)[~somebodys]
            yield (f"| {lang} | {share:.0%} | {right[somebodys].mean():.3f} | {auto.sum() / somebodys.sum():.2f} | "
                   f"{right[auto].mean() if auto.any() else float('nan'):.3f} | "
                   f"{kept.mean() if len(kept) else float('nan'):.2f} | "
                   f"{_error(sure[somebodys], right[somebodys]):.3f} |")


def _error(chances: npt.NDArray[np.float64], right: npt.NDArray[np.bool_]) -> float:
    bins = np.minimum(9, (chances * 10).astype(int))
    return float(sum(abs(chances[bins == b].sum() - right[bins == b].sum()) for b in range(10)) / len(right))
