"""Minutes: drafted, checked line by line, approved."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

from assistant.desk import shapes
from assistant.desk.drafting import choose
from assistant.desk.lookup import find_meeting, parse_date
from assistant.errors import InvalidInput, NotFound
from assistant.minutes.brief import MinutesBrief
from assistant.minutes.engine import MinutesEngine
from assistant.minutes.merge import merge
from assistant.model import (
    ActionItem,
    CustomerRemark,
    Decision,
    Line,
    LineState,
    Meeting,
    Minutes,
    OpenQuestion,
    ParkedTopic,
    SummaryLine,
)
from assistant.ports.records import Ledger

Plain = dict[str, Any]

KINDS: dict[str, type[Line]] = {
    "summary": SummaryLine, "decisions": Decision, "actions": ActionItem, "open_questions": OpenQuestion,
    "feedback": CustomerRemark, "parked": ParkedTopic,
}
EARLIER_MEETINGS = 12


@dataclass(frozen=True)
class MinutesDesk:
    """Draft, read, correct and approve minutes."""

    ledger: Ledger
    engines: Callable[[], tuple[MinutesEngine, MinutesEngine | None]]
    remarks_changed: Callable[[str, str], None] = lambda _meeting, _who: None
    """Told the meeting's id, and who did it, whenever its customer remarks may have changed."""

    def get(self, meeting: str, engine: str = "auto") -> Plain:
        """The newest minutes. Naming an engine other than the one that wrote them drafts again with it."""
        m = find_meeting(self.ledger, meeting)
        if not self.ledger.has_minutes(m.id):
            return self.draft(m.id, "local", engine)
        newest = self.ledger.minutes(m.id)
        if engine not in ("auto", newest.engine):
            return self.draft(m.id, "local", engine)
        return self._shown(m, newest)

    def draft(self, meeting: str, who: str, engine: str = "auto") -> Plain:
        """Draft again; lines that people accepted, edited, added or rejected stay as they are."""
        m = find_meeting(self.ledger, meeting)
        return self._shown(m, self.write(m, who, engine))

    def write(self, m: Meeting, who: str, engine: str) -> Minutes:
        """Draft the minutes of ``m`` and file them; NotFound while nothing was heard or read yet."""
        brief = self._brief(m)
        builtin, llm = self.engines()
        drafted, note = choose(engine, lambda: builtin.draft(brief),
                               (lambda: llm.draft(brief)) if llm else None, m.lang)
        if note:
            drafted = replace(drafted, notes=(*drafted.notes, note))
        if self.ledger.has_minutes(m.id):
            drafted = merge(self.ledger.minutes(m.id), drafted)
        saved = self.ledger.save_minutes(drafted, who)
        self.remarks_changed(m.id, who)
        return saved

    def set_line(self, meeting: str, line_id: str, who: str, state: str | None = None, text: str | None = None,
                 evidence: list[int] | None = None, **fields: Any) -> Plain:
        """Accept, reject or edit a line. Fields: owner, department, due ("" for none), departments, sentiment,
        urgency."""
        m = find_meeting(self.ledger, meeting)
        before = self._line(m, line_id)
        changes = _fields(before, fields)
        if text is not None:
            if not text.strip():
                raise InvalidInput("desk.empty_text")
            changes["text"] = text.strip()
        if evidence is not None:
            changes["evidence"] = self._evidence(m, evidence)
        if state is not None:
            changes["state"] = _state(state)
        elif changes:
            changes["state"] = LineState.EDITED
        after = replace(before, **changes)
        self.ledger.save_line(m.id, after, who, expected=before)
        self._tell(m, after, who)
        return shapes.line(after)

    def add_line(self, meeting: str, kind: str, who: str, text: str, evidence: list[int], **fields: Any) -> Plain:
        """A person's own line; it too must say which utterances it rests on."""
        m = find_meeting(self.ledger, meeting)
        if kind not in KINDS:
            raise InvalidInput("desk.bad_kind", value=kind)
        if not text.strip():
            raise InvalidInput("desk.empty_text")
        if not evidence:
            raise InvalidInput("desk.no_evidence")
        new = KINDS[kind](id=secrets.token_hex(5), text=text.strip(), evidence=self._evidence(m, evidence),
                          state=LineState.EDITED)
        new = replace(new, **_fields(new, fields))
        self.ledger.add_line(m.id, new, who)
        self._tell(m, new, who)
        return shapes.line(new)

    def undo_line(self, meeting: str, line_id: str, who: str) -> Plain:
        m = find_meeting(self.ledger, meeting)
        line = self.ledger.undo_line(m.id, line_id, who)
        self._tell(m, line, who)
        return shapes.line(line)

    def approve(self, meeting: str, who: str, approved: bool = True) -> Plain:
        m = find_meeting(self.ledger, meeting)
        self.ledger.set_minutes_status(m.id, "approved" if approved else "draft", who)
        return self._shown(m, self.ledger.minutes(m.id))

    def _tell(self, m: Meeting, line: Line, who: str) -> None:
        if isinstance(line, CustomerRemark):
            self.remarks_changed(m.id, who)

    def _brief(self, m: Meeting) -> MinutesBrief:
        transcript = self.ledger.transcript(m.id)
        if not transcript.utterances:
            raise NotFound("desk.nothing_heard", title=m.title)
        earlier = self.ledger.actions(series=m.series, before=m.date) if m.series else []
        mine = [f for f in earlier if f.action.status == "open" or (f.closed_by and f.closed_by[0] == m.id)]
        decisions = self.ledger.lines("decisions", m.series, EARLIER_MEETINGS) if m.series else []
        return MinutesBrief(
            meeting=m, transcript=transcript, organisation=self.ledger.organisation(), open_actions=tuple(mine),
            decisions=tuple(d for d in decisions if d.meeting.date < m.date),
        )

    def _shown(self, m: Meeting, minutes: Minutes) -> Plain:
        return shapes.minutes(m, minutes, dict(self._tasks(minutes)))

    def _tasks(self, minutes: Minutes) -> Iterator[tuple[str, str]]:
        for closed in minutes.closed_actions:
            with suppress(NotFound):  # its meeting was deleted
                yield closed.action_id, self.ledger.action(closed.action_id).action.text

    def _line(self, m: Meeting, line_id: str) -> Line:
        newest = self.ledger.minutes(m.id)
        lines: list[Line] = [*newest.summary, *newest.decisions, *newest.actions, *newest.open_questions,
                             *newest.feedback, *newest.parked]
        for line in lines:
            if line.id == line_id:
                return line
        raise NotFound("desk.no_line", id=line_id)

    def _evidence(self, m: Meeting, evidence: list[int]) -> tuple[int, ...]:
        count = len(self.ledger.transcript(m.id).utterances)
        if not evidence or any(not 0 <= i < count for i in evidence):
            raise InvalidInput("desk.bad_evidence", count=count)
        return tuple(evidence)


def _fields(line: Line, fields: Plain) -> Plain:
    changes: Plain = {}
    for name, value in fields.items():
        if value is None:
            continue
        if not hasattr(line, name):
            raise InvalidInput("desk.no_field", name=name)
        if name == "due":
            changes[name] = parse_date(value) if value else None
        elif name == "departments":
            changes[name] = tuple(value)
        else:
            changes[name] = value or None if name in ("owner", "department") else value
    return changes


def _state(value: str) -> LineState:
    try:
        return LineState(value)
    except ValueError:
        raise InvalidInput("desk.bad_status", value=value) from None
