"""A question and a place in numbers: how alike they are, which words they share, whether the place holds what is
asked for. The names below are the columns; training and answering use the same code."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from assistant.answers.asking import Kind, Question, answers, is_question
from assistant.answers.places import Candidates, Place
from assistant.language.terms import index_terms, is_japanese, normalise

Numbers = npt.NDArray[np.float64]

PLACE_FEATURES = (
    "alike", "alike_spread", "alike_before", "alike_after", "alike_best_neighbour", "hit_score", "hit_alike",
    "hit_rank", "hits", "shared", "shared_around", "shared_before", "shared_rarest", "shared_number", "fits",
    "fits_not", "fits_number", "fits_when", "fits_who", "fits_why", "length", "short", "asks", "asked_before",
    "other_language", "new_number", "names_speaker", "names_named", "missing_around", "alike_rank",
)
ANSWER_FEATURES = (
    "best", "second", "third", "margin", "mass", "alike", "alike_spread", "shared", "shared_around", "shared_hit",
    "shared_anywhere", "shared_rarest", "missing_weight", "missing_rarest", "missing_share", "fits", "fits_around",
    "hit_score", "hit_alike", "hit_alike_margin", "hit_second", "other_language", "terms", "compact", "known_terms",
)


@dataclass(frozen=True, slots=True)
class Rarity:
    """How telling a term is: the logarithm of how seldom it is said, from a table of common terms."""

    total: int
    counts: Mapping[str, int]

    def of(self, term: str) -> float:
        return math.log((self.total + 1) / (self.counts.get(term, 1) + 0.5))

    def weights(self, terms: Sequence[str]) -> dict[str, float]:
        return {term: self.of(term) for term in terms}


@dataclass(frozen=True)
class Seen:
    """Everything measured once for a question: one row a place."""

    question: Question
    candidates: Candidates
    alike: Numbers
    terms: list[frozenset[str]]
    around: list[frozenset[str]]
    weights: dict[str, float]

    @property
    def total(self) -> float:
        return sum(self.weights.values()) or 1.0

    def share(self, terms: frozenset[str]) -> float:
        """Which part of the question's weight these terms hold, 0..1."""
        return sum(weight for term, weight in self.weights.items() if term in terms) / self.total


def look(question: Question, candidates: Candidates, alike: Numbers, rarity: Rarity) -> Seen:
    """``alike``: the cosine of question and utterance, one for each place, zeros where there is no embedder."""
    terms = [terms_of(place.utterance.text) for place in candidates.places]
    around = [
        own.union(*(terms_of(u.text) for u in (*place.before[-1:], *place.after[:1])))
        for own, place in zip(terms, candidates.places, strict=True)
    ]
    return Seen(question, candidates, alike, terms, around, rarity.weights(question.terms))


def place_rows(seen: Seen) -> Numbers:
    """Shape (places, len(PLACE_FEATURES))."""
    spread = standard(seen.alike)
    where = {place.key: n for n, place in enumerate(seen.candidates.places)}
    ranks = np.argsort(np.argsort(-seen.alike, kind="stable"))
    hit_alike = standard(np.array([place.hit.dense for place in seen.candidates.places]))
    rows = []
    for n, place in enumerate(seen.candidates.places):
        before, after = (where.get((place.meeting.id, place.utterance.i + step)) for step in (-1, 1))
        near = [float(spread[m]) if m is not None else -1.0 for m in (before, after)]
        rows.append([
            float(seen.alike[n]), float(spread[n]), *near, max(near), place.hit.score, float(hit_alike[n]),
            float(place.rank), float(place.hits), *_words(seen, n, place), *_fits(seen.question, place),
            *_shape(seen.question, place), 1 - seen.share(seen.around[n]), float(ranks[n]),
        ])
    return np.array(rows, dtype=np.float64).reshape(len(rows), len(PLACE_FEATURES))


def answer_row(seen: Seen, scores: Numbers) -> Numbers:
    """The whole question in one row, given the score (probability) of each place. Shape (len(ANSWER_FEATURES),)."""
    order = np.argsort(-scores, kind="stable")
    top = [*(float(scores[n]) for n in order[:3]), 0.0, 0.0][:3]
    best = int(order[0])
    place, hits = seen.candidates.places[best], seen.candidates.hits
    hit_terms = terms_of(place.hit.passage.text)
    anywhere = frozenset().union(*(terms_of(hit.passage.text) for hit in hits))
    wanted = sorted(seen.weights.values(), reverse=True)
    shared = [weight for term, weight in seen.weights.items() if term in hit_terms]
    missing = [weight for term, weight in seen.weights.items() if term not in hit_terms]
    dense = sorted((hit.dense for hit in hits), reverse=True) + [0.0, 0.0]
    fits = _fits(seen.question, place)[0]
    around = max(_fits(seen.question, p)[0] for p in seen.candidates.places
                 if p.meeting.id == place.meeting.id and abs(p.utterance.i - place.utterance.i) <= 1)
    spread = standard(seen.alike)
    near = [float(scores[n]) for n, p in enumerate(seen.candidates.places)
            if p.meeting.id == place.meeting.id and abs(p.utterance.i - place.utterance.i) <= 2]
    return np.array([
        *top, top[0] - top[1], float(scores.sum()), float(seen.alike.max()), float(spread[best]),
        seen.share(seen.terms[best]), seen.share(seen.around[best]), seen.share(hit_terms), seen.share(anywhere),
        max(shared, default=0.0), sum(missing), max(missing, default=0.0),
        1 - seen.share(anywhere), fits, around, hits[0].score, dense[0], dense[0] - float(np.mean(dense[:-2] or [0])),
        dense[1], float(_crosses(seen.question, place)), float(len(wanted)), sum(near) / max(float(scores.sum()), 1e-9),
        float(sum(weight < max(wanted, default=0.0) for weight in wanted)),
    ], dtype=np.float64)


@lru_cache(maxsize=20_000)
def terms_of(text: str) -> frozenset[str]:
    """The terms of a text, remembered: neighbours and several questions ask for the same ones."""
    return frozenset(index_terms(text))


def standard(values: Numbers) -> Numbers:
    """In spreads above the mean; zeros where all are the same."""
    if not len(values):
        return values
    spread = float(values.std())
    return np.asarray((values - values.mean()) / spread if spread > 1e-9 else np.zeros(len(values)))


def _words(seen: Seen, n: int, place: Place) -> list[float]:
    earlier: frozenset[str] = frozenset().union(*(terms_of(u.text) for u in place.before))
    own = [weight for term, weight in seen.weights.items() if term in seen.terms[n]]
    number = any(term[0].isdigit() and term in seen.terms[n] for term in seen.weights)
    return [seen.share(seen.terms[n]), seen.share(seen.around[n]), seen.share(earlier), max(own, default=0.0),
            float(number)]


def _fits(question: Question, place: Place) -> list[float]:
    clean = normalise(place.utterance.text)
    found = {kind: kind in question.kinds and answers(kind, clean) for kind in Kind}
    any_fit = any(found.values())
    return [float(any_fit), float(Kind.WHAT not in question.kinds and not any_fit), float(found[Kind.NUMBER]),
            float(found[Kind.WHEN]), float(found[Kind.WHO]), float(found[Kind.WHY])]


def _shape(question: Question, place: Place) -> list[float]:
    text = place.utterance.text
    length = len(text) if is_japanese(text) else len(text) / 2.5
    new = any(c.isdigit() and c not in question.text for c in " ".join(terms_of(text)))
    asked_before = bool(place.before and is_question(place.before[-1].text))
    return [math.log1p(length), float(length < 12), float(is_question(text)), float(asked_before),
            float(_crosses(question, place)), float(new), float(_named(place.utterance.speaker, question)),
            float(any(_named(person.name, question) and person.name in text for person in place.meeting.attendees))]


def _crosses(question: Question, place: Place) -> bool:
    return (question.lang == "ja") != (place.meeting.lang == "ja")


def _named(name: str, question: Question) -> bool:
    return len(name) > 1 and normalise(name) in normalise(question.text)
