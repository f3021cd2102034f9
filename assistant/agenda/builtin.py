"""The built-in agenda: what is late first, then what is open, as much as fits the meeting's length."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import replace

from assistant.agenda.brief import AgendaBrief
from assistant.agenda.carried import rounded_up
from assistant.agenda.topics import Topic, topics
from assistant.messages import text
from assistant.model import Agenda, AgendaItem, Department, Reason

LENGTH_MINUTES = 60
GOAL_MINUTES = 3


class BuiltinAgenda:
    """Implements ``assistant.agenda.engine.AgendaEngine`` without any model."""

    def draft(self, brief: AgendaBrief) -> Agenda:
        length = LENGTH_MINUTES
        items = _fitting([_item(t) for t in rounded_up(topics(brief), brief)], length)
        return Agenda(series=brief.series, date=brief.date, time=brief.time, lang=brief.lang, length_minutes=length,
                      items=(*items, *_goals(brief)), engine="builtin")


def _item(topic: Topic) -> AgendaItem:
    return AgendaItem(id=topic.id, topic=topic.text, reason=topic.reason, why=topic.why, minutes=topic.minutes,
                      department=topic.department, lead=topic.lead, moments=topic.moments)


def _fitting(items: list[AgendaItem], length: int) -> list[AgendaItem]:
    """The items that fit into the meeting; the rest is left out, where one click puts it back."""
    out: list[AgendaItem] = []
    total = 0
    for item in items:
        fits = total + item.minutes <= length
        total += item.minutes if fits else 0
        out.append(replace(item, left_out=not fits))
    return out


def _goals(brief: AgendaBrief) -> Iterator[AgendaItem]:
    """Each attending department's goals of the quarter, one item a department, at hand but folded."""
    present = {a.department for m in brief.meetings[:3] for a in m.attendees}
    for department in brief.organisation.departments:
        if department.goals and department.name in present:
            yield _goal(department, brief)


def _goal(department: Department, brief: AgendaBrief) -> AgendaItem:
    id_ = hashlib.sha256(f"{brief.series} {department.name}".encode()).hexdigest()[:10]
    joiner = "、" if brief.lang == "ja" else "; "
    return AgendaItem(id=id_, topic=joiner.join(department.goals), reason=Reason.GOAL,
                      why=text("agenda.why_goal", brief.lang, department=department.name), minutes=GOAL_MINUTES,
                      department=department.name, lead=department.head, left_out=True)
