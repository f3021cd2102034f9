"""What drafts an agenda."""

from __future__ import annotations

from typing import Protocol

from assistant.agenda.brief import AgendaBrief
from assistant.model import Agenda


class AgendaEngine(Protocol):
    def draft(self, brief: AgendaBrief) -> Agenda:
        """An agenda of what is unresolved; each item says why it is there and where it comes from."""
