"""The learned model: what each utterance of a talk does, as probabilities.

Two linear models a label, one over meaning (embeddings and cues), one over words; their scores are added and made
probabilities by two numbers fitted on held-out conversations. Weights come from ``training/train_minutes.py``; only
numpy is needed to read with them.
"""

from __future__ import annotations

import io
import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np

from assistant.minutes.features import Floats, Hashed, Talk, counted, dense, hashed

WEIGHTS = "utterances.npz"


@dataclass(frozen=True, slots=True)
class Weights:
    """``dense`` (labels, columns) and ``dense_bias``; ``words`` (labels, 3 x buckets) and ``words_bias``; ``cues`` and
    ``cues_bias`` stand in for dense where there is no embedder. ``scale`` holds per mode ("full", "words") and label
    the slope and shift of the probability, ``threshold`` per mode and language where a label is taken."""

    labels: tuple[str, ...]
    embedder: str
    dense: Floats
    dense_bias: Floats
    cues: Floats
    cues_bias: Floats
    words: Floats
    words_bias: Floats
    scale: dict[str, dict[str, tuple[float, float]]]
    threshold: dict[str, dict[str, dict[str, float]]]


@dataclass(frozen=True, slots=True)
class Reading:
    """Per label the probability of each utterance, and from where on it counts. ``mode`` is "full" or "words"."""

    probability: dict[str, Floats]
    threshold: dict[str, float]
    mode: str


@cache
def weights() -> Weights:
    """The weights the product ships with."""
    stored = np.load(io.BytesIO(files("assistant.minutes").joinpath("weights", WEIGHTS).read_bytes()))
    about = json.loads(str(stored["about"]))
    arrays = {name: stored[name].astype(np.float32) for name in
              ("dense", "dense_bias", "cues", "cues_bias", "words", "words_bias")}
    scale = {mode: {label: (values[0], values[1]) for label, values in per.items()}
             for mode, per in about["scale"].items()}
    return Weights(labels=tuple(about["labels"]), embedder=about["embedder"], scale=scale,
                   threshold=about["threshold"], **arrays)


def fits(embedder_name: str) -> bool:
    """Whether the model was trained on the vectors of this embedder."""
    return embedder_name.rsplit("-", 1)[0] == weights().embedder.rsplit("-", 1)[0]


def read(talk: Talk, vectors: Floats | None) -> Reading:
    """What each utterance does. ``vectors`` (utterances, dimension), None to go by words alone."""
    known = weights()
    mode = "words" if vectors is None else "full"
    logits = scores(talk, vectors, known)
    probability = {}
    for n, label in enumerate(known.labels):
        slope, shift = known.scale[mode][label]
        probability[label] = (1 / (1 + np.exp(-(slope * logits[:, n] + shift)))).astype(np.float32)
    return Reading(probability, known.threshold[mode][talk.lang], mode)


def scores(talk: Talk, vectors: Floats | None, known: Weights) -> Floats:
    """The two models' scores added, (utterances, labels)."""
    if vectors is None:
        meaning = counted(talk) @ known.cues.T + known.cues_bias
    else:
        meaning = dense(talk, vectors) @ known.dense.T + known.dense_bias
    words: Floats = meaning + _words(hashed(talk), known)
    return words


def _words(rows: Hashed, known: Weights) -> Floats:
    count = len(rows.starts) - 1
    out = np.tile(known.words_bias, (count, 1)).astype(np.float32)
    for i in range(count):
        span = slice(rows.starts[i], rows.starts[i + 1])
        out[i] += known.words[:, rows.columns[span]] @ rows.values[span]
    return out
