"""Whether the records tell: a question and everything found for it in one row of numbers."""

from __future__ import annotations

import numpy as np

from assistant.answers.features import Numbers, Seen, crosses, holds, measure, standard, terms_of

ANSWER_FEATURES = (
    "best", "second", "third", "margin", "mass", "compact", "fits", "fits_around", "alike", "alike_spread",
    "hit_score", "hit_alike", "hit_alike_second", "hit_alike_margin", "other_language", "other_alike", "terms",
    "shared", "around", "shared_hit", "anywhere", "missing_weight", "missing_rarest", "missing_anywhere", "odds",
    "measured", "unmeasured", "measured_mass", "fits_mass", "counted_missing",
)
OTHER_LANGUAGE = ANSWER_FEATURES.index("other_language")


def answer_row(seen: Seen, scores: Numbers) -> Numbers:
    """``scores``: the probability of each place. Shape (len(ANSWER_FEATURES),). What words share says nothing across
    languages and is 0 there."""
    places = seen.candidates.places
    order = np.argsort(-scores, kind="stable")
    best = int(order[0])
    top = [*(float(scores[n]) for n in order[:3]), 0.0, 0.0][:3]
    near = [n for n, p in enumerate(places)
            if p.meeting.id == places[best].meeting.id and abs(p.utterance.i - places[best].utterance.i) <= 2]
    mass = float(scores.sum())
    fits_around = max(holds(seen.question, places[n]) for n in near)
    other = crosses(seen.question, places[best])
    return np.array([
        *top, top[0] - top[1], mass, float(scores[near].sum()) / max(mass, 1e-9), holds(seen.question, places[best]),
        fits_around, *_meaning(seen, best), other, other * float(seen.alike.max()), float(len(seen.weights)),
        *([0.0] * 7 if other else _words(seen, best)), float(np.log((top[0] + 1e-3) / (1 - top[0] + 1e-3))),
        *_measures(seen, best, scores),
    ], dtype=np.float64)


def _measures(seen: Seen, best: int, scores: Numbers) -> list[float]:
    """Whether the best place, and how much of all probability, holds a number of the unit asked for."""
    places = seen.candidates.places
    fits, misses = measure(seen.question, places[best])
    measured = sum(measure(seen.question, place)[0] * float(score) for place, score in zip(places, scores, strict=True))
    held = sum(holds(seen.question, place) * float(score) for place, score in zip(places, scores, strict=True))
    passage = terms_of(places[best].hit.passage.text)
    counted_missing = float(bool(seen.question.counted) and not seen.question.counted & passage)
    return [fits, misses, measured, held, counted_missing * (1 - crosses(seen.question, places[best]))]


def _meaning(seen: Seen, best: int) -> list[float]:
    hits = seen.candidates.hits
    dense = [*sorted((hit.dense for hit in hits), reverse=True), 0.0]
    mean = float(np.mean([hit.dense for hit in hits]))
    return [float(seen.alike.max()), float(standard(seen.alike)[best]), hits[0].score, dense[0], dense[1],
            dense[0] - mean]


def _words(seen: Seen, best: int) -> list[float]:
    """Which of the question's words stand at the best place, around it, in its passage, and anywhere."""
    passage = terms_of(seen.candidates.places[best].hit.passage.text)
    anywhere: frozenset[str] = frozenset().union(*(terms_of(hit.passage.text) for hit in seen.candidates.hits))
    missing = [weight for term, weight in seen.weights.items() if term not in passage]
    return [float(seen.shared[best]), float(seen.around[best]), seen.share(passage), seen.share(anywhere),
            sum(missing), max(missing, default=0.0), 1 - seen.share(anywhere)]
