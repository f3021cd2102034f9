"""An agenda worded, ordered and timed by a model. What is on it, and where it comes from, the built-in engine says."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from assistant.agenda.brief import AgendaBrief
from assistant.agenda.engine import AgendaEngine
from assistant.language.numerals import numbers_in
from assistant.language.terms import index_terms, is_japanese, says_nothing
from assistant.model import Agenda, AgendaItem, Reason
from assistant.ports.llm import ChatModel, Prompts

LEAST_SHARE = 0.6
"""Share of a new topic's terms that its originals must hold for it to be a rewording and not an invention."""

FEWEST_ITEMS = 2
_MARKUP = re.compile(r"://|www\.|[<>]|\]\(")
SHORTEST, LONGEST = 2, 30


@dataclass(frozen=True, slots=True)
class _Group:
    """Items the model wants to see as one, in the built-in engine's order, under a new topic."""

    items: tuple[AgendaItem, ...]
    topic: str
    minutes: int


class LlmAgenda:
    """Implements ``assistant.agenda.engine.AgendaEngine`` over a chat model; ModelUnavailable when it does not answer.

    The model may reword, order, time and merge. A topic that says anything its originals do not, a merger that loses
    one of them and an id that is unknown or used twice are undone; nothing falls off the agenda.
    """

    def __init__(self, model: ChatModel, prompts: Prompts, builtin: AgendaEngine) -> None:
        self._model = model
        self._prompts = prompts
        self._builtin = builtin

    def draft(self, brief: AgendaBrief) -> Agenda:
        drafted = self._builtin.draft(brief)
        items = [i for i in drafted.items if i.reason != Reason.GOAL]
        if len(items) < FEWEST_ITEMS:
            return drafted
        arranged = _arranged(items, self._asked(drafted, items))
        fitting = _fitting(arranged, items, drafted.length_minutes)
        goals = tuple(i for i in drafted.items if i.reason == Reason.GOAL)
        return replace(drafted, items=(*fitting, *goals), engine="llm")

    def _asked(self, drafted: Agenda, items: Sequence[AgendaItem]) -> list[Mapping[str, Any]]:
        day = drafted.date.isoformat() if drafted.date else "–"
        minutes = "分" if drafted.lang == "ja" else "min"
        prompt = self._prompts.fill(
            "agenda.arrange", drafted.lang, meeting=f"{drafted.series} {day} {drafted.length_minutes} {minutes}",
            items="\n".join(f"[T{n}] {i.minutes} {minutes} · {i.department or '–'} · {i.why}: {i.topic}"
                            for n, i in enumerate(items, 1)),
        )
        wanted: list[Mapping[str, Any]] = self._model.reply(prompt)["items"]
        return wanted


def _arranged(items: Sequence[AgendaItem], wanted: Sequence[Mapping[str, Any]]) -> list[AgendaItem]:
    """The items as the model wants them, as far as it may; what it left out follows in the order it had."""
    left = {f"T{n}": item for n, item in enumerate(items, 1)}
    out: list[AgendaItem] = []
    for entry in wanted:
        ids = dict.fromkeys(id_.strip("[] ") for id_ in entry["ids"])
        group = tuple(sorted((left.pop(id_) for id_ in ids if id_ in left), key=items.index))
        if group:
            out.extend(_checked(_Group(group, entry["topic"], entry["minutes"])))
    return [*out, *left.values()]


def _checked(group: _Group) -> Iterator[AgendaItem]:
    """One item for the group, or its items one by one where the new topic does not speak for all of them."""
    said = _terms(group.topic)
    if all(said & _terms(item.topic) for item in group.items) and _rewords(group):
        yield _merged(group)
    elif len(group.items) == 1:
        yield replace(group.items[0], minutes=_minutes(group))
    else:
        yield from group.items


def _rewords(group: _Group) -> bool:
    """Whether the new topic says only what the originals say: their numbers, mostly their words, their language, no
    address or markup of its own."""
    originals = " \n".join(f"{i.topic} {i.why} {i.department} {i.lead}" for i in group.items)
    said = _terms(group.topic)
    kept = said & _terms(originals)
    return (numbers_in(group.topic) <= numbers_in(originals)
            and is_japanese(group.topic) == is_japanese(group.items[0].topic)
            and set(_MARKUP.findall(group.topic)) <= set(_MARKUP.findall(originals))
            and len(kept) >= LEAST_SHARE * len(said))


def _merged(group: _Group) -> AgendaItem:
    first, *others = group.items
    why = " · ".join(dict.fromkeys(i.why for i in group.items))
    return replace(
        first, topic=group.topic, why=why, minutes=_minutes(group),
        moments=tuple(dict.fromkeys(m for i in group.items for m in i.moments)),
        department=first.department or next((i.department for i in others if i.department), ""),
        lead=first.lead or next((i.lead for i in others if i.lead), ""),
    )


def _minutes(group: _Group) -> int:
    return min(max(group.minutes, SHORTEST), LONGEST)


def _fitting(arranged: Sequence[AgendaItem], by_weight: Sequence[AgendaItem], length: int) -> Iterator[AgendaItem]:
    """Which items fit the meeting follows their weight, so that wording cannot push a late matter off the agenda."""
    ranks = {item.id: rank for rank, item in enumerate(by_weight)}
    total, left_out = 0, set()
    for item in sorted(arranged, key=lambda i: ranks[i.id]):
        if total + item.minutes > length:
            left_out.add(item.id)
        else:
            total += item.minutes
    for item in arranged:
        yield replace(item, left_out=item.id in left_out)


def _terms(words: str) -> frozenset[str]:
    return frozenset(t for t in index_terms(words) if not says_nothing(t))
