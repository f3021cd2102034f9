"""A department's card as text fields, and back: one line each for what is a list, `|` between what belongs together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

FIELDS = ("name", "mission", "responsibilities", "goals", "head", "people", "aliases")
"""The fields of the form, in order."""


def to_fields(card: Mapping[str, Any]) -> dict[str, str]:
    """What each field of the form shows."""
    return {
        "name": card["name"], "mission": card["mission"], "responsibilities": "\n".join(card["responsibilities"]),
        "goals": "\n".join(card["goals_this_quarter"]), "head": card["head"],
        "people": "\n".join(_joined(p["name"], p["reading"], p["role"]) for p in card["people"]),
        "aliases": "\n".join(card["aliases"]),
    }


def to_card(fields: Mapping[str, str]) -> dict[str, Any]:
    """What the form says, as the desk takes it; ``rename`` is the name that was typed."""
    return {
        "rename": fields["name"].strip(), "mission": fields["mission"].strip(), "head": fields["head"].strip(),
        "responsibilities": _lines(fields["responsibilities"]), "goals_this_quarter": _lines(fields["goals"]),
        "aliases": _lines(fields["aliases"]),
        "people": [dict(zip(("name", "reading", "role"), _parts(line), strict=True)) for line in _lines(fields["people"])],
    }


def glossary_text(terms: Iterable[Mapping[str, str]]) -> str:
    """The glossary, a term a line: ``term | reading | meaning``."""
    return "\n".join(_joined(t["term"], t["reading"], t["meaning"]) for t in terms)


def glossary_terms(text: str) -> list[dict[str, str]]:
    """The terms a person typed."""
    return [dict(zip(("term", "reading", "meaning"), _parts(line), strict=True)) for line in _lines(text)]


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _joined(*parts: str) -> str:
    return " | ".join(parts).rstrip(" |")


def _parts(line: str) -> list[str]:
    found = [part.strip() for part in line.replace("｜", "|").split("|", 2)]
    return found + [""] * (3 - len(found))
