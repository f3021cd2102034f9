"""What works, what does not, what to do: in plain words."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Literal

from assistant.messages import text

Level = Literal["ok", "warn", "fail"]


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at. ``says`` what was found, ``do`` what to do about it, "" when nothing."""

    name: str
    level: Level
    says: str
    do: str = ""

    @classmethod
    def of(cls, name: str, level: Level, key: str, lang: str, **values: Any) -> Check:
        """A check whose words stand in the catalogue: ``key`` and, unless all is well, ``key`` + "_do"."""
        todo = text(f"{key}_do", lang, **values) if level != "ok" else ""
        return cls(name, level, text(key, lang, **values), todo)


@dataclass(frozen=True)
class Doctor:
    """Runs every check; each is handed the language."""

    checks: Iterable[Callable[[str], list[Check]]]

    def report(self, lang: str = "en") -> dict[str, Any]:
        """``ok`` is False only when something the main job needs fails."""
        found = [check for look in self.checks for check in look(lang)]
        return {
            "ok": all(check.level != "fail" for check in found),
            "checks": [{"name": c.name, "ok": c.level == "ok", "level": c.level, "says": c.says, "do": c.do}
                       for c in found],
        }
