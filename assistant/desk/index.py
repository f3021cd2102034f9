"""The search index as something to look after."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from assistant.desk.processing import Processing
from assistant.ports.records import Ledger
from assistant.ports.search import Index


@dataclass(frozen=True)
class IndexDesk:
    """Build the index again from the records."""

    ledger: Ledger
    processing: Processing
    index: Index

    def rebuild(self, embed: bool = True) -> dict[str, Any]:
        """Make passages and vectors of every meeting again (``embed``), then the index; returns what it holds."""
        if embed:
            for meeting in self.ledger.meetings():
                self.processing.passages_now(meeting.id)
        count = self.index.rebuild(self.ledger.passages())
        return {"passages": count} | asdict(self.index.health())
