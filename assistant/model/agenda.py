"""Agendas: what the next meeting of a series should talk about, and why."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Moment:
    """A place in a meeting: utterance ``i`` of meeting ``meeting_id``."""

    meeting_id: str
    i: int


class Reason(StrEnum):
    """Why an item is on the agenda."""

    OVERDUE = "overdue action"
    OPEN_ACTION = "open action"
    OPEN_QUESTION = "open question"
    PARKED = "parked topic"
    FEEDBACK = "customer feedback"
    GOAL = "goal"
    DECISION = "decision to follow up"
    ADDED = "added by hand"


@dataclass(frozen=True, slots=True, kw_only=True)
class AgendaItem:
    """One topic. ``why`` is a sentence in the series' language; ``left_out`` items are folded below the agenda;
    ``edited`` items belong to a person and survive drafting again."""

    id: str
    topic: str
    reason: Reason
    why: str
    minutes: int
    department: str = ""
    lead: str = ""
    moments: tuple[Moment, ...] = ()
    left_out: bool = False
    edited: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Agenda:
    """The agenda of one meeting of a series. ``length_minutes`` is how long the meeting should last;
    ``order_by_hand`` says that a person arranged the items."""

    series: str
    date: dt.date | None
    items: tuple[AgendaItem, ...]
    time: dt.time | None = None
    lang: str = "ja"
    length_minutes: int = 60
    status: str = "draft"
    engine: str = "builtin"
    version: int = 1
    order_by_hand: bool = False
    notes: tuple[str, ...] = ()
