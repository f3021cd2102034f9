"""The audit trail of a point in words: who did what, when, and what it was before."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from assistant.messages import catalogue, text
from assistant.ports.records import AuditEntry

Plain = dict[str, Any]
TOLD = ("departments", "state", "owner", "due", "paused", "snoozed", "sentiment", "urgency")


def entry(found: AuditEntry, lang: str) -> Plain:
    """One line of the trail; ``detail`` lists what changed, "" where the verb says it all."""
    key = f"feedback.did_{found.what.removeprefix('feedback.')}"
    what = text(key, lang) if key in catalogue() else text("feedback.did_change", lang)
    return {"at": found.at.isoformat(), "who": found.who, "what": what,
            "detail": ("、" if lang == "ja" else "; ").join(_changes(found.detail, lang))}


def _changes(detail: str, lang: str) -> Iterator[str]:
    try:
        changed = json.loads(detail or "{}")
    except ValueError:
        yield detail
        return
    for name in TOLD:
        pair = changed.get(name) if isinstance(changed, dict) else None
        if isinstance(pair, list) and len(pair) == 2 and pair[0] != pair[1]:
            before, after = (_value(name, value, lang) for value in pair)
            yield text("feedback.changed", lang, what=text(f"feedback.field_{name}", lang), before=before, after=after)


def _value(name: str, value: Any, lang: str) -> str:
    if not value:
        return text("feedback.nothing", lang)
    if name == "departments":
        return ("・" if lang == "ja" else ", ").join(map(str, value))
    key = f"feedback.{name}_{value}"
    if key in catalogue():
        return text(key, lang)
    return str(value)[:16].replace("T", " ") if name in ("due", "paused", "snoozed") else str(value)
