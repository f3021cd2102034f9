"""What an agenda is drafted from."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from assistant.model import Meeting, Organisation
from assistant.model.feedback import Voice
from assistant.ports.records import FiledAction, FiledLine


@dataclass(frozen=True, slots=True)
class AgendaBrief:
    """Everything unresolved in a series.

    ``meetings`` are the last few, newest first; ``actions`` all of the series with their present status;
    the other lines come from those last meetings. ``voices`` are what customers wait for from the departments that
    attend, the most pressing first. ``date`` is the next meeting's, None when nobody named it.
    """

    series: str
    date: dt.date | None
    time: dt.time | None
    lang: str
    today: dt.date
    meetings: tuple[Meeting, ...]
    organisation: Organisation
    actions: tuple[FiledAction, ...] = ()
    questions: tuple[FiledLine, ...] = ()
    parked: tuple[FiledLine, ...] = ()
    feedback: tuple[FiledLine, ...] = ()
    decisions: tuple[FiledLine, ...] = ()
    voices: tuple[Voice, ...] = ()
