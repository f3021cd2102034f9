"""A question and a place in numbers: how alike they are, which words they share, whether the talk just before was
about it, whether the place holds what is asked for. The names are the columns; training uses this very code."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from assistant.answers.asking import Kind, Question, answers, is_question, measured
from assistant.answers.places import Candidates, Place
from assistant.language.terms import index_terms, is_japanese, normalise

Numbers = npt.NDArray[np.float64]

PLACE_FEATURES = (
    "alike", "alike_spread", "alike_below_best", "shared", "shared_spread", "shared_below_best", "around",
    "around_spread", "earlier", "rarest", "same_number", "topic", "topic_1_before", "topic_2_before", "topic_3_before",
    "topic_before", "topic_after", "topic_below_best", "topic_before_below_best", "hit_score", "hit_alike", "hit_rank",
    "hit_near", "hit_below_best", "support", "support_spread", "support_below_best", "fits", "fits_not",
    "fits_number", "fits_when", "fits_who", "fits_why", "fits_topic", "fits_topic_before",
    "fits_not_topic", "fits_not_topic_before", "new_number", "new_number_topic", "new_number_topic_before", "reply",
    "reply_topic", "fits_reply", "fits_reply_topic", "asks", "asks_topic", "asks_unfit", "open_topic",
    "open_topic_before", "open_reply_topic", "length", "short", "other_language", "names_speaker", "names_named",
    "measured", "unmeasured", "measured_topic", "measured_topic_before", "counted", "uncounted",
)
_FAR = -2.0
"""How much to the topic an utterance is that is not among the candidates."""


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
    """Everything measured once for a question; arrays have one entry a place. ``topic``: how much an utterance is
    about the question's matter, by meaning and words, in spreads."""

    question: Question
    candidates: Candidates
    weights: dict[str, float]
    alike: Numbers
    shared: Numbers
    around: Numbers
    topic: Numbers

    def share(self, terms: frozenset[str]) -> float:
        """Which part of the question's weight these terms hold, 0..1."""
        return _share(self.weights, terms)


def look(question: Question, candidates: Candidates, alike: Numbers, rarity: Rarity) -> Seen:
    """``alike``: the cosine of question and utterance, one for each place, zeros where there is no embedder."""
    weights = rarity.weights(question.terms)
    own = [terms_of(place.utterance.text) for place in candidates.places]
    around = [terms.union(*(terms_of(u.text) for u in (*place.before[-1:], *place.after[:1])))
              for terms, place in zip(own, candidates.places, strict=True)]
    shared = np.array([_share(weights, terms) for terms in own])
    return Seen(question, candidates, weights, alike, shared, np.array([_share(weights, terms) for terms in around]),
                standard(alike) + standard(shared))


def place_rows(seen: Seen) -> Numbers:
    """Shape (places, len(PLACE_FEATURES))."""
    alike, shared, around = standard(seen.alike), standard(seen.shared), standard(seen.around)
    hit_alike = standard(np.array([place.hit.dense for place in seen.candidates.places]))
    support = standard(np.array([place.support for place in seen.candidates.places]))
    supported = max(place.support for place in seen.candidates.places)
    best_hit = max(hit.dense for hit in seen.candidates.hits)
    near = _Neighbours(seen)
    best_before = max((max(near.before(n)) for n in range(len(alike))), default=0.0)
    rows = []
    for n, place in enumerate(seen.candidates.places):
        topic, before = float(seen.topic[n]), near.before(n)
        rows.append([
            seen.alike[n], alike[n], seen.alike[n] - seen.alike.max(), seen.shared[n], shared[n],
            seen.shared[n] - seen.shared.max(), seen.around[n], around[n], *_words(seen, place),
            topic, *before, max(before), near.after(n), topic - seen.topic.max(), max(before) - best_before,
            place.hit.score, hit_alike[n], place.rank, 1 / (1 + place.rank), place.hit.dense - best_hit, place.support,
            support[n], place.support - supported,
            *_fits(seen.question, place, topic, before), *_shape(seen.question, place),
            *_measures(seen.question, place, topic, max(before)),
        ])
    return np.array(rows, dtype=np.float64).reshape(len(rows), len(PLACE_FEATURES))


def standard(values: Numbers) -> Numbers:
    """In spreads above the mean; zeros where all are the same."""
    if not len(values):
        return values
    spread = float(values.std())
    return np.asarray((values - values.mean()) / spread if spread > 1e-9 else np.zeros(len(values)))


@lru_cache(maxsize=20_000)
def terms_of(text: str) -> frozenset[str]:
    """The terms of a text, remembered: neighbours and several questions ask for the same ones."""
    return frozenset(index_terms(text))


def holds(question: Question, place: Place) -> float:
    """1 where the utterance holds the kind of thing that is asked for."""
    clean = normalise(place.utterance.text)
    return float(any(answers(kind, clean) for kind in question.kinds))


def crosses(question: Question, place: Place) -> float:
    """1 where question and meeting are in two languages."""
    return float((question.lang == "ja") != (place.meeting.lang == "ja"))


class _Neighbours:
    """How much to the topic the utterances before and after a place are."""

    def __init__(self, seen: Seen) -> None:
        self._places = seen.candidates.places
        self._topic = {place.key: float(topic) for place, topic in zip(self._places, seen.topic, strict=True)}

    def before(self, n: int) -> list[float]:
        """Of the three utterances before, the nearest first."""
        return [self._at(n, -step) for step in (1, 2, 3)]

    def after(self, n: int) -> float:
        return self._at(n, 1)

    def _at(self, n: int, step: int) -> float:
        place = self._places[n]
        return self._topic.get((place.meeting.id, place.utterance.i + step), _FAR)


def _share(weights: Mapping[str, float], terms: frozenset[str]) -> float:
    return sum(weight for term, weight in weights.items() if term in terms) / (sum(weights.values()) or 1.0)


def _words(seen: Seen, place: Place) -> list[float]:
    own = terms_of(place.utterance.text)
    earlier: frozenset[str] = frozenset().union(*(terms_of(u.text) for u in place.before))
    held = [weight for term, weight in seen.weights.items() if term in own]
    return [seen.share(earlier), max(held, default=0.0), float(any(t[0].isdigit() and t in own for t in seen.weights))]


def _fits(question: Question, place: Place, topic: float, before: Sequence[float]) -> list[float]:
    """Whether the utterance holds what is asked for, and that together with what the talk was about just before."""
    clean, near = normalise(place.utterance.text), max(before)
    found = {kind: float(kind in question.kinds and answers(kind, clean)) for kind in Kind}
    open_ = float(Kind.WHAT in question.kinds)
    fits = max(found.values())
    unfit = (1 - fits) * (1 - open_)
    new = float(Kind.NUMBER in question.kinds and _new_number(question, place))
    asks, asked = is_question(place.utterance.text), bool(place.before and is_question(place.before[-1].text))
    reply = float(asked and not asks)
    return [
        fits, unfit, found[Kind.NUMBER], found[Kind.WHEN], found[Kind.WHO], found[Kind.WHY], fits * topic, fits * near,
        unfit * topic, unfit * near, new, new * topic, new * near, reply, reply * before[0], fits * reply,
        fits * reply * before[0], float(asks), asks * topic, asks * unfit, open_ * topic, open_ * near,
        open_ * reply * before[0],
    ]


def _measures(question: Question, place: Place, topic: float, near: float) -> list[float]:
    """Whether a number with the very unit stands there, and what "how many" counts around it."""
    fits, misses = measure(question, place)
    around = terms_of(place.utterance.text).union(*(terms_of(u.text) for u in place.before))
    counted = float(bool(question.counted & around))
    return [fits, misses, fits * topic, fits * near, counted, float(bool(question.counted)) - counted]


def measure(question: Question, place: Place) -> tuple[float, float]:
    """(1, 0) where the utterance holds a number with the unit asked for, (0, 1) where it does not, (0, 0) where the
    question asks for no unit."""
    if question.measure is None:
        return 0.0, 0.0
    fits = float(measured(question, normalise(place.utterance.text)))
    return fits, 1 - fits


def _shape(question: Question, place: Place) -> list[float]:
    text = place.utterance.text
    length = len(text) if is_japanese(text) else len(text) / 2.5
    named = any(_named(person.name, question) and person.name in text for person in place.meeting.attendees)
    return [math.log1p(length), float(length < 12), crosses(question, place),
            float(_named(place.utterance.speaker, question)), float(named)]


def _new_number(question: Question, place: Place) -> bool:
    return any(c.isdigit() and c not in question.text for c in "".join(terms_of(place.utterance.text)))


def _named(name: str, question: Question) -> bool:
    return len(name) > 1 and normalise(name) in normalise(question.text)
