"""Agendas as a document, and as an invitation."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping

from assistant.exports import invitation, markdown_text, word
from assistant.exports.marks import day, person
from assistant.exports.paper import Paper, Row, Section
from assistant.messages import text
from assistant.model import Agenda, AgendaItem, Meeting

Render = Callable[[Agenda, Mapping[str, Meeting], str], bytes]


def agenda_paper(agenda: Agenda, meetings: Mapping[str, Meeting], lang: str) -> Paper:
    """The items in order with their reasons; what was left out stands below."""
    items = [i for i in agenda.items if not i.left_out]
    starts = _starts(agenda, items)
    columns = tuple(text(f"exports.{name}", lang) for name in ("topic", "lead", "length"))
    rows = tuple(_row(item, meetings, lang, at) for item, at in zip(items, starts, strict=True))
    sections = (
        Section(text("exports.items", lang), rows, columns, numbered=True),
        Section(text("exports.left_out", lang), tuple(_row(i, meetings, lang) for i in agenda.items if i.left_out)),
    )
    return Paper(
        text("exports.agenda", lang), agenda.series, lang, _badge(agenda, lang), _facts(agenda, items, lang),
        tuple(s for s in sections if s.rows), agenda.notes, source_label=text("exports.source", lang))


def _row(item: AgendaItem, meetings: Mapping[str, Meeting], lang: str, at: str = "") -> Row:
    who = person(item.lead, item.department, lang)
    length = " ".join(filter(None, (at, text("exports.minutes_long", lang, n=item.minutes))))
    told = dict.fromkeys(_told(meetings[m.meeting_id]) for m in item.moments if m.meeting_id in meetings)
    return Row(item.topic, (who, length), tuple(told), item.why)


def _told(meeting: Meeting) -> str:
    return f"▸{meeting.date.isoformat()} {meeting.title}"


def _starts(agenda: Agenda, items: list[AgendaItem]) -> list[str]:
    """When each item begins, where the meeting's time is known."""
    if agenda.time is None:
        return ["" for _ in items]
    now, starts = dt.datetime.combine(agenda.date or dt.date(2000, 1, 1), agenda.time), []
    for item in items:
        starts.append(f"{now:%H:%M}")
        now += dt.timedelta(minutes=item.minutes)
    return starts


def _facts(agenda: Agenda, items: list[AgendaItem], lang: str) -> tuple[tuple[str, str], ...]:
    planned = sum(i.minutes for i in items)
    length = text("exports.planned", lang, planned=planned, length=agenda.length_minutes)
    if agenda.date is None:
        return ((text("exports.length", lang), length),)
    shown = day(agenda.date, lang)
    if agenda.time:
        start = dt.datetime.combine(agenda.date, agenda.time)
        shown += f" {start:%H:%M}–{start + dt.timedelta(minutes=agenda.length_minutes):%H:%M}"
    return (text("exports.when", lang), shown), (text("exports.length", lang), length)


def _badge(agenda: Agenda, lang: str) -> str:
    return text("exports.approved" if agenda.status == "approved" else "exports.draft", lang)


def _written(write: Callable[[Paper], bytes]) -> Render:
    return lambda agenda, meetings, lang: write(agenda_paper(agenda, meetings, lang))


AGENDA_FORMATS: dict[str, Render] = {
    "md": _written(markdown_text.write), "docx": _written(word.write), "ics": invitation.write,
}
