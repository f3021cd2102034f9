"""Domain objects as plain values: the JSON shapes of the public contract."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from assistant.model import (
    ActionItem,
    Agenda,
    Answer,
    Citation,
    CustomerRemark,
    Decision,
    Department,
    Gap,
    Hit,
    Job,
    Line,
    Meeting,
    Minutes,
    Organisation,
    Transcript,
    Utterance,
)
from assistant.ports.records import FiledAction

Plain = dict[str, Any]


def meeting(m: Meeting) -> Plain:
    return {
        "id": m.id, "series": m.series, "title": m.title, "date": m.date.isoformat(),
        "start": m.start.strftime("%H:%M") if m.start else None, "lang": m.lang, "duration_s": round(m.duration_s, 2),
        "source": m.source, "kind": str(m.kind), "status": str(m.status),
        "attendees": [{"name": a.name, "department": a.department} for a in m.attendees],
    }


def utterance(u: Utterance) -> Plain:
    return {
        "i": u.i, "start": round(u.start_s, 2), "end": round(u.end_s, 2), "speaker": u.speaker,
        "department": u.department, "text": u.text, "doubtful": u.doubtful, "edited": u.edited,
    }


def gap(g: Gap) -> Plain:
    return {"start": round(g.start_s, 2), "end": round(g.end_s, 2), "reason": g.reason}


def transcript(m: Meeting, t: Transcript) -> Plain:
    return {
        "meeting": meeting(m), "version": t.version, "engine": t.engine, "gaps": [gap(g) for g in t.gaps],
        "utterances": [utterance(u) for u in t.utterances],
    }


def line(x: Line) -> Plain:
    """Any line of minutes. ``status`` of a rejected line is "rejected", so that readers of the contract skip it."""
    plain: Plain = {
        "id": x.id, "text": x.text, "evidence": list(x.evidence), "state": str(x.state),
        "confidence": round(x.confidence, 3), "doubtful": x.doubtful,
    }
    if isinstance(x, ActionItem):
        plain |= {"task": x.text, "owner": x.owner, "department": x.department, "due": _iso(x.due),
                  "status": str(x.status)}
    elif isinstance(x, Decision):
        plain |= {"status": x.status, "supersedes": x.supersedes}
    elif isinstance(x, CustomerRemark):
        plain |= {"departments": list(x.departments), "sentiment": x.sentiment, "urgency": x.urgency}
    if x.state == "rejected":
        plain["status"] = "rejected"
    return plain


def minutes(m: Meeting, x: Minutes, tasks: Mapping[str, str]) -> Plain:
    """``tasks``: the words of the actions it closes, by id; an action deleted meanwhile has none."""
    after = x.next_meeting
    return {
        "meeting": meeting(m), "engine": x.engine, "status": str(x.status), "version": x.version,
        "notes": list(x.notes),
        "summary": [line(i) for i in x.summary], "decisions": [line(i) for i in x.decisions],
        "actions": [line(i) for i in x.actions], "open_questions": [line(i) for i in x.open_questions],
        "feedback": [line(i) for i in x.feedback], "parked": [line(i) for i in x.parked],
        "closed_actions": [{"id": c.action_id, "task": tasks.get(c.action_id), "evidence": list(c.evidence)}
                           for c in x.closed_actions],
        "next_meeting": {"date": after.date.isoformat(), "time": after.time.strftime("%H:%M") if after.time else None,
                         "evidence": list(after.evidence)} if after else None,
        "coverage": {"from": round(x.coverage.start_s, 2), "to": round(x.coverage.end_s, 2),
                     "utterances": x.coverage.utterances, "parts": x.coverage.parts,
                     "unheard": [gap(g) for g in x.coverage.unheard]},
    }


def action(filed: FiledAction, today: dt.date) -> Plain:
    a = filed.action
    return {
        "id": a.id, "meeting": filed.meeting.id, "task": a.text, "owner": a.owner, "department": a.department,
        "due": _iso(a.due), "status": str(a.status),
        "overdue": a.status == "open" and a.due is not None and a.due < today,
        "evidence": list(a.evidence), "meeting_title": filed.meeting.title,
        "meeting_date": filed.meeting.date.isoformat(), "series": filed.meeting.series,
        "closed_by": {"meeting": filed.closed_by[0], "i": filed.closed_by[1]} if filed.closed_by else None,
    }


def agenda(a: Agenda) -> Plain:
    return {
        "series": a.series, "date": _iso(a.date), "time": a.time.strftime("%H:%M") if a.time else None,
        "status": a.status, "engine": a.engine, "version": a.version, "length_minutes": a.length_minutes,
        "total_minutes": sum(i.minutes for i in a.items if not i.left_out), "notes": list(a.notes), "lang": a.lang,
        "items": [_agenda_item(i) for i in a.items if not i.left_out],
        "left_out": [_agenda_item(i) for i in a.items if i.left_out],
    }


def _agenda_item(i: Any) -> Plain:
    return {
        "id": i.id, "topic": i.topic, "why": str(i.reason), "why_text": i.why, "department": i.department,
        "lead": i.lead, "minutes": i.minutes, "edited": i.edited, "left_out": i.left_out,
        "from": [{"meeting": m.meeting_id, "i": m.i} for m in i.moments],
    }


def citation(c: Citation) -> Plain:
    return {"meeting": c.meeting_id, "i": c.i, "start": round(c.start_s, 2), "speaker": c.speaker, "quote": c.quote}


def answer(a: Answer) -> Plain:
    return {
        "question": a.question, "answer": a.text, "abstained": a.abstained, "engine": a.engine,
        "citations": [citation(c) for c in a.citations], "nearest": [citation(c) for c in a.nearest],
        "notes": list(a.notes),
    }


def hit(h: Hit) -> Plain:
    p = h.passage
    return {"meeting": p.meeting_id, "from_i": p.from_i, "to_i": p.to_i, "start": round(p.start_s, 2),
            "score": round(h.score, 4), "text": p.text}


def job(j: Job) -> Plain:
    return {"id": j.id, "meeting": j.meeting_id, "path": j.path, "state": str(j.state), "step": j.step,
            "progress": round(j.progress, 3), "eta_s": None if j.eta_s is None else round(j.eta_s), "error": j.error,
            "warnings": list(j.warnings)}


def organisation(o: Organisation) -> Plain:
    return {
        "company": o.company, "departments": [_department(d) for d in o.departments],
        "glossary": [{"term": g.term, "reading": g.reading, "meaning": g.meaning} for g in o.glossary],
    }


def _department(d: Department) -> Plain:
    return {
        "name": d.name, "aliases": list(d.aliases), "mission": d.mission, "responsibilities": list(d.responsibilities),
        "goals_this_quarter": list(d.goals), "head": d.head,
        "people": [{"name": p.name, "reading": p.reading, "role": p.role} for p in d.people], "channel": d.channel,
    }


def _iso(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None
