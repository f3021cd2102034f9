"""Minutes: lines that each rest on utterances. A line without evidence cannot be built."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from enum import StrEnum

from assistant.model.meeting import Gap


class LineState(StrEnum):
    """What a person has done with a line. Everything but ``DRAFT`` survives drafting again."""

    DRAFT = "draft"
    ACCEPTED = "accepted"
    EDITED = "edited"
    REJECTED = "rejected"


class MinutesStatus(StrEnum):
    DRAFT = "draft"
    APPROVED = "approved"


class ActionStatus(StrEnum):
    OPEN = "open"
    DONE = "done"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of minutes.

    ``evidence`` are utterance indexes of the meeting, ascending and not empty (ValueError otherwise).
    ``confidence`` is 0..1 as the engine estimated it, 1.0 for a person's own line; ``id`` is stable over versions.
    ``doubtful`` lines were found but not fully supported: shown as such, never as fact.
    """

    id: str
    text: str
    evidence: tuple[int, ...]
    state: LineState = LineState.DRAFT
    confidence: float = 1.0
    doubtful: bool = False

    def __post_init__(self) -> None:
        if not self.evidence:
            raise ValueError(f"a line of minutes needs evidence: {self.text!r}")
        object.__setattr__(self, "evidence", tuple(sorted(set(self.evidence))))


@dataclass(frozen=True, slots=True, kw_only=True)
class SummaryLine(Line):
    """A sentence of the summary."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision(Line):
    """Something agreed. ``supersedes`` names the id of an earlier decision it replaces; ``status`` is "active" or
    "superseded"."""

    status: str = "active"
    supersedes: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionItem(Line):
    """A task somebody took: ``text`` is the task."""

    owner: str | None = None
    department: str | None = None
    due: dt.date | None = None
    status: ActionStatus = ActionStatus.OPEN


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenQuestion(Line):
    """A question nobody answered in the meeting."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ParkedTopic(Line):
    """A topic put off, or announced for the next meeting."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerRemark(Line):
    """What a customer said, as reported in the meeting. ``sentiment`` positive|neutral|negative, ``urgency``
    low|normal|high."""

    departments: tuple[str, ...] = ()
    sentiment: str = "neutral"
    urgency: str = "normal"


@dataclass(frozen=True, slots=True)
class ClosedAction:
    """An earlier action reported done in this meeting."""

    action_id: str
    evidence: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class NextMeeting:
    date: dt.date
    time: dt.time | None
    evidence: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Coverage:
    """The receipt: what the minutes rest on. ``parts`` is in how many pieces a model read the transcript."""

    start_s: float
    end_s: float
    utterances: int
    unheard: tuple[Gap, ...] = ()
    parts: int = 1


@dataclass(frozen=True, slots=True)
class Minutes:
    """The minutes of one meeting. ``engine`` is "builtin" or "llm"; ``notes`` say in plain words what went
    otherwise than configured (such as a model that did not answer)."""

    meeting_id: str
    engine: str
    coverage: Coverage
    summary: tuple[SummaryLine, ...] = ()
    decisions: tuple[Decision, ...] = ()
    actions: tuple[ActionItem, ...] = ()
    open_questions: tuple[OpenQuestion, ...] = ()
    feedback: tuple[CustomerRemark, ...] = ()
    parked: tuple[ParkedTopic, ...] = ()
    closed_actions: tuple[ClosedAction, ...] = ()
    next_meeting: NextMeeting | None = None
    status: MinutesStatus = MinutesStatus.DRAFT
    version: int = 1
    notes: tuple[str, ...] = field(default=())
