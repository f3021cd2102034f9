"""Earlier actions reported done: each report is matched to the open actions it may mean."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from assistant.language.terms import index_terms
from assistant.minutes.features import Floats, Talk
from assistant.model import ClosedAction
from assistant.ports.records import FiledAction
from assistant.ports.search import Embedder

LEAST_REPORT = 0.08
LEAST_MATCH = 0.6
_SURE = 0.9
_BEST_FIT = 0.15
_NOT_DONE = re.compile(r"まだ|手つかず|できて(?:い)?ません|間に合いません|忘れて|半分|途中|not yet|haven't|hasn't"
                       r"|didn't|isn't|half done"
                       r"|forgot|clean forgot|nowhere near|still (?:waiting|not)",
                       re.IGNORECASE)


def closed_actions(talk: Talk, done: Floats, vectors: Floats | None, earlier: Sequence[FiledAction],
                   embedder: Embedder | None) -> tuple[ClosedAction, ...]:
    """``done`` is the probability of each utterance to report something done. Each action is closed once, by the
    utterance that fits it best; one report may close several."""
    if not earlier or not len(talk):
        return ()
    fit = _likeness(talk, vectors, earlier, embedder)
    best = fit.max(0)
    closed = []
    for n, filed in enumerate(earlier):
        total = fit[n] + 0.45 * np.minimum(done, _SURE) + _BEST_FIT * (fit[n] >= best) - _penalty(talk)
        i = int(np.argmax(total))
        if done[i] >= LEAST_REPORT and total[i] >= LEAST_MATCH:
            closed.append(ClosedAction(filed.action.id, (i,)))
    return tuple(closed)


def _penalty(talk: Talk) -> Floats:
    return np.array([0.3 if _NOT_DONE.search(text) else 0.0 for text in talk.texts], np.float32)


def _likeness(talk: Talk, vectors: Floats | None, earlier: Sequence[FiledAction], embedder: Embedder | None) -> Floats:
    """(actions, utterances): shared telling words, likeness of meaning, and the owner speaking or being named."""
    texts = [filed.action.text for filed in earlier]
    words = [_weighed(text) for text in texts]
    spoken = [set(index_terms(text)) for text in talk.texts]
    frequency = {term: sum(term in s for s in spoken) for s in words for term in s}
    rows = np.zeros((len(earlier), len(talk)), np.float32)
    for n, filed in enumerate(earlier):
        weight = {term: 1 / (1 + frequency[term]) for term in words[n]}
        whole = sum(weight.values()) or 1.0
        for i in range(len(talk)):
            near = spoken[i] | (spoken[i - 1] if i else set())
            shared = sum(w for term, w in weight.items() if term in near) / whole
            rows[n, i] = 0.5 * shared + (0.12 if _owner_there(talk, i, filed) else 0.0)
    if embedder is not None and vectors is not None:
        meaning = embedder.embed(texts, "passage") @ vectors.T
        rows += 3.0 * np.maximum(0.0, meaning - 0.84)
    return rows


def _weighed(text: str) -> set[str]:
    return {term for term in index_terms(text) if len(term) > 1}


def _owner_there(talk: Talk, i: int, filed: FiledAction) -> bool:
    owner = filed.action.owner
    return bool(owner) and (talk.speakers[i] == owner or any(m.name == owner for m in talk.people.find(talk.texts[i])))
