"""Train the naming of voices: ``python -m training.train_voices``.

The names of the training conversations are hidden and predicted from the cues of ``assistant.language.voice_case`` by
a log-linear model over one-to-one pairings, one per language, with errors of recognition and separation simulated
(``training.voice_noise``). Judged by leaving conversations out; writes ``assistant/language/voices.json``.
``--judge`` prints the figures alone.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from assistant.language.matching import pairing_odds
from assistant.language.voice_case import VoiceCase, case_of
from assistant.language.voices import VoiceWeights, named
from training.conversation import Conversation, read_all
from training.voice_noise import Heard, hear

WEIGHTS = Path(__file__).parents[1] / "assistant" / "language" / "voices.json"
_COPIES = 5
_FOLDS = 8
_PENALTY = 1.0
_RARE = 4  # features of fewer conversations are left out
_PRECISION = 0.975 # what held-out parts must reach, above the 0.97 promised
_LOWEST = 0.85
_LEFT_OVER = 0.95
Array = npt.NDArray[np.float64]


Pairs = Sequence[tuple[Heard, VoiceCase]]
Learned = dict[str, dict[str, float]]  # language → feature → weight


@dataclass(frozen=True)
class Batch:
    """Hearings of one shape as numbers: ``pairs`` (hearings, voices, names, features), ``alone`` (hearings, voices,
    features), ``right`` (hearings, voices, names) 0 or 1."""

    pairs: Array
    alone: Array
    right: Array


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--judge", action="store_true", help="print the figures, write nothing")
    judge_only = parser.parse_args().judge
    conversations = read_all()
    pairs = hearings(conversations)
    held_out = cross_validate(pairs, [c.name for c in conversations])
    learned, stored = fit(pairs), {}
    for lang in ("ja", "en"):
        same = [judged for judged in held_out if judged[0].lang == lang]
        sure_from, left_over_from = thresholds(same)
        for kind in ("as written", "with errors"):
            print(lang, kind, report(same, sure_from, left_over_from, kind == "with errors"), flush=True)
        weights = {kind: rounded for kind, w in learned[lang].items() if (rounded := round(w, 3))}
        stored[lang] = {"weights": weights, "sure_from": sure_from, "left_over_from": left_over_from}
    if not judge_only:
        WEIGHTS.write_text(json.dumps(stored, ensure_ascii=False, indent=1, sort_keys=True) + "\n", "utf-8")


def hearings(conversations: Sequence[Conversation]) -> list[tuple[Heard, VoiceCase]]:
    """Each conversation as written and with errors, several times."""
    strangers = sorted({name for c in conversations for name in c.people})
    heard = [hear(c, seed, strangers, noise=seed > 0) for c in conversations for seed in range(_COPIES + 1)]
    return [(h, case) for h in heard if (case := case_of(h.utterances, h.attendees, h.people)).voices and case.names]


def fit(pairs: Pairs) -> Learned:
    """Weights by language and feature: the most likely true pairings. Each is a part that both languages share and
    the language's own part, with a penalty on the squares of both."""
    from scipy.optimize import minimize

    kinds = _kinds(pairs)
    batches = _batches(pairs, kinds)
    penalty = _PENALTY * (_COPIES + 1)

    def loss(weights: Array) -> tuple[float, Array]:
        total, slope = 0.5 * penalty * float(weights @ weights), penalty * weights
        for batch in batches:
            one, gradient = _likelihood(batch, weights)
            total, slope = total - one, slope - gradient
        return total, slope

    found = minimize(loss, np.zeros(len(kinds)), jac=True, method="L-BFGS-B", options={"maxiter": 80})
    flat = dict(zip(kinds, (float(w) for w in found.x), strict=True))
    common = {kind: w for kind, w in flat.items() if "@" not in kind}
    own = {lang: {kind.removesuffix(f"@{lang}"): w for kind, w in flat.items() if kind.endswith(f"@{lang}")}
           for lang in ("ja", "en")}
    return {lang: {kind: common.get(kind, 0.0) + w for kind, w in weights.items()} for lang, weights in own.items()}


def cross_validate(pairs: Pairs, names: Sequence[str]) -> list[tuple[Heard, VoiceCase, dict[str, float]]]:
    """Every hearing with weights learned without its conversation."""
    judged = []
    for fold in range(_FOLDS):
        out = set(names[fold::_FOLDS])
        weights = fit([pair for pair in pairs if pair[0].name not in out])
        judged += [(heard, case, weights[heard.lang]) for heard, case in pairs if heard.name in out]
    return judged


def thresholds(held_out: Sequence[tuple[Heard, VoiceCase, dict[str, float]]]) -> tuple[float, float]:
    """The lowest thresholds from which on held-out naming is right often enough."""
    sure = [(found.confidence, h.bearer(voice) == found.name, bool(found.evidence)) for h, case, weights in held_out
            for voice, found in named(case, VoiceWeights(weights, 0.5, 0.5)).items()]
    with_cues = _threshold([(p, right) for p, right, evidence in sure if evidence])
    return with_cues, max(_LEFT_OVER, _threshold([(p, right) for p, right, evidence in sure if not evidence]))


def _threshold(judged: Sequence[tuple[float, bool]]) -> float:
    for start in np.arange(_LOWEST, 1.0, 0.01):
        above = [right for p, right in judged if p >= start]
        if above and sum(above) >= _PRECISION * len(above):
            return round(float(start), 2)
    return 0.995


def report(held_out: Sequence[tuple[Heard, VoiceCase, dict[str, float]]], sure_from: float, left_over_from: float,
           noisy: bool) -> dict[str, Any]:
    """Precision of what is named; coverage of the voices that could be named, and of their utterances."""
    given = right = voices = said = said_right = 0
    for heard, case, weights in held_out:
        if heard.noisy != noisy:
            continue
        found = named(case, VoiceWeights(weights, sure_from, left_over_from))
        given += len(found)
        right += sum(heard.bearer(voice) == name.name for voice, name in found.items())
        voices += len(case.voices)
        said += len(heard.utterances)
        said_right += sum(u.speaker in found and found[u.speaker].name == true
                          for u, true in zip(heard.utterances, heard.truth, strict=True))
    return {"named": given, "precision": round(right / max(1, given), 3), "coverage": round(right / max(1, voices), 3),
            "utterances": round(said_right / max(1, said), 3), "sure_from": sure_from, "left_over_from": left_over_from}


def _kinds(pairs: Pairs) -> list[str]:
    """Features seen in enough conversations of a language ("kind@ja"), and those of both languages ("kind")."""
    seen: dict[str, set[str]] = {}
    for heard, case in pairs:
        for features in (*(f for row in case.pairs for f in row), *case.alone):
            for kind in features:
                seen.setdefault(f"{kind}@{heard.lang}", set()).add(heard.name)
    own = sorted(kind for kind, where in seen.items() if len(where) >= _RARE)
    return own + sorted({kind[:-3] for kind in own})


def _batches(pairs: Pairs, kinds: Sequence[str]) -> list[Batch]:
    column = {kind: k for k, kind in enumerate(kinds)}
    by_shape: dict[tuple[int, int], list[tuple[Heard, VoiceCase]]] = {}
    for heard, case in pairs:
        by_shape.setdefault((len(case.voices), len(case.names)), []).append((heard, case))
    return [_batch(same, column) for same in by_shape.values()]


def _batch(pairs: Pairs, column: dict[str, int]) -> Batch:
    count, (voices, names) = len(pairs), (len(pairs[0][1].voices), len(pairs[0][1].names))
    batch = Batch(np.zeros((count, voices, names, len(column))), np.zeros((count, voices, len(column))),
                  np.zeros((count, voices, names)))
    for place, (heard, case) in enumerate(pairs):
        for v in range(voices):
            for n in range(names):
                _fill(batch.pairs[place, v, n], case.pairs[v][n], heard.lang, column)
            _fill(batch.alone[place, v], case.alone[v], heard.lang, column)
        for v, n in enumerate(_right(heard, case)):
            if n >= 0:
                batch.right[place, v, n] = 1
    return batch


def _fill(row: Array, features: dict[str, float], lang: str, column: dict[str, int]) -> None:
    for kind, value in features.items():
        for known in {kind, f"{kind}@{lang}"} & column.keys():
            row[column[known]] = value


def _right(heard: Heard, case: VoiceCase) -> tuple[int, ...]:
    """The true pairing; of the parts of one split voice the longest bears the name."""
    length = {voice: sum(len(u.text) for u in heard.utterances if u.speaker == voice) for voice in case.voices}
    right = dict.fromkeys(case.voices, -1)
    taken: set[str] = set()
    for voice in sorted(case.voices, key=lambda voice: -length[voice]):
        bearer = heard.bearer(voice)
        if bearer in case.names and bearer not in taken:
            right[voice] = case.names.index(bearer)
            taken.add(bearer)
    return tuple(right.values())


def _likelihood(batch: Batch, weights: Array) -> tuple[float, Array]:
    """Log likelihood of the true pairings and its slope."""
    scores, alone = batch.pairs @ weights, batch.alone @ weights
    odds, totals = pairing_odds(scores, alone)
    solo, right_solo = 1 - odds.sum(axis=-1), 1 - batch.right.sum(axis=-1)
    true = float((scores * batch.right).sum() + (alone * right_solo).sum() - totals.sum())
    missing, missing_solo = (batch.right - odds).ravel(), (right_solo - solo).ravel()
    width = len(weights)
    return true, missing @ batch.pairs.reshape(-1, width) + missing_solo @ batch.alone.reshape(-1, width)


if __name__ == "__main__":
    main()
