"""The organisation: read from a file, shown, edited."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import yaml

from assistant.desk import shapes
from assistant.errors import InvalidInput, NotFound
from assistant.model import Department, GlossaryTerm, Organisation, Person
from assistant.ports.records import Ledger

Plain = dict[str, Any]


@dataclass(frozen=True)
class OrganisationDesk:
    """Departments, people, goals and the glossary."""

    ledger: Ledger

    def show(self) -> Plain:
        return shapes.organisation(self.ledger.organisation())

    def load_file(self, path: str, who: str) -> Plain:
        """Replace the organisation by a YAML or JSON file."""
        return self.load(_parse(Path(path)), who)

    def load(self, data: Any, who: str) -> Plain:
        """Replace the organisation by the file's content: a mapping, or a bare list of departments."""
        self.ledger.save_organisation(read_organisation(data), who)
        return self.show()

    def save_department(self, name: str, who: str, **card: Any) -> Plain:
        """Add a department or change its card; ``rename`` in the card gives it another name."""
        known = self.ledger.organisation()
        kept = next((d for d in known.departments if d.name == name), None)
        before = _department_card(kept) if kept else {"name": name}
        after = _department(before | {k: v for k, v in card.items() if k != "rename"}
                            | {"name": card.get("rename") or name})
        others = [d for d in known.departments if d.name != name]
        if any(d.name == after.name for d in others):
            raise InvalidInput("desk.department_twice", name=after.name)
        departments = tuple(after if d.name == name else d for d in known.departments) if kept else (*others, after)
        self.ledger.save_organisation(replace(known, departments=departments), who)
        return self.show()

    def remove_department(self, name: str, who: str) -> Plain:
        known = self.ledger.organisation()
        if all(d.name != name for d in known.departments):
            raise NotFound("desk.no_department", name=name)
        left = tuple(d for d in known.departments if d.name != name)
        self.ledger.save_organisation(replace(known, departments=left), who)
        return self.show()

    def save_glossary(self, terms: Iterable[Mapping[str, Any]], who: str) -> Plain:
        glossary = tuple(_term(t) for t in terms if str(t.get("term", "")).strip())
        self.ledger.save_organisation(replace(self.ledger.organisation(), glossary=glossary), who)
        return self.show()


def read_organisation(data: Any) -> Organisation:
    """The organisation file's content as an Organisation; InvalidInput says what is not as it should be."""
    if isinstance(data, list):
        data = {"departments": data}
    if not isinstance(data, dict) or not isinstance(data.get("departments"), list):
        raise InvalidInput("desk.organisation_shape")
    departments = tuple(_department(d) for d in data["departments"])
    names = [d.name for d in departments]
    twice = next((n for n in names if names.count(n) > 1), None)
    if twice:
        raise InvalidInput("desk.department_twice", name=twice)
    return Organisation(str(data.get("company") or ""), departments,
                        tuple(_term(t) for t in data.get("glossary") or []))


def _parse(path: Path) -> Any:
    try:
        body = path.read_text("utf-8-sig")
        return json.loads(body) if path.suffix.lower() == ".json" else yaml.safe_load(body)
    except FileNotFoundError:
        raise NotFound("desk.no_file", name=path.name) from None
    except (OSError, UnicodeDecodeError, ValueError, yaml.YAMLError) as error:
        raise InvalidInput("desk.organisation_unreadable", name=path.name, why=str(error).split("\n")[0]) from error


def _department(card: Any) -> Department:
    if not isinstance(card, dict) or not str(card.get("name") or "").strip():
        raise InvalidInput("desk.department_nameless")
    name = str(card["name"]).strip()
    return Department(
        name=name, aliases=_words(card, "aliases"), mission=str(card.get("mission") or ""),
        responsibilities=_words(card, "responsibilities"),
        goals=_words(card, "goals_this_quarter") or _words(card, "goals"),
        head=str(card.get("head") or ""), people=tuple(_person(p, name) for p in card.get("people") or []),
        channel=_channel(card.get("channel")),
    )


def _department_card(d: Department) -> Plain:
    return shapes.organisation(Organisation("", (d,)))["departments"][0]  # type: ignore[no-any-return]


def _words(card: Mapping[str, Any], key: str) -> tuple[str, ...]:
    value = card.get(key) or []
    return tuple(str(w).strip() for w in ([value] if isinstance(value, str) else value) if str(w).strip())


def _person(p: Any, department: str) -> Person:
    if isinstance(p, str):
        return Person(name=p, department=department)
    if not isinstance(p, dict) or not str(p.get("name") or "").strip():
        raise InvalidInput("desk.person_nameless", department=department)
    return Person(str(p["name"]).strip(), str(p.get("reading") or ""), str(p.get("role") or ""), department)


def _term(t: Any) -> GlossaryTerm:
    if isinstance(t, str):
        return GlossaryTerm(t)
    if not isinstance(t, Mapping) or not str(t.get("term") or "").strip():
        raise InvalidInput("desk.term_nameless")
    return GlossaryTerm(str(t["term"]).strip(), str(t.get("reading") or ""), str(t.get("meaning") or ""))


def _channel(value: Any) -> dict[str, str]:
    if not value:
        return {}
    return {str(k): str(v) for k, v in value.items()} if isinstance(value, dict) else {"channel": str(value)}
