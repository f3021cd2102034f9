"""A ``Scope`` in the languages of the parts: a test on a passage, a condition in SQL, a filter of Chroma."""

from __future__ import annotations

import datetime as dt
from typing import Any

from assistant.model import Passage, Scope


def day_number(day: dt.date | None) -> int:
    """A date as a number that sorts like it (2026-09-05 → 20260905); 0 for none."""
    return 0 if day is None else day.year * 10_000 + day.month * 100 + day.day


def holds(scope: Scope, passage: Passage) -> bool:
    """Whether a passage lies within the scope. A passage without a date lies within no span of dates."""
    day = day_number(passage.date)
    return (
        (not scope.meeting_id or passage.meeting_id == scope.meeting_id)
        and (not scope.series or passage.series == scope.series)
        and (not scope.department or scope.department in passage.departments)
        and (not scope.speaker or scope.speaker in passage.speakers)
        and (scope.since is None or day >= day_number(scope.since))
        and (scope.until is None or 0 < day <= day_number(scope.until))
    )


def sql(scope: Scope) -> tuple[str, list[Any]]:
    """A condition on table ``passage`` and its values; speakers and departments stand in lines of their own."""
    parts: list[tuple[str, Any]] = []
    if scope.meeting_id:
        parts.append(("passage.meeting_id = ?", scope.meeting_id))
    if scope.series:
        parts.append(("passage.series = ?", scope.series))
    if scope.department:
        parts.append(("instr(passage.departments, ?)", f"\n{scope.department}\n"))
    if scope.speaker:
        parts.append(("instr(passage.speakers, ?)", f"\n{scope.speaker}\n"))
    if scope.since:
        parts.append(("passage.day >= ?", day_number(scope.since)))
    if scope.until:
        parts.append(("passage.day BETWEEN 1 AND ?", day_number(scope.until)))
    return " AND ".join(["1", *(part for part, _ in parts)]), [value for _, value in parts]


def metadata(passage: Passage) -> dict[str, Any]:
    """What Chroma keeps of a passage to filter by (empty lists are not allowed there)."""
    kept: dict[str, Any] = {"meeting": passage.meeting_id, "day": day_number(passage.date)}
    if passage.series:
        kept["series"] = passage.series
    if passage.speakers:
        kept["speakers"] = list(passage.speakers)
    if passage.departments:
        kept["departments"] = list(passage.departments)
    return kept


def where(scope: Scope) -> dict[str, Any] | None:
    """The filter for Chroma, None when nothing is limited."""
    parts: list[dict[str, Any]] = []
    if scope.meeting_id:
        parts.append({"meeting": scope.meeting_id})
    if scope.series:
        parts.append({"series": scope.series})
    if scope.department:
        parts.append({"departments": {"$contains": scope.department}})
    if scope.speaker:
        parts.append({"speakers": {"$contains": scope.speaker}})
    if scope.since:
        parts.append({"day": {"$gte": day_number(scope.since)}})
    if scope.until:
        parts.append({"day": {"$lte": day_number(scope.until)}})
        parts.append({"day": {"$gte": 1}})
    if len(parts) < 2:
        return parts[0] if parts else None
    return {"$and": parts}
