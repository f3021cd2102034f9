"""A new draft beside what people did with the old one: nothing a person touched is lost, nothing rejected returns."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TypeVar

from assistant.model import Line, LineState, Minutes

AnyLine = TypeVar("AnyLine", bound=Line)
LEAST_SHARED = 0.5


def merge(old: Minutes, new: Minutes) -> Minutes:
    """``new`` with the lines of ``old`` that people accepted, edited, added or rejected kept as they are; drafted lines
    that rest on the same utterances as one of these are left out."""
    return replace(
        new,
        summary=_merge(old.summary, new.summary), decisions=_merge(old.decisions, new.decisions),
        actions=_merge(old.actions, new.actions), open_questions=_merge(old.open_questions, new.open_questions),
        feedback=_merge(old.feedback, new.feedback), parked=_merge(old.parked, new.parked),
    )


def _merge(old: Iterable[AnyLine], new: Iterable[AnyLine]) -> tuple[AnyLine, ...]:
    kept = [line for line in old if line.state != LineState.DRAFT]
    fresh = [line for line in new if not any(covers(done, line) for done in kept)]
    return tuple(sorted([*kept, *fresh], key=lambda line: line.evidence))


def covers(done: Line, drafted: Line) -> bool:
    """Whether a line a person decided on says what ``drafted`` says: the same id, or mostly the same evidence."""
    if done.id == drafted.id:
        return True
    theirs, ours = set(done.evidence), set(drafted.evidence)
    return len(theirs & ours) >= LEAST_SHARED * min(len(theirs), len(ours))
