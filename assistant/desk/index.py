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

    def rebuild(self) -> dict[str, Any]:
        """Make the passages of every meeting again, then the index; vectors of unchanged ones are used again."""
        meetings = self.ledger.meetings()
        count = self.index.rebuild(p for m in meetings for p in self.processing.passages(m.id))
        return {"passages": count} | asdict(self.index.health())
