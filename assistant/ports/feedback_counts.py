"""What the ledger tells of customer feedback beside messages and points themselves."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from assistant.model.feedback import Example, Routed


@dataclass(frozen=True, slots=True)
class Correction:
    """An example with who settled it, and when."""

    example: Example
    who: str
    at: dt.datetime


@dataclass(frozen=True, slots=True)
class Settled:
    """What the engine said of a point at first, and what a person made of it. ``first`` is its first claim (None:
    none was kept), ``asked`` whether it sent the point to review itself, ``departments`` what the person settled."""

    point_id: str
    first: Routed | None
    asked: bool
    departments: tuple[str, ...]
    at: dt.datetime


@dataclass(frozen=True, slots=True)
class Waiting:
    """A point in the review queue by what its place there is told from: the highest confidence of its departments
    (None: it has none), its urgency, and how many customers tell its story."""

    point_id: str
    message_id: str
    urgency: str
    surest: float | None
    customers: int


@dataclass(frozen=True, slots=True)
class DepartmentCounts:
    """Points of a department. Those in ``review`` are guesses and count nowhere else; ``late`` ones are open, their
    due time has passed and their clock runs."""

    name: str
    new: int = 0
    on_hold: int = 0
    done: int = 0
    not_needed: int = 0
    review: int = 0
    late: int = 0


@dataclass(frozen=True, slots=True)
class StoryCounts:
    """A happening told by several messages: how many, by how many customers (a message without a name is one), and
    how many messages are answered."""

    id: str
    messages: int
    customers: int
    answered: int


@dataclass(frozen=True, slots=True)
class DayCount:
    """How many points of messages of one day are of a department and sentiment; "" stands for no department."""

    date: dt.date
    department: str
    sentiment: str
    points: int
