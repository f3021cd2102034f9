"""The receipt of an import: what became of every row. It is stored after each chunk, so that it is also the state from
which a stopped import goes on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from typing import Any

from assistant.messages import text
from assistant.ports.feedback import Unreadable

Plain = dict[str, Any]
MOST_SKIPPED = 1000
RUNNING, DONE, FAILED, CANCELLED = "running", "done", "failed", "cancelled"
STOPPED = "stopped"
"""Shown, never stored: it was broken off, and importing the same file again goes on with it."""

READING, JOINING = "reading", "joining"


@dataclass(frozen=True, slots=True)
class Receipt:
    """``read`` = ``messages`` + ``duplicates`` + ``left_out``. ``joined`` of the new messages tell of something that
    another one tells already. ``skipped`` are the first rows left out, with why. ``looked``: how many new
    messages have been compared with earlier ones. ``path`` and ``sha256`` are the file's, ``seconds`` the time spent so
    far."""

    batch: str
    name: str
    path: str = ""
    sha256: str = ""
    mapping: Mapping[str, int] | None = None
    asked: str = "auto"
    lang: str = "ja"
    state: str = RUNNING
    step: str = READING
    total: int | None = None
    read: int = 0
    messages: int = 0
    points: int = 0
    duplicates: int = 0
    joined: int = 0
    looked: int = 0
    left_out: int = 0
    skipped: tuple[Plain, ...] = field(default=())
    engine: str = ""
    notes: tuple[str, ...] = ()
    seconds: float = 0.0
    error: Plain | None = None

    @property
    def over(self) -> bool:
        return self.state != RUNNING

    def with_skipped(self, unreadable: Unreadable) -> Receipt:
        told = {"row": unreadable.row, "key": unreadable.key, "values": dict(unreadable.values)}
        kept = (*self.skipped, told)[:MOST_SKIPPED]
        return replace(self, skipped=kept, left_out=self.left_out + 1, read=self.read + 1)

    def plain(self) -> Plain:
        """As it is stored."""
        return asdict(self)

    def shown(self, lang: str) -> Plain:
        """As people and programs read it; ``skipped`` in ``lang``."""
        hidden = {"path", "sha256", "mapping", "asked", "lang", "error", "skipped", "seconds"}
        return {k: v for k, v in self.plain().items() if k not in hidden} | {
            "new": self.messages - self.joined, "notes": list(self.notes), "skipped_n": self.left_out,
            "skipped": [{"row": s["row"], "error": text(s["key"], lang, **s["values"])} for s in self.skipped],
            "error": text(self.error["key"], lang, **self.error["values"]) if self.error else None,
        }

    def progress(self, lang: str) -> Plain:
        """How far it is; ``eta_s`` seconds are left, None while nobody can tell."""
        eta, worked = None, self.read + self.looked
        if not self.over and self.read and self.total:
            to_look_at = self.messages if self.step == JOINING else round(self.messages / self.read * self.total)
            eta = round(self.seconds / worked * max(0, self.total + to_look_at - worked))
        return self.shown(lang) | {"done": self.read, "eta_s": eta}


def receipt_of(stored: Mapping[str, Any]) -> Receipt:
    """A stored receipt; keys of others are left aside."""
    known = {f.name for f in fields(Receipt)}
    plain = {k: v for k, v in stored.items() if k in known}
    for name in ("skipped", "notes"):
        plain[name] = tuple(plain.get(name) or ())
    return Receipt(**plain)
