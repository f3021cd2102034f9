"""What customers say: messages, the points in them, and where each point belongs."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from enum import StrEnum


class PointState(StrEnum):
    """Where a point stands on its way to an answer."""

    NEW = "new"
    ON_HOLD = "on_hold"
    DONE = "done"
    NOT_NEEDED = "not_needed"


class Channel(StrEnum):
    EMAIL = "email"
    FORM = "form"
    PHONE = "phone"
    REVIEW = "review"
    SOCIAL = "social"
    MEETING = "meeting"
    OTHER = "other"


class Grounds(StrEnum):
    """What decided where a point goes."""

    PERSON = "person"
    RULE = "rule"
    EXAMPLES = "examples"
    CARD = "card"
    UNSURE = "unsure"
    NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class Message:
    """One message of one customer as it came in. ``key`` is the same for the same words of the same customer on the
    same day, so that importing again adds nothing; ``batch`` names the import; ``origin`` says where in it the message
    stood ("row 12"); ``folded`` is quoted mail below the customer's own words, never part of a point; ``story`` names
    the first message of the same happening (its own id where it is alone)."""

    id: str
    key: str
    text: str
    date: dt.date
    lang: str = "ja"
    customer: str = ""
    channel: Channel = Channel.OTHER
    subject: str = ""
    folded: str = ""
    batch: str = ""
    origin: str = ""
    story: str = ""
    story_why: str = ""
    meeting_id: str = ""
    utterances: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Routed:
    """A department and how often such a claim is right, 0..1."""

    name: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Why:
    """The reason of a routing: what decided, the words of the card or of the rule, and the corrected points that were
    alike (their ids)."""

    grounds: Grounds
    words: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReadPoint:
    """A point as an engine reads it: a verbatim part ``text[start:end]`` of its message. ``review``: a person should
    look, since nobody is responsible or the engine is unsure. ``sentiment`` positive|neutral|negative, ``urgency``
    low|normal|high."""

    text: str
    start: int
    end: int
    departments: tuple[Routed, ...] = ()
    review: bool = True
    why: Why = field(default=Why(Grounds.UNSURE))
    sentiment: str = "neutral"
    urgency: str = "normal"


@dataclass(frozen=True, slots=True)
class FeedbackPoint:
    """A stored point of a message with what people have decided about it."""

    id: str
    message_id: str
    read: ReadPoint
    state: PointState = PointState.NEW
    owner: str = ""
    due: dt.date | None = None
    snoozed: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Example:
    """A correction a person made: this point's words belong to these departments; none of them means nobody."""

    point_id: str
    text: str
    departments: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rule:
    """A hard rule people set: a point that holds one of these words goes to this department."""

    words: tuple[str, ...]
    department: str
