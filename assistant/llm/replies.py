"""From what a model wrote to a value that fits the schema, or a sentence saying why it does not."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

MOST_STARTS = 50
LONGEST_PROBLEM = 300
_THOUGHT = re.compile(r"<think(?:ing)?>.*?</think(?:ing)?>", re.DOTALL)
_FENCED = re.compile(r"```(?:json)?\s*\n(.*?)```", re.DOTALL)
_NOTHING = {"null", "none", "n/a", ""}
_OPEN, _CLOSE = "<think>", "</think>"


@dataclass(frozen=True, slots=True)
class Unfit:
    """A reply that does not fit; ``problem`` says why, for the model. ``json`` when something like JSON was there."""

    problem: str
    json: bool


def without_thoughts(text: str) -> str:
    """What a reasoning model says after thinking aloud, also where its template swallowed the opening mark."""
    rest = _THOUGHT.sub("", text)
    rest = rest.rpartition(_CLOSE)[2] if _CLOSE in rest else rest
    return rest.partition(_OPEN)[0].strip()


def thoughtless(pieces: Iterable[str]) -> Iterator[str]:
    """The same for text that arrives in pieces: what stands between ``<think>`` and ``</think>`` at the beginning is
    held back."""
    held, thinking, begun = "", False, False
    for piece in pieces:
        if begun:
            yield piece
            continue
        held += piece
        if thinking or held.lstrip().startswith(_OPEN):
            thinking = True
            _, closed, rest = held.partition(_CLOSE)
            begun, held = bool(closed), rest.lstrip() if closed else held
        elif not _OPEN.startswith(held.lstrip()):
            begun, held = True, held.lstrip()
        if begun and held:
            yield held
    if not begun and not thinking and held.strip():
        yield held.lstrip()


def read(text: str, schema: Mapping[str, Any]) -> dict[str, Any] | Unfit:
    """The JSON object in ``text``, brought into form and checked against ``schema``."""
    said = without_thoughts(text)
    # an object without any key of ours is a piece of a broken one: taking it would lose everything else in silence
    found = next((o for o in _objects(said) if o.keys() & schema.get("properties", {}).keys()), None)
    if found is None:
        return Unfit("no complete JSON object", json="{" in said)
    value = fitted(found, schema)
    problem = _problem(value, schema)
    return Unfit(problem, json=True) if problem else value


def fitted(value: Any, schema: Mapping[str, Any]) -> Any:
    """``value`` with slips that change no meaning put right: "null" for null, 12 written "[12]", left-out empty lists,
    unknown keys, texts and lists beyond their limit (cut)."""
    kinds = _kinds(schema)
    if isinstance(value, dict) and "object" in kinds:
        return _fitted_object(value, schema)
    if isinstance(value, list) and "array" in kinds:
        return [fitted(v, schema.get("items", {})) for v in value[: schema.get("maxItems")]]
    if "null" in kinds and isinstance(value, str) and value.strip().casefold() in _NOTHING:
        return None
    if "string" in kinds and isinstance(value, (str, int)):
        return _fitted_text(str(value).strip(), schema)
    return _fitted_number(value) if "integer" in kinds else value


def _fitted_object(value: dict[str, Any], schema: Mapping[str, Any]) -> dict[str, Any]:
    known = schema.get("properties", {})
    whole = {name: value[name] if name in value else _left_out(part) for name, part in known.items()}
    return {name: fitted(v, known[name]) for name, v in whole.items() if v is not _MISSING}


_MISSING = object()


def _left_out(schema: Mapping[str, Any]) -> Any:
    kinds = _kinds(schema)
    if "null" in kinds:
        return None
    return [] if "array" in kinds and not schema.get("minItems") else _MISSING


def _fitted_text(value: str, schema: Mapping[str, Any]) -> str:
    allowed: Iterable[str] = schema.get("enum", ())
    bare = re.sub(r"^\W+|\W+$", "", value).casefold()
    return next((a for a in allowed if a.casefold() == bare), value[: schema.get("maxLength")])


def _fitted_number(value: Any) -> Any:
    if isinstance(value, float) and value.is_integer():
        return int(value)
    digits = re.fullmatch(r"\D{0,3}([0-9]{1,7})\D{0,3}", value) if isinstance(value, str) else None
    return int(digits[1]) if digits else value


def _kinds(schema: Mapping[str, Any]) -> tuple[str, ...]:
    kind = schema.get("type", ())
    return (kind,) if isinstance(kind, str) else tuple(kind)


def _objects(said: str) -> Iterator[dict[str, Any]]:
    """Every JSON object that can be read: the whole text, fenced parts, then from each brace on."""
    for text in (said, *_FENCED.findall(said)):
        yield from _loaded(text)
    starts = [m.start() for m in re.finditer(r"\{", said)][:MOST_STARTS]
    for start in starts:
        yield from _loaded(said[start:], whole=False)


def _loaded(text: str, whole: bool = True) -> Iterator[dict[str, Any]]:
    decoder = json.JSONDecoder(parse_constant=_refused)
    try:
        value = decoder.decode(text) if whole else decoder.raw_decode(text)[0]
    except (ValueError, RecursionError):
        return
    if isinstance(value, dict):
        yield value


def _refused(constant: str) -> Any:
    raise ValueError(f"{constant} is not JSON")


def _problem(value: Any, schema: Mapping[str, Any]) -> str:
    from jsonschema import Draft202012Validator
    from jsonschema.exceptions import best_match

    worst = best_match(Draft202012Validator(schema).iter_errors(value))
    return f"{worst.json_path}: {worst.message}"[:LONGEST_PROBLEM] if worst else ""
