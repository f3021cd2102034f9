"""From unresolved things to topics: candidates with their reason and weight, and those about one matter joined."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.agenda.brief import AgendaBrief
from assistant.language.terms import index_terms, says_nothing
from assistant.messages import text
from assistant.model import ActionItem, ActionStatus, CustomerRemark, Line, Meeting, Moment, Reason
from assistant.ports.records import FiledAction, FiledLine

NEAR = 3
"""Utterances apart at most for two matters of one meeting to count as one talk."""

ALIKE = 0.5
"""Share of the shorter text's terms that another one must hold to be about the same matter."""

FEWEST_TERMS = 4
LONGEST_VOICE = 80
"""Characters of a customer's own words that name an item."""


@dataclass(frozen=True, slots=True)
class Topic:
    """A candidate: ``weight`` orders the agenda (late things first), ``why`` is said to people."""

    id: str
    text: str
    reason: Reason
    why: str
    weight: float
    minutes: int
    moments: tuple[Moment, ...]
    terms: frozenset[str]
    department: str = ""
    lead: str = ""


def topics(brief: AgendaBrief) -> list[Topic]:
    """Everything unresolved, joined where it is one matter, the weightiest first."""
    found = [*_actions(brief), *_questions(brief), *_parked(brief), *_feedback(brief), *_voices(brief)]
    found.sort(key=lambda t: -t.weight)
    joined: list[Topic] = []
    for topic in found:
        partner = next((n for n, other in enumerate(joined) if _one_matter(topic, other)), None)
        if partner is None:
            joined.append(topic)
        else:
            joined[partner] = _join(joined[partner], topic)
    decided = [(_moments(filed), _terms(filed.line.text)) for filed in brief.decisions]
    return sorted((_with_decisions(t, decided) for t in joined), key=lambda t: -t.weight)


def _with_decisions(topic: Topic, decided: Sequence[tuple[tuple[Moment, ...], frozenset[str]]]) -> Topic:
    """The topic with the moments of what was decided about the same matter in the same talk. ``decided``: the moments
    and terms of each decision."""
    about = [m for moments, terms in decided
             if _near(topic.moments, moments) and _share(topic.terms, terms) > 0 for m in moments]
    return replace(topic, moments=tuple(dict.fromkeys((*topic.moments, *about))))


def _actions(brief: AgendaBrief) -> Iterator[Topic]:
    day = brief.date or brief.today
    now = min(brief.today, day)
    for filed in brief.actions:
        action = filed.action
        if action.status != ActionStatus.OPEN:
            continue
        age = _meetings_since(filed.meeting, brief.meetings)
        late = action.due is not None and action.due < now
        due_by_then = action.due is not None and action.due <= day
        weight = 5.0 + min(age, 3) if late else 3.0 if due_by_then else 2.0
        yield Topic(action.id, action.text, Reason.OVERDUE if late else Reason.OPEN_ACTION,
                    _why_action(action, late, age, brief.lang), weight, 5 if late else 3, _moments(filed),
                    _terms(action.text), action.department or "", action.owner or "")


def _questions(brief: AgendaBrief) -> Iterator[Topic]:
    for filed in brief.questions:
        age = _meetings_since(filed.meeting, brief.meetings)
        if age and _settled_since(filed, brief):
            continue
        why = text("agenda.why_question", brief.lang) if not age else text("agenda.why_open_for", brief.lang, n=age + 1)
        yield Topic(filed.line.id, filed.line.text, Reason.OPEN_QUESTION, why, 4.0 if not age else 2.5, 10,
                    _moments(filed), _terms(filed.line.text))


def _parked(brief: AgendaBrief) -> Iterator[Topic]:
    for filed in brief.parked:
        age = _meetings_since(filed.meeting, brief.meetings)
        if age and _settled_since(filed, brief):
            continue
        if age <= 1:
            why = text("agenda.why_parked", brief.lang, date=_day(filed.meeting.date, brief.lang))
            yield Topic(filed.line.id, filed.line.text, Reason.PARKED, why, 3.5 - age, 8, _moments(filed),
                        _terms(filed.line.text))


def _feedback(brief: AgendaBrief) -> Iterator[Topic]:
    for filed in brief.feedback:
        remark = filed.line
        assert isinstance(remark, CustomerRemark)
        if _meetings_since(filed.meeting, brief.meetings) or remark.sentiment == "positive":
            continue
        weight = 3.2 if remark.urgency == "high" else 2.2
        yield Topic(remark.id, remark.text, Reason.FEEDBACK, text("agenda.why_feedback", brief.lang), weight, 5,
                    _moments(filed), _terms(remark.text), remark.departments[0] if remark.departments else "")


def _voices(brief: AgendaBrief) -> Iterator[Topic]:
    """What customers wait for. It stands below what the meeting itself left open."""
    for voice in brief.voices:
        why = (text("agenda.why_voice_late", brief.lang, date=_day(voice.due, brief.lang)) if voice.due
               else text("agenda.why_voices", brief.lang, count=voice.customers))
        words = voice.text if len(voice.text) <= LONGEST_VOICE else f"{voice.text[:LONGEST_VOICE]}…"
        yield Topic(voice.id, words, Reason.FEEDBACK, why, 2.4 if voice.due else 2.3, 5, voice.moments,
                    _terms(voice.text), voice.department)


def _settled_since(filed: FiledLine, brief: AgendaBrief) -> bool:
    """Whether a later meeting decided about the same matter."""
    mine = _terms(filed.line.text)
    return any(d.meeting.date > filed.meeting.date and _share(mine, _terms(d.line.text)) >= ALIKE
               for d in brief.decisions)


def _why_action(action: ActionItem, late: bool, age: int, lang: str) -> str:
    if late and action.due:
        return text("agenda.why_overdue", lang, date=_day(action.due, lang))
    if age >= 1:
        return text("agenda.why_open_for", lang, n=age + 1)
    return text("agenda.why_due", lang, date=_day(action.due, lang)) if action.due else text("agenda.why_action", lang)


def _one_matter(a: Topic, b: Topic) -> bool:
    share = _share(a.terms, b.terms)
    return share >= ALIKE or (share > 0 and _near(a.moments, b.moments))


def _near(a: Sequence[Moment], b: Sequence[Moment]) -> bool:
    return any(x.meeting_id == y.meeting_id and abs(x.i - y.i) <= NEAR for x in a for y in b)


def _join(kept: Topic, other: Topic) -> Topic:
    """``kept`` with the other's moments and reason; a question is the better name for a matter than a task."""
    moments = tuple(dict.fromkeys((*kept.moments, *other.moments)))
    why = kept.why if other.why in kept.why else f"{kept.why} · {other.why}"
    return replace(kept, moments=moments, why=why, terms=kept.terms | other.terms,
                   minutes=max(kept.minutes, other.minutes), department=kept.department or other.department,
                   lead=kept.lead or other.lead)


def _terms(words: str) -> frozenset[str]:
    return frozenset(t for t in index_terms(words) if len(t) > 1 and not says_nothing(t))


def _share(a: frozenset[str], b: frozenset[str]) -> float:
    fewer = min(len(a), len(b))
    return len(a & b) / fewer if fewer >= FEWEST_TERMS else 0.0


def _moments(filed: FiledAction | FiledLine) -> tuple[Moment, ...]:
    line: Line = filed.action if isinstance(filed, FiledAction) else filed.line
    return tuple(Moment(filed.meeting.id, i) for i in line.evidence)


def _meetings_since(meeting: Meeting, newest_first: Iterable[Meeting]) -> int:
    return sum(m.date > meeting.date for m in newest_first)


def _day(day: dt.date, lang: str) -> str:
    return f"{day.month}月{day.day}日" if lang == "ja" else f"{day.day} {day:%b}"
