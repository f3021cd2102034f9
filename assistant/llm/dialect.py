"""What a server takes: servers that call themselves OpenAI-compatible differ, and say so in their refusals."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import IntEnum
from typing import Any

UNKNOWN_TO_STRICT = frozenset("maxLength minLength maxItems minItems minimum maximum pattern format".split())


class Shape(IntEnum):
    """How a reply's form is asked for, the surest first."""

    SCHEMA = 0
    NARROW_SCHEMA = 1
    ANY_OBJECT = 2
    WORDS = 3


@dataclass(frozen=True, slots=True)
class Dialect:
    """``shape`` of structured requests, whether ``temperature`` may be named, and what the reply limit is called."""

    shape: Shape = Shape.SCHEMA
    temperature: bool = True
    limit_name: str = "max_tokens"

    def fields(self, schema: Mapping[str, Any], most_tokens: int) -> dict[str, Any]:
        """The request's fields besides model and messages."""
        fields: dict[str, Any] = {self.limit_name: most_tokens}
        if self.temperature:
            fields["temperature"] = 0
        if schema and self.shape < Shape.WORDS:
            fields["response_format"] = self._format(schema)
        return fields

    def tells_schema(self, schema: Mapping[str, Any]) -> bool:
        """Whether the prompt itself must tell the schema."""
        return bool(schema) and self.shape >= Shape.ANY_OBJECT

    def without(self, refusal: str) -> Dialect | None:
        """The dialect to try after the server refused with these words; None when nothing is left to leave out."""
        if self.limit_name == "max_tokens" and "max_completion_tokens" in refusal:
            return replace(self, limit_name="max_completion_tokens")
        if self.limit_name != "max_tokens" and re.search("max_completion_tokens", refusal):
            return replace(self, limit_name="max_tokens")
        if self.temperature and "temperature" in refusal:
            return replace(self, temperature=False)
        return replace(self, shape=Shape(self.shape + 1)) if self.shape < Shape.WORDS else None

    def _format(self, schema: Mapping[str, Any]) -> dict[str, Any]:
        if self.shape == Shape.ANY_OBJECT:
            return {"type": "json_object"}
        wanted = schema if self.shape == Shape.SCHEMA else narrow(schema)
        return {"type": "json_schema", "json_schema": {"name": "reply", "strict": True, "schema": wanted}}


def narrow(schema: Any) -> Any:
    """The schema without limits that strict servers refuse to hear of; replies are checked against them here."""
    if isinstance(schema, Mapping):
        return {k: narrow(v) for k, v in schema.items() if k not in UNKNOWN_TO_STRICT or isinstance(v, Mapping)}
    return [narrow(v) for v in schema] if isinstance(schema, list) else schema
