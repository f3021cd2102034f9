"""The built-in reader of customer feedback: no network, no key, the models that ship with the product."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Sequence
from functools import cached_property
from importlib.resources import files
from io import BytesIO

import numpy as np
import numpy.typing as npt

from assistant.feedback.grams import grams, hashed, plain
from assistant.feedback.matching import open_matcher
from assistant.feedback.meaning import Meaning, Rows
from assistant.feedback.moods import SENTIMENTS, URGENCIES, Mood
from assistant.feedback.orders import speaks_to_the_machine
from assistant.feedback.routing import Claim, Router, School
from assistant.feedback.splitting import Splitter
from assistant.feedback.trust import Trust
from assistant.feedback.units import Unit, sentences_of, units
from assistant.model import Organisation
from assistant.model.feedback import Example, Grounds, ReadPoint, Routed, Rule, Why
from assistant.ports.search import Embedder

_SCHOOLS_KEPT = 4

Arrays = dict[str, npt.NDArray[np.float32]]


class BuiltinFeedback:
    """Implements ``assistant.ports.feedback.FeedbackEngine``; any thread may call."""

    name = "builtin"

    def __init__(self, subjects: Embedder | None, sentences: Embedder) -> None:
        """``subjects`` must be the packaged E5 the weights were trained with, or None where it does not exist."""
        self._subjects, self._sentences = subjects, sentences
        self._schools: OrderedDict[int, School] = OrderedDict()
        self._lock = threading.Lock()

    def read(self, texts: Sequence[str], organisation: Organisation, examples: Sequence[Example] = (),
             rules: Sequence[Rule] = ()) -> list[list[ReadPoint]]:
        """The points of each text, in order. A text in which nothing is said to the company still gives one point for
        review, so that no message is ever out of sight; an empty text gives none."""
        spans = [self._spans(text) for text in texts]
        cut = [text[start:end] for text, found in zip(texts, spans, strict=True) for start, end, _ in found]
        routed = iter(self.route(cut, organisation, examples, rules))
        return [[_placed(next(routed), start, end, said) for start, end, said in found] for found in spans]

    def route(self, points: Sequence[str], organisation: Organisation, examples: Sequence[Example] = (),
              rules: Sequence[Rule] = ()) -> list[ReadPoint]:
        """Points that are already cut: each text is one."""
        if not points:
            return []
        rows = self._meaning.points(points)
        claims = self._claims(points, rows, organisation, examples)
        places = [hashed(grams(text)) for text in points]
        sentiments, urgencies = (mood.tell(places, rows) for mood in self._moods)
        return [
            ReadPoint(text, 0, len(text), claim.departments, claim.review, claim.why, sentiment, urgency)
            for text, claim, sentiment, urgency in
            zip(points, (_ruled(t, c, rules) for t, c in zip(points, claims, strict=True)), sentiments, urgencies,
                strict=True)
        ]

    def _claims(self, points: Sequence[str], rows: Rows, organisation: Organisation,
                examples: Sequence[Example]) -> list[Claim]:
        if not organisation.departments:
            return [Claim((), True, Why(Grounds.NOBODY))] * len(points)
        return self._router.route(points, rows, self._school(organisation, tuple(examples)))

    def _school(self, organisation: Organisation, examples: tuple[Example, ...]) -> School:
        """Remembered, so that a company's cards and corrections are learned once for as long as they stay the same."""
        key = hash((tuple((d.name, d.aliases, d.mission, d.responsibilities, d.goals)
                          for d in organisation.departments), examples))
        with self._lock:
            if key in self._schools:
                self._schools.move_to_end(key)
                return self._schools[key]
        school = self._router.school(organisation.departments, examples)
        with self._lock:
            self._schools[key] = school
            while len(self._schools) > _SCHOOLS_KEPT:
                self._schools.popitem(last=False)
        return school

    def _spans(self, text: str) -> list[tuple[int, int, bool]]:
        """The points as (start, end, whether anything is said there)."""
        parts = units(text)
        if not parts:
            return []
        ordered = _ordered_about(text, parts)
        spans = [(start, end, True) for start, end in self._splitter.split(text)
                 if not any(start < unit.end and unit.start < end for unit in ordered)]
        return spans or [(parts[0].start, parts[-1].end, False)]

    @cached_property
    def _arrays(self) -> Arrays:
        with np.load(BytesIO(files("assistant.feedback").joinpath("weights/reading.npz").read_bytes())) as stored:
            return {name: np.asarray(stored[name], np.float32) for name in stored.files}

    def _of(self, part: str) -> Arrays:
        return {name.removeprefix(f"{part}."): array for name, array in self._arrays.items()
                if name.startswith(f"{part}.")}

    @cached_property
    def _meaning(self) -> Meaning:
        return Meaning(self._subjects, self._sentences, self._of("centre"))

    @cached_property
    def _splitter(self) -> Splitter:
        return Splitter(**self._of("splitter"))

    @cached_property
    def _moods(self) -> tuple[Mood, Mood]:
        arrays = self._of("moods")
        return _mood("sentiment", SENTIMENTS, arrays), _mood("urgency", URGENCIES, arrays)

    @cached_property
    def _router(self) -> Router:
        trust = self._of("trust")
        return Router(self._meaning, open_matcher(self._of("matcher")), Trust(
            trust["centre"], trust["scale"], trust["weight"], float(trust["start"]), float(trust["auto_from"])))


def _mood(name: str, labels: tuple[str, ...], arrays: Arrays) -> Mood:
    return Mood(labels, arrays[f"{name}.meaning"], arrays[f"{name}.letters"], arrays[f"{name}.start"])


def _ordered_about(text: str, parts: list[Unit]) -> list[Unit]:
    """The units of every sentence that speaks to the machine instead of the company."""
    return [unit for sentence in sentences_of(text, parts)
            if speaks_to_the_machine(text[sentence[0].start: sentence[-1].end]) for unit in sentence]


def _placed(point: ReadPoint, start: int, end: int, said: bool) -> ReadPoint:
    review, why = (point.review, point.why) if said else (True, Why(Grounds.NOBODY))
    return ReadPoint(point.text, start, end, point.departments, review, why, point.sentiment, point.urgency)


def _ruled(text: str, claim: Claim, rules: Sequence[Rule]) -> Claim:
    """The first rule whose words stand in the point decides, whatever else was seen."""
    clean = plain(text)
    for rule in rules:
        words = tuple(word for word in rule.words if plain(word) in clean)
        if words:
            return Claim((Routed(rule.department, 1.0),), False, Why(Grounds.RULE, words))
    return claim
