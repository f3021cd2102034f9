"""What customers talk about: points of many messages grouped into themes, each named in the customers' own words.

Points are compared by meaning and by their telling words at once. Average-linkage clustering (Sokal and Michener, 1958),
over small groups of near-identical points first, so that ten thousand points take seconds. A theme keeps its id as long as
its points stay together; without an earlier result it is called after its first point.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from assistant.feedback.callers import caller
from assistant.feedback.grouping import Rows, grouped
from assistant.feedback.naming import Wording, named, worded
from assistant.ports.search import Vectors

EMERGING = 2
"""Fewer customers than this and a theme is only emerging."""

WORDS_SHARE, DEPARTMENT_SHARE, MOOD_SHARE = 0.2, 0.15, 0.05
"""How much shared words, one department and one mood weigh beside nearness in meaning; praise and complaint of one
thing lie apart."""

TERM_SIZE = 512
_MOODS = {"positive": 1, "negative": -1}


@dataclass(frozen=True, slots=True)
class Voice:
    """A point as themes see it. ``customer`` as it was typed; nameless ones are told apart by their messages."""

    id: str
    message: str
    text: str
    date: dt.date
    customer: str = ""
    sentiment: str = "neutral"
    departments: tuple[str, ...] = ()
    open: bool = True


@dataclass(frozen=True, slots=True)
class Theme:
    """Points that speak of one thing; ``points`` are their ids, the most typical first. ``weeks``: points a week, oldest
    first. ``departments``: those most of its points belong to, most first."""

    id: str
    name: str
    points: tuple[str, ...]
    customers: int
    messages: int
    emerging: bool
    weeks: tuple[int, ...] = ()
    sentiment: Mapping[str, int] = field(default_factory=dict)
    departments: tuple[str, ...] = ()
    open: int = 0


def themes(voices: Sequence[Voice], vectors: Vectors | None = None, mondays: Sequence[dt.date] = (),
           before: Mapping[str, str] | None = None) -> list[Theme]:
    """Every theme, the one of most customers first; points that stand alone are emerging themes of one.

    ``vectors``: unit rows of the points' texts from any one embedder, or None (words alone). ``mondays``: the weeks to
    count, oldest first. ``before``: the theme id of each point in an earlier result, so that ids stay.
    """
    if not voices:
        return []
    order = sorted(range(len(voices)), key=lambda n: (voices[n].date, voices[n].id))
    told = [voices[n] for n in order]
    words = worded([voice.text for voice in told])
    rows = combined(vectors[order] if vectors is not None else None, words, told)
    groups = grouped(rows, [voice.text for voice in told], with_meaning=vectors is not None)
    ids = _ids([[told[n].id for n in group] for group in groups], before or {})
    found = [_theme(id_, group, told, rows, words, mondays) for id_, group in zip(ids, groups, strict=True)]
    return sorted(found, key=lambda theme: (-theme.customers, -theme.messages, theme.id))


def combined(vectors: Vectors | None, words: Wording, told: Sequence[Voice]) -> Rows:
    """Rows whose products weigh nearness in meaning, shared words, whether one department is responsible, and mood."""
    parts = [(_centred(vectors), 1 - WORDS_SHARE - DEPARTMENT_SHARE - MOOD_SHARE)] if vectors is not None else []
    parts.append((words.rows(TERM_SIZE), WORDS_SHARE if parts else 1 - DEPARTMENT_SHARE - MOOD_SHARE))
    moods = np.array([[_MOODS.get(voice.sentiment, 0)] for voice in told], np.float32)
    parts += [(_places([voice.departments for voice in told]), DEPARTMENT_SHARE), (moods, MOOD_SHARE)]
    return np.concatenate([rows * np.float32(share ** 0.5) for rows, share in parts], axis=1)


def _centred(vectors: Vectors) -> Rows:
    """Without what all texts have in common, which says nothing about any (of few texts less is taken: what they share
    may be chance)."""
    rows = np.asarray(vectors, np.float32)
    rows = rows - rows.mean(axis=0) * np.float32(min(1.0, len(rows) / 50))
    length = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.asarray(rows / np.where(length == 0, 1, length), np.float32)


def _places(departments: Sequence[tuple[str, ...]]) -> Rows:
    """One place a department, the first of each point; none for points that are nobody's."""
    names = {name: n for n, name in enumerate(dict.fromkeys(name for own in departments for name in own[:1]))}
    rows = np.zeros((len(departments), max(1, len(names))), np.float32)
    for n, own in enumerate(departments):
        if own:
            rows[n, names[own[0]]] = 1
    return rows


def _theme(id_: str, group: Sequence[int], told: Sequence[Voice], rows: Rows, words: Wording,
           mondays: Sequence[dt.date]) -> Theme:
    own = [told[n] for n in group]
    typical = np.argsort(-(rows[group] @ rows[group].mean(axis=0)), kind="stable")
    ordered = [group[n] for n in typical]
    customers = len({caller(voice.customer).key or voice.message for voice in own})
    departments = Counter(name for voice in own for name in voice.departments[:1])
    return Theme(
        id_, named(ordered, words), tuple(told[n].id for n in ordered), customers, len({voice.message for voice in own}),
        customers < EMERGING, weekly(own, mondays), Counter(voice.sentiment for voice in own),
        tuple(name for name, _ in departments.most_common()), sum(voice.open for voice in own))


def weekly(voices: Iterable[Voice], mondays: Sequence[dt.date]) -> tuple[int, ...]:
    """Points in the weeks that begin on ``mondays``."""
    counts = Counter(voice.date - dt.timedelta(voice.date.weekday()) for voice in voices)
    return tuple(counts[monday] for monday in mondays)


def _ids(groups: Sequence[Sequence[str]], before: Mapping[str, str]) -> list[str]:
    """An id for each group: the one most of its points had before, each to the group that holds most of it; else one
    made from its first point."""
    claims = Counter((before[point], n) for n, group in enumerate(groups) for point in group if point in before)
    kept: dict[int, str] = {}
    for (id_, n), _ in sorted(claims.items(), key=lambda c: (-c[1], c[0])):
        if n not in kept and id_ not in kept.values():
            kept[n] = id_
    taken = set(kept.values())
    made = []
    for n, group in enumerate(groups):
        id_ = kept.get(n) or next(name for point in group if (name := f"t-{point}") not in taken)
        taken.add(id_)
        made.append(id_)
    return made
