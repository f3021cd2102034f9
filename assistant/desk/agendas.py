"""Agendas: drafted from what is unresolved, reviewed, approved."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from assistant.agenda.brief import AgendaBrief
from assistant.agenda.engine import AgendaEngine
from assistant.agenda.merge import merge
from assistant.desk import shapes
from assistant.desk.drafting import choose
from assistant.desk.lookup import find_series, parse_date, parse_time
from assistant.errors import InvalidInput, NotFound
from assistant.messages import text as say
from assistant.model import Agenda, AgendaItem, Meeting, Organisation, Reason
from assistant.model.feedback import Voice
from assistant.ports.clock import Clock
from assistant.ports.records import Ledger

Plain = dict[str, Any]
LOOK_BACK = 6
PRESENT_IN = 3
LONGEST_MINUTES = 24 * 60


@dataclass(frozen=True)
class Agendas:
    """Draft, edit and approve the agenda of a series' next meeting."""

    ledger: Ledger
    clock: Clock
    builtin: AgendaEngine
    llm: AgendaEngine | None = None
    voices: Callable[[Sequence[str], str], tuple[Voice, ...]] = lambda _departments, _lang: ()
    """What customers wait for from these departments, for a series in this language."""

    def get(self, series: str, date: str | None = None, engine: str = "auto") -> Plain:
        """The agenda: the approved one as it was approved, else a draft brought up to date. People's edits stay."""
        return shapes.agenda(self.current(series, date, engine))

    def current(self, series: str, date: str | None = None, engine: str = "auto") -> Agenda:
        """The same as a domain object."""
        name = find_series(self.ledger, series)
        day = self._day(name, date)
        kept = self.ledger.agenda(name, day)
        if kept and kept.status == "approved":
            return kept
        return self._write(name, day, kept, engine, "local")

    def draft(self, series: str, who: str, date: str | None = None, engine: str = "auto") -> Plain:
        """Draft again from the records as they are now; what people edited, added, moved or left out stays."""
        name = find_series(self.ledger, series)
        day = self._day(name, date)
        return shapes.agenda(self._write(name, day, self.ledger.agenda(name, day), engine, who))

    def set_item(self, series: str, item_id: str, who: str, topic: str | None = None, why: str | None = None,
                 minutes: int | None = None, lead: str | None = None, department: str | None = None,
                 left_out: bool | None = None, date: str | None = None) -> Plain:
        """Edit one item; None leaves a field as it is."""
        agenda = self._kept(series, date)
        item = _item(agenda, item_id)
        if topic is not None and not topic.strip():
            raise InvalidInput("desk.empty_text")
        if minutes is not None and not 0 <= minutes <= LONGEST_MINUTES:
            raise InvalidInput("desk.bad_minutes")
        given: Plain = {"topic": topic, "why": why, "minutes": minutes, "lead": lead, "department": department,
                 "left_out": left_out}
        after = replace(item, edited=True, **{k: v for k, v in given.items() if v is not None})
        return self._save(agenda, tuple(after if i.id == item_id else i for i in agenda.items), who)

    def add_item(self, series: str, who: str, topic: str, minutes: int = 5, department: str = "", lead: str = "",
                 date: str | None = None) -> Plain:
        """An item of one's own."""
        if not topic.strip():
            raise InvalidInput("desk.empty_text")
        agenda = self._kept(series, date)
        item = AgendaItem(id=secrets.token_hex(5), topic=topic.strip(), reason=Reason.ADDED,
                          why=say("desk.why_added", agenda.lang), minutes=minutes, department=department, lead=lead,
                          edited=True)
        return self._save(agenda, (*agenda.items, item), who)

    def move_item(self, series: str, item_id: str, position: int, who: str, date: str | None = None) -> Plain:
        """Put an item at ``position`` (from 0) among those that are not left out."""
        agenda = self._kept(series, date)
        item = _item(agenda, item_id)
        shown = [i for i in agenda.items if not i.left_out and i.id != item_id]
        shown.insert(max(0, min(position, len(shown))), replace(item, left_out=False))
        return self._save(replace(agenda, order_by_hand=True),
                          (*shown, *(i for i in agenda.items if i.left_out and i.id != item_id)), who)

    def set_meeting(self, series: str, who: str, date: str | None = None, time: str | None = None,
                    length_minutes: int | None = None) -> Plain:
        """When the meeting is and how long it should last."""
        agenda = self._kept(series, None)
        changes: Plain = {}
        if date is not None:
            changes["date"] = parse_date(date)
        if time is not None:
            changes["time"] = parse_time(time) if time.strip() else None
        if length_minutes is not None:
            if not 0 < length_minutes <= LONGEST_MINUTES:
                raise InvalidInput("desk.bad_minutes")
            changes["length_minutes"] = length_minutes
        return shapes.agenda(self.ledger.save_agenda(replace(agenda, **changes), who))

    def approve(self, series: str, who: str, approved: bool = True, date: str | None = None) -> Plain:
        agenda = self._kept(series, date)
        status = "approved" if approved else "draft"
        return shapes.agenda(self.ledger.save_agenda(replace(agenda, status=status), who))

    def _write(self, series: str, day: dt.date | None, kept: Agenda | None, engine: str, who: str) -> Agenda:
        brief = self._brief(series, day)
        llm = self.llm
        drafted, note = choose(engine, lambda: self.builtin.draft(brief), (lambda: llm.draft(brief)) if llm else None,
                               brief.lang)
        if note:
            drafted = replace(drafted, notes=(*drafted.notes, note))
        if kept:
            drafted = merge(kept, drafted)
            if drafted == replace(kept, version=drafted.version):
                return kept
        return self.ledger.save_agenda(drafted, who)

    def _brief(self, series: str, day: dt.date | None) -> AgendaBrief:
        meetings = self.ledger.meetings(series=series, limit=LOOK_BACK)
        last = meetings[0]
        after = self.ledger.minutes(last.id).next_meeting if self.ledger.has_minutes(last.id) else None
        organisation = self.ledger.organisation()
        return AgendaBrief(
            series=series, date=day, time=after.time if after and after.date == day else last.start, lang=last.lang,
            today=self.clock.today(), meetings=tuple(meetings), organisation=organisation,
            actions=tuple(self.ledger.actions(series=series)),
            questions=tuple(self.ledger.lines("open_questions", series, LOOK_BACK)),
            parked=tuple(self.ledger.lines("parked", series, LOOK_BACK)),
            feedback=tuple(self.ledger.lines("feedback", series, LOOK_BACK)),
            decisions=tuple(self.ledger.lines("decisions", series, LOOK_BACK)),
            voices=self.voices(_present(meetings, organisation), last.lang),
        )

    def _day(self, series: str, date: str | None) -> dt.date | None:
        if date is not None:
            return parse_date(date)
        last = self.ledger.meetings(series=series, limit=1)[0]
        kept = self.ledger.agenda(series)
        if kept and kept.date and kept.date > last.date:
            return kept.date
        after = self.ledger.minutes(last.id).next_meeting if self.ledger.has_minutes(last.id) else None
        return after.date if after else None

    def _kept(self, series: str, date: str | None) -> Agenda:
        name = find_series(self.ledger, series)
        day = self._day(name, date)
        return self.ledger.agenda(name, day) or self._write(name, day, None, "auto", "local")

    def _save(self, agenda: Agenda, items: tuple[AgendaItem, ...], who: str) -> Plain:
        return shapes.agenda(self.ledger.save_agenda(replace(agenda, items=items, status="draft"), who))


def _present(meetings: Sequence[Meeting], organisation: Organisation) -> list[str]:
    """The departments that attended the last meetings."""
    found = (a.department or organisation.department_of(a.name) for m in meetings[:PRESENT_IN] for a in m.attendees)
    known = (organisation.department(name) for name in found if name)
    return list(dict.fromkeys(d.name for d in known if d))


def _item(agenda: Agenda, item_id: str) -> AgendaItem:
    for item in agenda.items:
        if item.id == item_id:
            return item
    raise NotFound("desk.no_item", id=item_id)
