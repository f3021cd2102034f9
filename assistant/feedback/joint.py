"""Two engines' readings of one text made into one: what a chat model says beside what the built-in engine found.

Confidence is not the model's own. The built-in engine's calibrated probability ``p`` of the same department is raised to
``p + AGREED * (1 - p)`` where both put it first, by ``NAMED`` where it was among the built-in guesses, and is ``ALONE`` of
what the guesses leave where only the model thinks of it. These shares are cautious guesses, to be checked against what
people settle; below ``LEAST`` a person looks.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from assistant.feedback.moods import URGENCIES
from assistant.model import Organisation
from assistant.model.feedback import Grounds, ReadPoint, Routed, Why

AGREED, NAMED, ALONE = 0.5, 0.3, 0.3
LEAST = 0.6
SETTLED = frozenset({Grounds.PERSON, Grounds.RULE})

Said = Mapping[str, Any]
"""A point as the model returns it: text, departments, sentiment, urgency."""


def merged(text: str, said: Sequence[Said], builtin: Sequence[ReadPoint],
           organisation: Organisation) -> list[ReadPoint]:
    """The model's points where all of them are verbatim, apart from each other and cover what the built-in engine
    found; its own points otherwise. What a rule or a person settled stays."""
    places = located(text, [str(point["text"]) for point in said])
    if places is None or not places:
        return list(builtin)
    found: list[ReadPoint] = []
    for (start, end), point in zip(places, said, strict=True):
        nearest = max(builtin, key=lambda b: _overlap(b, start, end), default=None)
        own = nearest if nearest and _overlap(nearest, start, end) else None
        found.append(weighed(ReadPoint(text[start:end], start, end), point, own, organisation))
    left_out = [b for b in builtin if not any(_overlap(b, f.start, f.end) for f in found)]
    return sorted([*found, *left_out], key=lambda p: p.start)


def located(text: str, parts: Sequence[str]) -> list[tuple[int, int]] | None:
    """Where each part stands in the text; None when one is not a verbatim part or two overlap."""
    places: list[tuple[int, int]] = []
    for part in parts:
        words = part.strip()
        free = (at for at in _occurrences(text, words) if all(at >= e or at + len(words) <= s for s, e in places))
        at = next(free, None) if words else None
        if at is None:
            return None
        places.append((at, at + len(words)))
    return places


def weighed(point: ReadPoint, said: Said, builtin: ReadPoint | None, organisation: Organisation) -> ReadPoint:
    """The point with the departments the model names, as sure as both engines together are."""
    if builtin is not None and builtin.why.grounds in SETTLED:
        return replace(builtin, text=point.text, start=point.start, end=point.end)
    known = [d for name in said["departments"] if (d := organisation.department(str(name)))]
    names = list(dict.fromkeys(d.name for d in known))
    guesses = {r.name: r.confidence for r in builtin.departments} if builtin else {}
    point = replace(point, sentiment=str(said["sentiment"]), urgency=_urgency(str(said["urgency"]), builtin))
    if not names:
        return replace(point, departments=builtin.departments if builtin else (), review=True, why=Why(Grounds.NOBODY))
    first = next(iter(guesses), "") if builtin and builtin.why.grounds != Grounds.NOBODY else ""
    departments = tuple(Routed(name, _sure(name, guesses, first)) for name in names)
    words = builtin.why.words if builtin and names[0] == first else ()
    examples = builtin.why.examples if builtin else ()
    return replace(point, departments=departments, review=departments[0].confidence < LEAST,
                   why=Why(Grounds.MODEL, words, examples))


def _sure(name: str, guesses: Mapping[str, float], first: str) -> float:
    if name not in guesses:
        return ALONE * (1 - max(guesses.values(), default=0))
    share = AGREED if name == first else NAMED
    return guesses[name] + share * (1 - guesses[name])


def _urgency(said: str, builtin: ReadPoint | None) -> str:
    """The higher of both: what is missed costs more than what is looked at early."""
    return max(said, builtin.urgency if builtin else said, key=URGENCIES.index)


def _occurrences(text: str, words: str) -> Iterator[int]:
    at = text.find(words)
    while at >= 0:
        yield at
        at = text.find(words, at + 1)


def _overlap(point: ReadPoint, start: int, end: int) -> int:
    return max(0, min(point.end, end) - max(point.start, start))
