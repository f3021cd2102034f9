"""From points to departments: the matcher's scores, moved by what people settled, told with an honest confidence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from assistant.feedback.cards import Cards, read_cards
from assistant.feedback.chances import softmax
from assistant.feedback.learning import Lesson, learn, settled
from assistant.feedback.matching import Matcher
from assistant.feedback.meaning import Meaning, Rows
from assistant.feedback.trust import Trust, look
from assistant.model import Department
from assistant.model.feedback import Example, Grounds, Routed, Why

MOST_EXAMPLES = 3000
"""The newest settled points that are learned from."""

_GUESSES = 3
_INFORMED_FROM = 0.3
_ALIKE_FROM = 0.5
_SHOWN_EXAMPLES = 3


@dataclass(frozen=True)
class Claim:
    """Where a point goes: ``departments`` with their confidence, whether a person should look, and why."""

    departments: tuple[Routed, ...]
    review: bool
    why: Why


@dataclass(frozen=True)
class School:
    """A company as routing knows it: its cards, and what its people have settled (None: nothing yet)."""

    cards: Cards
    examples: tuple[Example, ...]
    lesson: Lesson | None


@dataclass(frozen=True)
class Router:
    meaning: Meaning
    matcher: Matcher
    trust: Trust

    def school(self, departments: Sequence[Department], examples: Sequence[Example]) -> School:
        """Read the cards and learn from the examples that name departments which still exist."""
        cards = read_cards(departments, self.meaning)
        known = set(cards.names)
        kept = tuple(e for e in examples[-MOST_EXAMPLES:] if not e.departments or known & set(e.departments))
        if not kept:
            return School(cards, (), None)
        texts = [e.text for e in kept]
        points = self.meaning.points(texts)
        right = settled([e.departments for e in kept], cards.names)
        return School(cards, kept, learn(points, self.matcher.scores(texts, points, cards), right))

    def route(self, texts: Sequence[str], points: Rows, school: School) -> list[Claim]:
        """A claim for each point."""
        if not texts:
            return []
        views = self.matcher.views(texts, points, school.cards)
        nobody = self.matcher.nobody_scores(points)
        scores = self.matcher.joined(views, nobody)
        chances = softmax(school.lesson.move(points, scores) if school.lesson else scores)
        lengths = np.array([len(text) for text in texts], np.float32)
        sure = self.trust.confidence(look(chances, views, nobody, lengths, points, school.lesson))
        return [self._claim(point, chance, float(confidence), school)
                for point, chance, confidence in zip(points, chances, sure, strict=True)]

    def _claim(self, point: Rows, chances: Rows, confidence: float, school: School) -> Claim:
        first, *others = (int(n) for n in np.argsort(-chances[:-1])[:_GUESSES])
        nobodys = bool(chances[-1] >= chances[first])
        review = nobodys or confidence < self.trust.auto_from
        if not review:
            others = [n for n in others[:1] if chances[n] >= _INFORMED_FROM * chances[first]]
        routed = tuple(Routed(school.cards.names[n], confidence * float(chances[n] / chances[first]))
                       for n in (first, *others))
        why = Why(Grounds.NOBODY) if nobodys else self._why(point, first, review, school)
        return Claim(routed, review, why)

    def _why(self, point: Rows, first: int, review: bool, school: School) -> Why:
        if alike := _alike(point, first, school):
            return Why(Grounds.EXAMPLES, examples=alike)
        words = tuple(self.matcher.nearest_lines(point, school.cards, first, 1))
        return Why(Grounds.UNSURE if review else Grounds.CARD, words)


def _alike(point: Rows, first: int, school: School) -> tuple[str, ...]:
    """The settled points that are most like this one and belong where it is sent."""
    if school.lesson is None:
        return ()
    alike = school.lesson.alike(point[None])[0] * (school.lesson.right[:, first] > 0)
    best = np.argsort(-alike)[:_SHOWN_EXAMPLES]
    return tuple(school.examples[n].point_id for n in best if alike[n] >= _ALIKE_FROM)
