"""Who reads customers' words, and what is handed to them: departments, corrections and rules as they are now."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from assistant.desk.drafting import choose
from assistant.desk.lookup import department_named
from assistant.model import Organisation
from assistant.model.feedback import Example, ReadPoint, Rule
from assistant.ports.feedback import FeedbackEngine, FeedbackLedger, MaskingEngine
from assistant.ports.records import Ledger

Engines = tuple[FeedbackEngine, MaskingEngine | None]


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What an engine is told beside the texts."""

    organisation: Organisation
    examples: tuple[Example, ...] = ()
    rules: tuple[Rule, ...] = ()


@dataclass(frozen=True, slots=True)
class Understood:
    """The points of each text, in order, which engine found them, and notes for people."""

    points: list[list[ReadPoint]]
    engine: str
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Reading:
    """Reads and routes with the engine asked for. Engines are made at the first use."""

    ledger: Ledger
    voices: FeedbackLedger
    engines: Callable[[], Engines]

    def knowledge(self) -> Knowledge:
        return Knowledge(self.ledger.organisation(), tuple(self.voices.examples()),
                         tuple(self.voices.feedback_rules()))

    def department(self, name: str | None) -> str | None:
        """``department_named``, with "" for any."""
        return department_named(self.ledger, name or None)

    def read(self, texts: Sequence[str], engine: str = "auto", lang: str = "ja",
             customers: Sequence[str] = ()) -> Understood:
        """Whole messages, by these customers. InvalidInput for an engine that there is not."""
        known = self.knowledge()
        told = known.organisation, known.examples, known.rules
        builtin, llm = self.engines()
        (points, name), note = choose(
            engine, lambda: (builtin.read(texts, *told), builtin.name),
            (lambda: (llm.read(texts, *told, list(dict.fromkeys(filter(None, customers)))), llm.name)) if llm else None,
            lang)
        return Understood(points, name, (note,) if note else ())

    def route(self, points: Sequence[str], lang: str = "ja") -> list[ReadPoint]:
        """Texts that each are one point already."""
        known = self.knowledge()
        told = known.organisation, known.examples, known.rules
        builtin, llm = self.engines()
        return choose("auto", lambda: builtin.route(points, *told),
                      (lambda: llm.route(points, *told)) if llm else None, lang)[0]

    def route_knowing(self, points: Sequence[str], known: Knowledge) -> list[ReadPoint]:
        """The same with the built-in engine and other knowledge, to see what a correction would change."""
        return self.engines()[0].route(points, known.organisation, known.examples, known.rules) if points else []
