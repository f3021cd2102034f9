"""Chat models, as the capabilities see them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Protocol


@dataclass(frozen=True, slots=True)
class Prompt:
    """A filled prompt: ``system`` and ``user`` text, ``schema`` (JSON Schema) of the reply, empty for free text,
    ``name``, ``version`` and ``lang`` of the prompt file it came from."""

    name: str
    version: str
    system: str
    user: str
    schema: Mapping[str, Any]
    lang: str = "en"


class ChatModel(Protocol):
    """A chat model. Both calls raise ModelUnavailable when it is missing, refuses, or replies with what does not fit
    the schema after one repair."""

    name: str
    context_tokens: int

    def reply(self, prompt: Prompt) -> dict[str, Any]:
        """The reply, valid against ``prompt.schema``."""

    def stream(self, prompt: Prompt) -> Iterator[str]:
        """Free text as it is written."""

    def count(self, text: str) -> int:
        """Tokens ``text`` takes, never fewer than it really takes."""

    def ping(self) -> None:
        """Ask for next to nothing; ModelUnavailable says what is wrong."""


class Prompts(Protocol):
    """The prompt files."""

    def fill(self, name: str, lang: str, **values: str) -> Prompt:
        """Fill the prompt ``name`` in ``lang``; KeyError for a variable that is missing or unknown."""
