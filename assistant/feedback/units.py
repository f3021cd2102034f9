"""The smallest parts a customer's message can be cut into: sentences, and clauses where they may part."""

from __future__ import annotations

import re
from dataclasses import dataclass

_ENDS = re.compile(
    r"[。！？!?…‼⁉]+[」』）)\"'”’]*\s*"  # a sentence that ends
    r"|\.(?=[\"')”’]*\s)[\"')”’]*\s+"  # a full stop before a space
    r"|\n+"
    r"|[、，；;]\s*|(?<=[^\d]),\s+|,\s+(?=\D)"  # clauses
    r"|\s+[–—-]{1,2}\s+|[—―]+\s*"
    r"|\s+(?=(?:but|although|though|however|yet|while|whereas)\s)",
    re.IGNORECASE,
)
_TRIM = " \t\r\n　、。，,;；"


@dataclass(frozen=True, slots=True)
class Unit:
    """``text[start:end]`` of a message; ``gap`` is what stands between the unit before and this one."""

    start: int
    end: int
    gap: str


def units(text: str) -> list[Unit]:
    """In order, without overlap, none blank."""
    found: list[Unit] = []
    at = last = 0
    for match in [*_ENDS.finditer(text), None]:
        end = match.end() if match else len(text)
        start, stop = _trimmed(text, at, end)
        if stop > start:
            found.append(Unit(start, stop, text[last:start]))
            last = stop
        at = end
    return found


def sentences_of(text: str, found: list[Unit]) -> list[list[Unit]]:
    """The units, those of one sentence together."""
    together: list[list[Unit]] = []
    for unit in found:
        if not together or any(mark in unit.gap for mark in "\n。.") or text[together[-1][-1].end - 1] in "?!？！":
            together.append([])
        together[-1].append(unit)
    return together


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """Without blanks, commas and full stops at either end; question and exclamation marks stay with their sentence."""
    while start < end and text[start] in _TRIM:
        start += 1
    while end > start and (text[end - 1] in _TRIM or _full_stop(text, end - 1)):
        end -= 1
    return start, end


def _full_stop(text: str, at: int) -> bool:
    return text[at] == "." and text[at - 1: at] not in {".", ""}
