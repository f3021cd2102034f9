"""The voices of a recording get their names from what is said.

A voice is named when a log-linear model over all one-to-one pairings of voices and names (some may stay without) gives
the pair enough probability: "next turn after 'Naomi, could you …?'" speaks for a pair, "says 'Naomi thinks …' itself"
against it, and what one voice is the others are not. Trained by ``python -m training.train_voices``
(``training/cards/voices.md``).
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np

from assistant.language.matching import Numbers, pairing_odds
from assistant.language.voice_case import Features, VoiceCase, case_of
from assistant.model import Attendee, Department, Person, Utterance

_NEVER = -40.0
_MOST_EVIDENCE = 5
_TELLING = 0.3


@dataclass(frozen=True, slots=True)
class VoiceName:
    """``name`` of a voice, 0..1 how sure, and the utterances that say so (ascending; empty when it is the one name
    that the other voices left over)."""

    name: str
    evidence: tuple[int, ...]
    confidence: float


@dataclass(frozen=True, slots=True)
class VoiceWeights:
    """``weights`` by feature; a pair is sure from ``sure_from``, one without evidence of its own from
    ``left_over_from``."""

    weights: Mapping[str, float]
    sure_from: float
    left_over_from: float


def name_voices(utterances: Sequence[Utterance], attendees: Sequence[Attendee], people: Sequence[Person], lang: str,
                departments: Sequence[Department] = ()) -> dict[str, VoiceName]:
    """Label → name, where it is sure. ``attendees`` may be empty: then the ``people`` who are spoken of are tried.

    No name is given twice, none that is not among ``attendees`` or ``people``, and none to a voice that speaks of its
    bearer as of somebody else in two places. ``lang`` is "ja" or "en".
    """
    case = case_of(utterances, attendees, people, departments)
    return named(case, voice_weights(lang)) if case.voices and case.names else {}


def named(case: VoiceCase, learned: VoiceWeights) -> dict[str, VoiceName]:
    """What is sure of a case."""
    odds = odds_of(case, learned.weights)
    sure: dict[str, VoiceName] = {}
    for v, voice in enumerate(case.voices):
        n = int(odds[v].argmax())
        evidence = evidence_of(case, learned.weights, voice, case.names[n])
        if (v, n) not in case.forbidden and odds[v, n] >= (learned.sure_from if evidence else learned.left_over_from):
            sure[voice] = VoiceName(case.names[n], evidence, round(float(odds[v, n]), 3))
    return _without_guesses(case, sure)


def odds_of(case: VoiceCase, weights: Mapping[str, float]) -> Numbers:
    """Probability of each pair, (voices, names)."""
    scores = np.array([[score(pair, weights) for pair in row] for row in case.pairs], dtype=float)
    for v, n in case.forbidden:
        scores[v, n] = _NEVER
    return pairing_odds(scores, np.array([score(alone, weights) for alone in case.alone]))[0]


def score(features: Features, weights: Mapping[str, float]) -> float:
    return sum(weights.get(kind, 0.0) * value for kind, value in features.items())


def evidence_of(case: VoiceCase, weights: Mapping[str, float], voice: str, name: str) -> tuple[int, ...]:
    """The utterances that speak most clearly for a pair."""
    told: dict[int, float] = defaultdict(float)
    for cue in case.cues:
        if (cue.voice, cue.name) == (voice, name):
            told[cue.i] += sum(weights.get(kind, 0.0) for kind in cue.kinds)
    best = sorted((i for i, weight in told.items() if weight >= _TELLING), key=lambda i: -told[i])
    return tuple(sorted(best[:_MOST_EVIDENCE]))


@cache
def voice_weights(lang: str) -> VoiceWeights:
    """The shipped weights of a language, read once."""
    stored = json.loads(files("assistant.language").joinpath("voices.json").read_text("utf-8"))
    return VoiceWeights(**stored["en" if lang == "en" else "ja"])


def _without_guesses(case: VoiceCase, sure: dict[str, VoiceName]) -> dict[str, VoiceName]:
    """A name left over counts only as the last one: as many voices as attendees, and every other voice named."""
    left_over = [voice for voice, found in sure.items() if not found.evidence]
    complete = len(case.voices) == case.listed == len(sure) and len(left_over) == 1
    return sure if complete else {voice: found for voice, found in sure.items() if found.evidence}
