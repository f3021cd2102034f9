"""Asking: find the places, let an engine answer from them, verify what it says."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Protocol

from assistant.answers.places import Candidates, Reading, gather
from assistant.answers.verify import verified
from assistant.errors import InvalidInput, ModelUnavailable
from assistant.language.terms import is_japanese
from assistant.messages import text
from assistant.model import Answer, Scope
from assistant.ports.search import Index


class Answerer(Protocol):
    """An engine. ``lang`` is the language to answer in. Both raise ModelUnavailable when a model they need fails."""

    def answer(self, question: str, lang: str, candidates: Candidates) -> Answer: ...

    def stream(self, question: str, lang: str, candidates: Candidates) -> Iterator[str | Answer]:
        """Pieces of the text as they are written, and the whole answer last; it may say less than the pieces did."""


@dataclass(frozen=True)
class Answering:
    """Answers within a scope by the engine asked for: "auto" is the LLM where there is one and it answers, else the
    built-in engine."""

    index: Index
    records: Reading
    builtin: Answerer
    llm: Answerer | None = None

    def answer(self, question: str, scope: Scope, engine: str = "auto", lang: str | None = None) -> Answer:
        """A verified answer; InvalidInput for an engine that does not exist, ModelUnavailable when the LLM was asked
        for by name and fails."""
        for piece in self.stream(question, scope, engine, lang):
            if isinstance(piece, Answer):
                return piece
        raise AssertionError("an engine streams an answer last")

    def stream(
        self, question: str, scope: Scope, engine: str = "auto", lang: str | None = None
    ) -> Iterator[str | Answer]:
        """Pieces of text, then the verified answer."""
        lang = lang or ("ja" if is_japanese(question) else "en")
        llm = self._llm(engine)
        candidates = gather(self.index, self.records, question, scope)
        if not candidates.places:
            yield Answer(question, None, notes=(text("answers.nothing_found", lang),))
            return
        notes: tuple[str, ...] = ()
        if llm:
            try:
                yield from _run(llm, question, lang, candidates)
            except ModelUnavailable as error:
                if engine == "llm":
                    raise
                notes = (text("answers.llm_failed", lang, reason=error.say(lang)),)
            else:
                return
        for piece in _run(self.builtin, question, lang, candidates):
            yield replace(piece, notes=(*notes, *piece.notes)) if isinstance(piece, Answer) else piece

    def _llm(self, engine: str) -> Answerer | None:
        if engine not in {"auto", "builtin", "llm"}:
            raise InvalidInput("desk.bad_engine", value=engine)
        if engine == "llm" and self.llm is None:
            raise ModelUnavailable("answers.no_llm")
        return None if engine == "builtin" else self.llm


def _run(engine: Answerer, question: str, lang: str, candidates: Candidates) -> Iterator[str | Answer]:
    for piece in engine.stream(question, lang, candidates):
        yield verified(piece, candidates) if isinstance(piece, Answer) else piece
