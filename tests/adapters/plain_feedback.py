"""A small engine of customer feedback that can be seen through: one point a sentence, routed by words and by what people
settled for the same words."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pytest

from assistant.bootstrap import House
from assistant.model import Organisation
from assistant.model.feedback import Example, Grounds, ReadPoint, Routed, Rule, Why

_SENTENCE = re.compile(r"[^。.!?！？\n]+[。.!?！？]?")
_GREETINGS = ("お世話になって", "よろしく", "Hello", "Regards")


class PlainEngine:
    """Implements ``assistant.ports.feedback.FeedbackEngine``."""

    name = "builtin"

    def __init__(self) -> None:
        self.read_texts = 0

    def read(self, texts: Sequence[str], organisation: Organisation, examples: Sequence[Example] = (),
             rules: Sequence[Rule] = ()) -> list[list[ReadPoint]]:
        self.read_texts += len(texts)
        return [[self._at(m.group(), m.start(), organisation, examples, rules) for m in _SENTENCE.finditer(text)
                 if m.group().strip() and not m.group().strip().startswith(_GREETINGS)] for text in texts]

    def route(self, points: Sequence[str], organisation: Organisation, examples: Sequence[Example] = (),
              rules: Sequence[Rule] = ()) -> list[ReadPoint]:
        return [self._at(point, 0, organisation, examples, rules) for point in points]

    def _at(self, found: str, begin: int, organisation: Organisation, examples: Sequence[Example],
            rules: Sequence[Rule]) -> ReadPoint:
        text = found.strip()
        start = begin + len(found) - len(found.lstrip())
        departments, review, why = self._route(text, organisation, examples, rules)
        urgency = "high" if "至急" in text or "urgent" in text else "normal"
        sentiment = "positive" if "助か" in text or "thank" in text.casefold() else "negative"
        return ReadPoint(text, start, start + len(text), departments, review, why, sentiment, urgency)

    def _route(self, text: str, organisation: Organisation, examples: Sequence[Example],
               rules: Sequence[Rule]) -> tuple[tuple[Routed, ...], bool, Why]:
        for rule in rules:
            if any(word in text for word in rule.words):
                return (Routed(rule.department, 1.0),), False, Why(Grounds.RULE, rule.words)
        alike = [e for e in examples if e.text[:4] == text[:4]]
        if alike:
            where = tuple(Routed(name, 0.95) for name in alike[-1].departments)
            return where, not where, Why(Grounds.EXAMPLES, examples=(alike[-1].point_id,))
        for department in organisation.departments:
            for word in department.responsibilities:
                if word in text:
                    return (Routed(department.name, 0.9),), False, Why(Grounds.CARD, (word,))
        guess = tuple(Routed(d.name, 0.3) for d in organisation.departments[:1])
        return guess, True, Why(Grounds.UNSURE)


def use_plain_engine(monkeypatch: pytest.MonkeyPatch) -> PlainEngine:
    """Every house of this test reads with it."""
    engine = PlainEngine()
    monkeypatch.setattr(House, "feedback_engines", property(lambda _house: (engine, None)))
    return engine
