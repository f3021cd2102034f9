"""What customers say: messages, the points in them, and where each point belongs."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from enum import StrEnum

from assistant.model.agenda import Moment


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
    MODEL = "model"
    UNSURE = "unsure"
    NOBODY = "nobody"


class ReplyState(StrEnum):
    DRAFT = "draft"
    APPROVED = "approved"
    SENT = "sent"


@dataclass(frozen=True, slots=True)
class Message:
    """One message of one customer as it came in.

    ``key`` is the same for the same words of the same customer on the same day, so that importing again adds nothing.
    ``batch`` names the import, ``origin`` where in it the message stood ("12" for row 12). ``folded`` is the quoted
    mail and signature below the customer's own words, kept but never part of a point. ``story`` is the id of the first
    message that tells of the same happening (its own id where it stands alone) and ``story_why`` the words that show
    it. ``meeting_id`` and ``utterances`` say where in a meeting it was told, for remarks found there. ``answered`` is
    when the customer was answered.
    """

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
    answered: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class Routed:
    """A department, and how often a claim of this strength is right, 0..1."""

    name: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Why:
    """The reason of a routing: what decided, the words of the card or rule that matched, and the ids of the corrected
    points that were alike."""

    grounds: Grounds
    words: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReadPoint:
    """A point as an engine reads it: the verbatim part ``text[start:end]`` of its message.

    ``departments``: the responsible one first, those to be informed after it. ``review``: a person should look, since
    it is nobody's or the engine is unsure; the departments are then guesses, best first. ``sentiment`` is
    positive|neutral|negative, ``urgency`` low|normal|high.
    """

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
    """A stored point of a message with what people have decided about it.

    ``due`` is when the customer should be answered, ``paused`` since when we wait for the customer (the clock stands
    still), ``snoozed`` the day it returns to the review queue. ``first`` keeps the engine's own first claim and its
    confidence after a person has decided, so that its honesty can be measured.
    """

    id: str
    message_id: str
    read: ReadPoint
    state: PointState = PointState.NEW
    owner: str = ""
    due: dt.datetime | None = None
    paused: dt.datetime | None = None
    snoozed: dt.date | None = None
    first: Routed | None = None


@dataclass(frozen=True, slots=True)
class Example:
    """What a person has settled: a point with these words belongs to these departments; none of them: to nobody."""

    point_id: str
    text: str
    departments: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rule:
    """A hard rule people set: a point that holds one of these words goes to this department."""

    words: tuple[str, ...]
    department: str


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer to the customer of a message, as it is written, approved and sent."""

    message_id: str
    text: str
    state: ReplyState = ReplyState.DRAFT
    who: str = ""
    at: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class Voice:
    """What customers said that a department still owes an answer, as the agenda of its next meeting needs it: one
    happening whose answer is overdue since ``due``, or (``due`` None) a theme of several customers. ``moments`` are
    where it was told in meetings."""

    id: str
    text: str
    department: str
    customers: int = 1
    due: dt.date | None = None
    moments: tuple[Moment, ...] = ()
