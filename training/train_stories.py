"""Train the model that joins messages which tell of the same happening, from the customer voices.

    python -m training.train_stories

Pairs of a message and an earlier one of the same company are the samples; those of one story are the right ones. Real
customers write again about other things, which the voices hardly show: each pair of different happenings is therefore
taken once more as if it came from one customer. Eight-fold cross-validation by company gives the figures of the card
and the thresholds (precision 0.98 on companies not seen); the weights are then fitted on everything. About three
minutes for the embeddings of a first run, then one.
"""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import numpy.typing as npt

from assistant.feedback.callers import Caller
from assistant.feedback.happenings import MEASURES, Rarity, Told, bucket, measures, told
from assistant.feedback.stories import StoryFinder, StoryModel
from assistant.model.feedback import Channel, Message
from assistant.ports.search import Vectors
from training.cached import CACHE, CachedEmbedder
from training.customer_voices import VoicedCompany, read_companies
from vectorstore.embedders import PackagedEmbedder

WEIGHTS = Path(__file__).parents[1] / "assistant" / "feedback" / "weights" / "stories.npz"
FIGURES = Path(__file__).parent / "cards" / "stories.json"
FOLDS = 8
PRECISION = 0.98
MADE_UP_WEIGHT = 0.1
"""Of a pair of different happenings taken as if it came from one customer: about as often as real customers do it."""

CHANNELS = {"email": Channel.EMAIL, "form": Channel.FORM, "phone": Channel.PHONE, "review": Channel.REVIEW,
            "sns": Channel.SOCIAL}
Floats = npt.NDArray[np.float64]
MODES = ("meaning", "words")
_WITHOUT = np.array(["meaning" not in name for name in MEASURES], dtype=float)


@dataclass(frozen=True)
class Sample:
    """One company: its messages in order of time with their vectors, and the measures of its pairs; the made-up ones
    are weighed less."""

    messages: list[Message]
    vectors: Vectors
    rows: Floats
    right: npt.NDArray[np.bool_]
    weight: Floats
    terms: Counter[int]


def main() -> None:
    companies = read_companies()
    messages = [ordered(company) for company in companies]
    embedder = CachedEmbedder(PackagedEmbedder(), CACHE / "stories")
    vectors = [embedder.embed([m.text for m in own]) for own in messages]
    embedder.save()
    mean = np.concatenate(vectors).mean(axis=0)
    samples = sampled(messages, vectors, StoryModel({}, {}, {}, 0, mean))
    figures: dict[str, Any] = {"companies": len(samples), "messages": sum(len(s.messages) for s in samples)}
    least: dict[str, float] = {}
    for mode in MODES:
        least[mode], figures[mode] = threshold(held_out(samples, mode, mean), samples)
    taught = everything(samples)
    stored = {mode: fitted(samples, mode).astype(np.float32) for mode in MODES}
    about = {"measures": MEASURES, "least": least, "messages": figures["messages"], "embedder": embedder.name}
    np.savez_compressed(WEIGHTS, about=json.dumps(about), mean=mean.astype(np.float16), **stored,  # type: ignore[arg-type]
                        buckets=np.array(list(taught), np.uint16), counts=np.array(list(taught.values()), np.uint16))
    FIGURES.write_text(json.dumps(figures, indent=1) + "\n", "utf-8")
    print(json.dumps(figures, indent=1))


def ordered(company: VoicedCompany) -> list[Message]:
    """The messages as they came in; ``story`` is the number of the story's first message."""
    return [Message(id=str(m.number), key="", text=m.text, date=m.date, lang=company.lang, customer=m.customer,
                    channel=CHANNELS[m.channel], story=str(m.story))
            for m in sorted(company.messages, key=lambda m: (m.date, m.number))]


def sampled(messages: Sequence[list[Message]], vectors: Sequence[Vectors], model: StoryModel) -> list[Sample]:
    """The pairs of every company, the rarity of terms learned from the others."""
    made = [[told(m, model.centred(v)) for m, v in zip(own, rows, strict=True)]
            for own, rows in zip(messages, vectors, strict=True)]
    terms = [Counter(b for t in own for b in {bucket(term) for term in t.terms}) for own in made]
    total = sum(terms, Counter[int]())
    of = sum(map(len, messages))
    found = []
    for n, own in enumerate(made):
        rarity = Rarity(total - terms[n], of - len(own))
        for one in own:
            rarity.add(one.terms)
        rows, right, weight = zip(*pairs(own, rarity, Random(n)), strict=True)
        found.append(Sample(messages[n], vectors[n], np.array(rows), np.array(right), np.array(weight), terms[n]))
    return found


def pairs(own: Sequence[Told], rarity: Rarity, chance: Random) -> Iterator[tuple[list[float], bool, float]]:
    """Each message with each earlier one, and once more as from one customer where they tell of different things."""
    for n, new in enumerate(own):
        for old in own[:n]:
            right = new.message.story == old.message.story
            yield measures(new, old, rarity), right, 1.0
            if not right and old.caller.names:
                yield measures(as_from(new, old.caller, chance), old, rarity), False, MADE_UP_WEIGHT


def as_from(new: Told, customer: Caller, chance: Random) -> Told:
    """The message as if that customer, a relative, or somebody who names the customer had written it."""
    which = chance.random()
    if which < 0.5:
        return replace(new, caller=customer)
    name = customer.names[-1]
    if which < 0.8:
        return replace(new, caller=Caller((name, "zoe") if name.isascii() else (f"{name}子",), False))
    return replace(new, written=f"{new.written} {name.capitalize()}です")


def fitted(samples: Sequence[Sample], mode: str) -> Floats:
    """Weights of the measures, then the constant."""
    from sklearn.linear_model import LogisticRegression

    rows = np.concatenate([s.rows for s in samples]) * (1 if mode == "meaning" else _WITHOUT)
    model = LogisticRegression(max_iter=3000).fit(rows, np.concatenate([s.right for s in samples]),
                                                  sample_weight=np.concatenate([s.weight for s in samples]))
    return np.append(model.coef_[0], model.intercept_)


def everything(samples: Sequence[Sample]) -> Counter[int]:
    """How many messages hold a term of each bucket; once is not worth its place."""
    total = sum((s.terms for s in samples), Counter[int]())
    return Counter({b: n for b, n in total.items() if n > 1})


def held_out(samples: Sequence[Sample], mode: str, mean: Vectors) -> list[tuple[float, bool]]:
    """(logit, right) of every join that the finder would propose at all, by models that have not seen the company."""
    found: list[tuple[float, bool]] = []
    for fold in range(FOLDS):
        rest = [s for n, s in enumerate(samples) if n % FOLDS != fold]
        taught = everything(rest)
        model = StoryModel(dict.fromkeys(MODES, fitted(rest, mode)), dict.fromkeys(MODES, -20.0), taught,
                           sum(len(s.messages) for s in rest), mean)
        for sample in samples[fold::FOLDS]:
            found += proposals(sample, model, mode)
    return found


def proposals(sample: Sample, model: StoryModel, mode: str) -> Iterator[tuple[float, bool]]:
    finder = StoryFinder(model=model)
    for message, row in zip(sample.messages, sample.vectors, strict=True):
        vector = row if mode == "meaning" else None
        if story := finder.find(message, vector):
            yield math.log(story.sure / max(1e-12, 1 - story.sure)), story.first_id == message.story
        finder.add(message, vector)


def threshold(found: Sequence[tuple[float, bool]], samples: Sequence[Sample]) -> tuple[float, dict[str, float]]:
    """The least logit at which joins are right often enough, and the figures there."""
    ranked = sorted(found, reverse=True)
    right = np.cumsum([r for _, r in ranked])
    enough = np.nonzero(right / np.arange(1, len(ranked) + 1) >= PRECISION)[0]
    last = int(enough[-1])
    told_again = sum(m.story != m.id for s in samples for m in s.messages)
    return ranked[last][0], {"joined": last + 1, "right": int(right[last]), "precision": round(right[last] / (last + 1), 3),
                             "told_again": told_again, "recall": round(right[last] / told_again, 3)}


if __name__ == "__main__":
    main()
