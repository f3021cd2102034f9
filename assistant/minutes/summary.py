"""A few lines that tell what the meeting was about, taken from what was found in it."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.minutes.wording import line_id
from assistant.model import ActionItem, CustomerRemark, Decision, Line, SummaryLine

LINES = 5


def summary(meeting_id: str, decisions: Sequence[Decision], actions: Sequence[ActionItem],
            remarks: Sequence[CustomerRemark]) -> tuple[SummaryLine, ...]:
    """Three to five lines where there is so much to tell: decisions first, then the most urgent customer, then the
    surest tasks; in the order of the meeting, no two about the same moment."""
    urgent = [remark for remark in remarks if remark.urgency == "high"] or list(remarks)
    wanted: list[Line] = [*_surest(decisions, 3), *_surest(urgent, 1), *_surest(actions, LINES)]
    taken: list[Line] = []
    for line in wanted:
        if len(taken) < LINES and all(not set(line.evidence) & set(other.evidence) for other in taken):
            taken.append(line)
    return tuple(SummaryLine(id=line_id(meeting_id, "summary", line.evidence[0]), text=line.text, evidence=line.evidence,
                             confidence=line.confidence) for line in sorted(taken, key=lambda line: line.evidence))


def _surest(lines: Sequence[Line], most: int) -> list[Line]:
    return sorted(lines, key=lambda line: -line.confidence)[:most]
