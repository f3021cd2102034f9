"""The nouns of the product: frozen, free of any screen, database or vendor."""

from assistant.model.agenda import Agenda, AgendaItem, Moment, Reason
from assistant.model.job import Job, JobState, Notice, Step
from assistant.model.meeting import Attendee, Gap, Kind, Meeting, MeetingStatus, Transcript, Utterance, Word
from assistant.model.minutes import (
    ActionItem,
    ActionStatus,
    ClosedAction,
    Coverage,
    CustomerRemark,
    Decision,
    Line,
    LineState,
    Minutes,
    MinutesStatus,
    NextMeeting,
    OpenQuestion,
    ParkedTopic,
    SummaryLine,
)
from assistant.model.organisation import Department, GlossaryTerm, Organisation, Person
from assistant.model.search import Answer, Citation, Hit, Passage, Scope

__all__ = [
    "ActionItem", "ActionStatus", "Agenda", "AgendaItem", "Answer", "Attendee", "Citation", "ClosedAction", "Coverage",
    "CustomerRemark", "Decision", "Department", "Gap", "GlossaryTerm", "Hit", "Job", "JobState", "Kind", "Line",
    "LineState", "Meeting", "MeetingStatus", "Minutes", "MinutesStatus", "Moment", "NextMeeting", "Notice",
    "OpenQuestion", "Organisation", "ParkedTopic", "Passage", "Person", "Reason", "Scope", "Step", "SummaryLine",
    "Transcript", "Utterance", "Word",
]
