"""An agenda as a calendar entry (RFC 5545). Times are those of the wall clock where the calendar is opened."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping

from assistant.errors import InvalidInput
from assistant.exports.clean import clean
from assistant.exports.marks import person
from assistant.messages import text
from assistant.model import Agenda, Meeting


def write(agenda: Agenda, _meetings: Mapping[str, Meeting], lang: str) -> bytes:
    """One event: from its time for its length, else the whole day. Importing a later version replaces the earlier one,
    as the event's UID comes from series and date. InvalidInput where the agenda has no date yet."""
    from icalendar import Calendar, Event

    if agenda.date is None:
        raise InvalidInput("exports.no_date", series=agenda.series)
    event = Event()
    event.add("uid", f"{uuid.uuid5(uuid.NAMESPACE_OID, f'renkei/{agenda.series}/{agenda.date}')}@renkei")
    event.add("dtstamp", dt.datetime.now(dt.UTC))
    event.add("sequence", max(0, agenda.version - 1))
    event.add("summary", clean(agenda.series) or text("exports.agenda", lang))
    event.add("dtstart", dt.datetime.combine(agenda.date, agenda.time) if agenda.time else agenda.date)
    event.add("duration", dt.timedelta(minutes=agenda.length_minutes) if agenda.time else dt.timedelta(days=1))
    event.add("description", _description(agenda, lang))
    calendar = Calendar()
    calendar.add("prodid", "-//Renkei//Agenda//JA")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add_component(event)
    written: bytes = calendar.to_ical()
    return written


def _description(agenda: Agenda, lang: str) -> str:
    lines = []
    for n, item in enumerate((i for i in agenda.items if not i.left_out), 1):
        who = person(item.lead, item.department, lang)
        told = [text("exports.minutes_long", lang, n=item.minutes), *filter(None, (who, item.why))]
        lines.append(f"{n}. {clean(item.topic)} [{clean(' / '.join(told))}]")
    return "\n".join(lines)
