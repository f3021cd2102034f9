"""Fitting mood and urgency of points."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix, hstack
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold, cross_val_predict

from assistant.feedback.grams import grams, hashed
from assistant.feedback.meaning import SIZE, Meaning
from assistant.feedback.moods import SENTIMENTS, URGENCIES
from training.customer_voices import VoicedCompany
from training.feedback_splitter import hot
from training.voices_by_function import Function

_STRENGTH = 3.0


def fit_moods(companies: Sequence[VoicedCompany], functions: Sequence[Function],
              meaning: Meaning) -> dict[str, npt.NDArray[np.float32]]:
    """The weights of both, after printing how right they are on companies and functions left out."""
    told = [(m.text[p.start: p.end], p.sentiment, p.urgency, n) for n, c in enumerate(companies)
            for m in c.messages for p in m.points]
    told += [(v.text, v.sentiment, v.urgency, len(companies) + n) for n, f in enumerate(functions) for v in f.voices]
    texts = [text for text, *_ in told]
    rows = csr_matrix(hstack([csr_matrix(meaning.points(texts)), hot([hashed(grams(t)) for t in texts], weighed=True)]))
    arrays: dict[str, npt.NDArray[np.float32]] = {}
    for name, labels, column in (("sentiment", SENTIMENTS, 1), ("urgency", URGENCIES, 2)):
        wanted = np.array([labels.index(str(row[column])) for row in told])
        guessed = cross_val_predict(LogisticRegression(C=_STRENGTH, max_iter=200), rows, wanted, cv=GroupKFold(4),
                                    groups=[row[3] for row in told])
        print(f"{name}: {np.mean(guessed == wanted):.3f} right of {len(wanted)}")
        fitted = LogisticRegression(C=_STRENGTH, max_iter=200).fit(rows, wanted)
        arrays |= {f"{name}.meaning": fitted.coef_.T[:SIZE].astype(np.float32),
                   f"{name}.letters": fitted.coef_.T[SIZE:].astype(np.float32),
                   f"{name}.start": fitted.intercept_.astype(np.float32)}
    return arrays
