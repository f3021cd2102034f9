"""The same happening told twice: by mail, on the telephone, in a review.

A message is joined to an earlier one when a small model, trained on the customer voices in ``training/feedback``
(``python -m training.train_stories``; figures in ``training/cards/stories.json``), is sure enough of it: the threshold
is set for a precision of 0.97 on companies the model has not seen. Two customers with the same kind of trouble are two
stories, however alike their words: where the customers differ, only a shared number of an order joins them.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from itertools import zip_longest

import numpy as np
import numpy.typing as npt

from assistant.feedback.callers import Same, relation
from assistant.feedback.happenings import MEASURES, Rarity, Told, measures, told
from assistant.feedback.telling import why
from assistant.model.feedback import Message
from assistant.ports.search import Vectors

MOST_CANDIDATES = 60
NEAREST = 8
RAREST_TERMS = 10
MOST_HOLDERS = 40
"""A term that more messages than this hold leads to nobody."""

LONGEST_APART_DAYS = 180
SEEN_NAMES = 3
"""Messages of a name before it counts as a common one, which says less."""

LEAST_SHARED = 22.0
"""Rarity that two messages without names must share, as a sum over terms: three words hardly anybody else uses."""


@dataclass(frozen=True, slots=True)
class Story:
    """``first_id``: the story's first message; ``like``: the message of it that is told again; ``why``: what shows it,
    in words; ``sure``: the model's probability."""

    first_id: str
    like: str
    why: str
    sure: float


@dataclass(frozen=True)
class StoryModel:
    """Logistic weights over ``MEASURES``, once with vectors and once without, their thresholds, the taught rarity of
    terms, and the mean vector of messages (e5's vectors all point one way; what is left without it tells texts
    apart)."""

    weights: Mapping[str, npt.NDArray[np.float64]]
    least: Mapping[str, float]
    taught: Mapping[int, int]
    taught_of: int
    mean: Vectors

    def logit(self, values: Sequence[float], with_meaning: bool) -> float:
        weights = self.weights["meaning" if with_meaning else "words"]
        return float(np.dot(weights[:-1], values) + weights[-1])

    def centred(self, vector: Vectors | None) -> Vectors | None:
        """The unit vector without what all messages have in common; None for another embedder's length."""
        if vector is None or vector.shape != self.mean.shape:
            return None
        rest = vector - self.mean
        return np.asarray(rest / max(1e-9, float(np.linalg.norm(rest))), dtype=np.float32)


@cache
def shipped() -> StoryModel:
    """The weights in the package."""
    with (files(__package__) / "weights" / "stories.npz").open("rb") as file, np.load(file) as stored:
        about = json.loads(str(stored["about"]))
        if about["measures"] != list(MEASURES):
            raise ValueError("stories.npz was trained for other measures: python -m training.train_stories")
        taught = dict(zip(stored["buckets"].tolist(), stored["counts"].tolist(), strict=True))
        weights = {mode: stored[mode].astype(np.float64) for mode in ("meaning", "words")}
        return StoryModel(weights, about["least"], taught, about["messages"], stored["mean"].astype(np.float32))


class StoryFinder:
    """Messages by whom they are from and by their rare terms, so that each new one is compared with a few only.

    ``vectors``: one row a message, or None. Ten thousand messages take seconds and some 200 MB.
    """

    def __init__(self, messages: Iterable[Message] = (), vectors: Vectors | None = None,
                 model: StoryModel | None = None) -> None:
        self._model = model or shipped()
        self._rarity = Rarity(self._model.taught, self._model.taught_of)
        self._told: list[Told] = []
        self._last: Told | None = None
        self._by_name: dict[str, list[int]] = defaultdict(list)
        self._by_term: dict[str, list[int]] = defaultdict(list)
        self._matrix: Vectors = np.zeros((0, len(self._model.mean)), np.float32)
        for message, vector in zip_longest(messages, vectors if vectors is not None else ()):
            self.add(message, vector)

    def add(self, message: Message, vector: Vectors | None = None) -> None:
        """Let later messages be compared with this one."""
        self._add(self._read(message, vector))

    def find(self, message: Message, vector: Vectors | None = None, lang: str = "ja") -> Story | None:
        """The story a message belongs to, among those added; ``why`` in ``lang``."""
        new = self._read(message, vector)
        best = max(((self._logit(new, old), n) for n, old in self._candidates(new)), default=None)
        if best is None or best[0] < 0:
            return None
        old = self._told[best[1]]
        with_meaning = new.vector is not None and old.vector is not None
        sure = 1 / (1 + np.exp(-best[0] - self._model.least["meaning" if with_meaning else "words"]))
        return Story(old.message.story or old.message.id, old.message.id, why(new, old, self._rarity, lang), float(sure))

    def _read(self, message: Message, vector: Vectors | None) -> Told:
        """A message is mostly looked for and then added: it is read once."""
        if self._last is None or self._last.message.id != message.id or self._last.message.text != message.text:
            self._last = told(message, self._model.centred(vector))
        return replace(self._last, message=message)

    def _add(self, new: Told) -> None:
        n = len(self._told)
        self._told.append(new)
        self._rarity.add(new.terms)
        for token in new.caller.tokens:
            self._by_name[token].append(n)
        for term in new.terms:
            if len(self._by_term[term]) <= MOST_HOLDERS:
                self._by_term[term].append(n)
        if n >= len(self._matrix):
            room = np.zeros((max(64, 2 * n), self._matrix.shape[1]), np.float32)
            room[:n] = self._matrix[:n]
            self._matrix = room
        if new.vector is not None:
            self._matrix[n] = new.vector

    def _candidates(self, new: Told) -> Iterator[tuple[int, Told]]:
        named = [n for token in new.caller.tokens for n in self._by_name.get(token, ())[-MOST_CANDIDATES:]]
        rare = sorted((t for t in new.terms if 0 < len(self._by_term.get(t, ())) <= MOST_HOLDERS),
                      key=lambda t: (len(self._by_term[t]), t))[:RAREST_TERMS]
        found = dict.fromkeys([*named, *self._nearest(new), *(n for term in rare for n in self._by_term[term])])
        for n in list(found)[:MOST_CANDIDATES * 2]:
            old = self._told[n]
            if old.message.id != new.message.id and _in_reach(new, old):
                yield n, old

    def _nearest(self, new: Told) -> list[int]:
        if new.vector is None or not self._told:
            return []
        alike = self._matrix[: len(self._told)] @ new.vector
        return [int(n) for n in np.argsort(-alike)[:NEAREST]]

    def _logit(self, new: Told, old: Told) -> float:
        """Above 0: sure enough. Minus infinity where the rules of precision forbid it."""
        same = relation(new.caller, new.written, old.caller, old.written)[0]
        if not self._may_join(new, old, same):
            return -np.inf
        with_meaning = new.vector is not None and old.vector is not None
        logit = self._model.logit(measures(new, old, self._rarity), with_meaning)
        if same in (Same.PART, Same.TOLD):
            logit -= np.log(max(1.0, self._common(new, old) / SEEN_NAMES))
        return logit - self._model.least["meaning" if with_meaning else "words"]

    def _may_join(self, new: Told, old: Told, same: Same) -> bool:
        if new.other_matter or not (new.again or new.terms & old.terms):
            return False
        if same is Same.UNKNOWN:
            return sum(self._rarity(term) for term in new.terms & old.terms) >= LEAST_SHARED
        return same is not Same.OTHER or bool(new.codes & old.codes)

    def _common(self, new: Told, old: Told) -> int:
        """How many messages carry the commonest of the shared names."""
        shared = set(new.caller.tokens) & set(old.caller.tokens)
        return max((len(self._by_name.get(token, ())) for token in shared), default=1)


def find_story(message: Message, earlier: Sequence[Message], vector: Vectors | None = None,
               vectors: Vectors | None = None, lang: str = "ja") -> Story | None:
    """The story a message belongs to among ``earlier`` ones; for many messages keep one ``StoryFinder``."""
    return StoryFinder(earlier, vectors).find(message, vector, lang)


def _in_reach(new: Told, old: Told) -> bool:
    days = (new.message.date - old.message.date).days
    return -1 <= days <= LONGEST_APART_DAYS
