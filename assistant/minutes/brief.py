"""What an engine is given to write minutes from."""

from __future__ import annotations

from dataclasses import dataclass, field

from assistant.model import Meeting, Organisation, Transcript
from assistant.ports.records import FiledAction, FiledLine


@dataclass(frozen=True, slots=True, kw_only=True)
class MinutesBrief:
    """The meeting, what was said, and what the house knew before: open actions and decisions of earlier meetings."""

    meeting: Meeting
    transcript: Transcript
    organisation: Organisation = field(default_factory=Organisation)
    open_actions: tuple[FiledAction, ...] = ()
    decisions: tuple[FiledLine, ...] = ()

    @property
    def sections(self) -> tuple[tuple[int, str], ...]:
        """Headings of written notes: (first utterance below it, heading)."""
        return self.transcript.sections
