"""Train the model that reads what each utterance does, from the conversations in ``training/conversations``.

    python -m training.train_minutes

Five-fold cross-validation by conversation gives the figures of the card, the probabilities' scale and the thresholds;
the weights are then fitted on everything. Takes a few minutes on two cores; embeddings are kept in ``.cache``.
"""

from __future__ import annotations

import json
import time
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import scipy.sparse
from sklearn.linear_model import LogisticRegression

from assistant.language.names import People
from assistant.minutes.features import BUCKETS, OFFSETS, Floats, Hashed, Talk, counted, dense, hashed
from assistant.minutes.spans import APART, peaks
from assistant.ports.search import Embedder
from training.cached import CACHE, CachedEmbedder
from training.conversation import Conversation, Label, read_all
from training.matching import Score, score
from training.noise import heard

WEIGHTS = Path(__file__).parents[1] / "assistant" / "minutes" / "weights" / "utterances.npz"
FIGURES = Path(__file__).parent / "cards" / "minutes.json"
# D are the utterances that settle a decision, O the one that opens it by proposing.
LABELS = ("D", "O", "A", "Q", "F", "C", "P", "X")
MOODS = ("positive", "negative", "urgent")
FOLDS = 5
LEAN = 0.8
DENSE_C, CUES_C, WORDS_C = 0.001, 0.01, 10.0


@dataclass(frozen=True)
class Sample:
    """Rows of every utterance of every conversation, the noisy copies last: ``meaning``, ``cues`` and ``words``; ``fold``
    of each row; ``spans`` says which rows a conversation has; figures count ``clean`` rows alone."""

    talks: list[Conversation]
    spans: list[slice]
    meaning: Floats
    cues: Floats
    words: Any
    fold: Any
    clean: Any
    marked: dict[str, Any]


def main() -> None:
    start = time.monotonic()
    embedder = CachedEmbedder(_packaged())
    sample = gather(read_all(), embedder)
    held_out = {mode: cross_validate(sample, mode) for mode in ("full", "words")}
    about: dict[str, Any] = {"labels": [*LABELS, *MOODS], "embedder": embedder.name, "scale": {}, "threshold": {}}
    figures: dict[str, Any] = {"conversations": len(sample.talks), "utterances": int(sample.clean.sum())}
    np.savez(CACHE.parent / "held_out.npz", **{f"{m}-{k}": v for m, per in held_out.items() for k, v in per.items()})
    for mode, logits in held_out.items():
        about["scale"][mode] = {label: _scale(sample, label, logits[label]) for label in logits}
        about["threshold"][mode], figures[mode] = choose_thresholds(sample, logits, about["scale"][mode])
    np.savez_compressed(WEIGHTS, about=json.dumps(about), **fit_all(sample))
    FIGURES.write_text(json.dumps(figures, indent=1) + "\n", "utf-8")
    print(json.dumps(figures, indent=1), f"{time.monotonic() - start:.0f} s")


def gather(conversations: list[Conversation], embedder: CachedEmbedder) -> Sample:
    """Everything the models learn from."""
    originals = len(conversations)
    conversations = [*conversations, *map(heard, conversations[::2])]
    talks = [talk_of(conversation) for conversation in conversations]
    vectors = [embedder.embed(list(talk.texts)) for talk in talks]
    embedder.save()
    ends = np.cumsum([0, *map(len, talks)])
    spans = [slice(int(a), int(b)) for a, b in pairwise(ends)]
    names = sorted({c.name for c in conversations}, key=lambda name: zlib.crc32(name.encode()))
    folds = {name: place % FOLDS for place, name in enumerate(names)}
    return Sample(
        conversations[:originals], spans[:originals], np.vstack([dense(t, v) for t, v in zip(talks, vectors, strict=True)]),
        np.vstack([counted(talk) for talk in talks]), scipy.sparse.vstack([_sparse(hashed(talk)) for talk in talks]).tocsr(),
        np.concatenate([np.full(len(c.utterances), folds[c.name]) for c in conversations]),
        np.arange(ends[-1]) < ends[originals],
        {label: np.concatenate([_rows(c, label) for c in conversations]) for label in (*LABELS, *MOODS)},
    )


def talk_of(conversation: Conversation) -> Talk:
    """A conversation as the model reads it."""
    people = People(conversation.people | conversation.absent, conversation.lang)
    return Talk(conversation.lang, [said.speaker for said in conversation.utterances],
                [said.text for said in conversation.utterances], conversation.date, people)


def items(conversation: Conversation, label: str) -> Sequence[Label]:
    """What is marked with ``label``."""
    following = [conversation.next_meeting] if conversation.next_meeting else []
    return {"D": conversation.decisions, "O": [Label(d.utterances[:1], d.text) for d in conversation.decisions],
            "A": conversation.actions, "Q": conversation.questions,
            "F": conversation.remarks, "C": conversation.done, "P": conversation.parked, "X": following,
            "positive": [r for r in conversation.remarks if r.sentiment == "positive"],
            "negative": [r for r in conversation.remarks if r.sentiment == "negative"],
            "urgent": [r for r in conversation.remarks if r.urgency == "high"]}[label]


def cross_validate(sample: Sample, mode: str) -> dict[str, Floats]:
    """Scores of every row by models that have not seen its conversation."""
    logits = {}
    for label in (*LABELS, *MOODS):
        out = np.zeros(len(sample.fold), np.float32)
        for fold in range(FOLDS):
            inside, outside = sample.fold != fold, sample.fold == fold
            for weights, bias, rows in _models(sample, label, mode, inside):
                out[outside] += np.asarray(rows[outside] @ weights) + bias
        logits[label] = out
        print(mode, label, flush=True)
    return logits


def choose_thresholds(sample: Sample, logits: dict[str, Floats], scale: dict[str, tuple[float, float]],
                      ) -> tuple[dict[str, dict[str, float]], dict[str, Any]]:
    """Per language and label a threshold somewhat under the one with the best F1 (averaged with its neighbours), since
    the model is less sure of companies it has not met; and the figures there."""
    chosen: dict[str, dict[str, float]] = {"ja": {}, "en": {}}
    figures: dict[str, Any] = {}
    for label in LABELS:
        slope, shift = scale[label]
        probability = 1 / (1 + np.exp(-(slope * logits[label] + shift)))
        for lang, taken in chosen.items():
            steps = np.arange(0.06, 0.9, 0.03)
            scored = [_scored(sample, label, lang, probability, step) for step in steps]
            smooth = np.convolve([s.f1 for s in scored], [0.25, 0.5, 0.25], "same")
            taken[label] = round(LEAN * float(steps[int(np.argmax(smooth))]), 3)
            there = _scored(sample, label, lang, probability, taken[label])
            figures[f"{label}-{lang}"] = {name: round(value, 3) for name, value in there._asdict().items()}
    return chosen, figures


def fit_all(sample: Sample) -> dict[str, Any]:
    """The weights over all conversations."""
    everything = np.ones(len(sample.fold), bool)
    out: dict[str, list[Any]] = {name: [] for name in ("dense", "dense_bias", "cues", "cues_bias", "words", "words_bias")}
    for label in (*LABELS, *MOODS):
        full, words = _models(sample, label, "full", everything)
        lean = next(_models(sample, label, "words", everything))
        for name, (weights, bias, _) in (("dense", full), ("words", words), ("cues", lean)):
            out[name].append(weights)
            out[f"{name}_bias"].append(bias)
    return {name: np.array(values, np.float16 if name == "words" else np.float32) for name, values in out.items()}


def _models(sample: Sample, label: str, mode: str, inside: Any) -> Iterator[tuple[Floats, float, Any]]:
    use = inside & sample.marked["F"] if label in MOODS else inside
    target = sample.marked[label][use]
    meaning, strength = (sample.meaning, DENSE_C) if mode == "full" else (sample.cues, CUES_C)
    mean, spread = meaning[use].mean(0), meaning[use].std(0) + 1e-3
    model = LogisticRegression(C=strength, max_iter=100, tol=1e-3, class_weight="balanced")
    model.fit((meaning[use] - mean) / spread, target)
    weights = (model.coef_[0] / spread).astype(np.float32)
    yield weights, float(model.intercept_[0] - weights @ mean), meaning
    words = LogisticRegression(C=WORDS_C, solver="liblinear", class_weight="balanced").fit(sample.words[use], target)
    yield words.coef_[0].astype(np.float32), float(words.intercept_[0]), sample.words


def _scale(sample: Sample, label: str, logits: Floats) -> tuple[float, float]:
    """Platt's two numbers: score → probability."""
    use = sample.clean & sample.marked["F"] if label in MOODS else sample.clean
    fitted = LogisticRegression(C=1e4).fit(logits[use, None], sample.marked[label][use])
    return float(fitted.coef_[0, 0]), float(fitted.intercept_[0])


def _scored(sample: Sample, label: str, lang: str, probability: Floats, threshold: float) -> Score:
    return score(([{i} for i in peaks(probability[span], threshold, APART.get(label, 3))],
                  [set(item.utterances) for item in items(talk, label)])
                 for talk, span in zip(sample.talks, sample.spans, strict=True) if talk.lang == lang)


def _rows(conversation: Conversation, label: str) -> Any:
    rows = np.zeros(len(conversation.utterances), bool)
    for item in items(conversation, label):
        rows[list((item.utterances[1:] or item.utterances) if label == "D" else item.utterances)] = True
    return rows


def _sparse(rows: Hashed) -> Any:
    shape = (len(rows.starts) - 1, BUCKETS * len(OFFSETS))
    return scipy.sparse.csr_matrix((rows.values, rows.columns, rows.starts), shape=shape)


def _packaged() -> Embedder:
    from vectorstore.embedders import PackagedEmbedder

    return PackagedEmbedder()


if __name__ == "__main__":
    main()
