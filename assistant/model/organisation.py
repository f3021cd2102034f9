"""The company: departments, people, goals and the words it uses."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who may speak, own an action or lead an agenda item. ``reading`` is kana, empty where unknown."""

    name: str
    reading: str = ""
    role: str = ""
    department: str = ""


@dataclass(frozen=True, slots=True)
class Department:
    """A department and its card: what it is for, what it answers for and what it wants this quarter."""

    name: str
    aliases: tuple[str, ...] = ()
    mission: str = ""
    responsibilities: tuple[str, ...] = ()
    goals: tuple[str, ...] = ()
    head: str = ""
    people: tuple[Person, ...] = ()
    channel: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class GlossaryTerm:
    """A word of the house, with its reading and meaning."""

    term: str
    reading: str = ""
    meaning: str = ""


@dataclass(frozen=True, slots=True)
class Organisation:
    """Everything Renkei knows about the company that uses it."""

    company: str = ""
    departments: tuple[Department, ...] = ()
    glossary: tuple[GlossaryTerm, ...] = ()

    @property
    def people(self) -> tuple[Person, ...]:
        """Everyone of every department."""
        return tuple(person for department in self.departments for person in department.people)

    def department_of(self, name: str) -> str | None:
        """The department a person of this name works in, or None where nobody or several people match."""
        found = {person.department for person in self.people if person.name == name}
        return found.pop() if len(found) == 1 else None

    def department(self, name: str) -> Department | None:
        """The department called ``name``, by its name or one of its aliases (letter case ignored)."""
        wanted = name.strip().casefold()
        for department in self.departments:
            if wanted in {department.name.casefold(), *(alias.casefold() for alias in department.aliases)}:
                return department
        return None
