"""Who writes: the built-in engine or a configured model, and what happens when the model does not answer."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from assistant.errors import InvalidInput, ModelUnavailable
from assistant.messages import text

Draft = TypeVar("Draft")

ENGINES = ("auto", "builtin", "llm")


def choose(engine: str, builtin: Callable[[], Draft], llm: Callable[[], Draft] | None, lang: str) -> tuple[Draft, str]:
    """Draft with the engine asked for; returns the draft and a note for the reader, "" when all went as configured.

    ``auto`` prefers the model and falls back to the built-in engine, saying so; ``llm`` insists on trying the model
    and falls back the same way; without a configured model it is InvalidInput.
    """
    if engine not in ENGINES:
        raise InvalidInput("desk.bad_engine", value=engine)
    if engine == "llm" and llm is None:
        raise InvalidInput("desk.no_llm")
    if engine == "builtin" or llm is None:
        return builtin(), ""
    try:
        return llm(), ""
    except ModelUnavailable as error:
        return builtin(), text("desk.fell_back", lang, why=error.say(lang))
