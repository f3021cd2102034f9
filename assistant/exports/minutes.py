"""Minutes as a document."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TypeVar

from assistant.exports import html_page, markdown_text, pdf, word
from assistant.exports.marks import attendees, clock, day, evidence, person, when
from assistant.exports.paper import Paper, Row, Section
from assistant.messages import text
from assistant.model import (
    ActionItem,
    ActionStatus,
    ClosedAction,
    CustomerRemark,
    Decision,
    Line,
    LineState,
    Meeting,
    Minutes,
    MinutesStatus,
    Transcript,
)

Render = Callable[[Meeting, Minutes, Transcript, str], bytes]
Marks = Callable[[Sequence[int]], tuple[str, ...]]
AnyLine = TypeVar("AnyLine", bound=Line)
_NO_ENTRY = "—"


def minutes_paper(meeting: Meeting, minutes: Minutes, transcript: Transcript, lang: str) -> Paper:
    """Every line that nobody rejected, with its evidence."""
    marks = partial(evidence, transcript=transcript, lang=lang)
    say = partial(text, lang=lang)
    sections = (
        Section(say("exports.summary"), _rows(minutes.summary, marks)),
        Section(say("exports.decisions"), tuple(_decision(d, marks, lang) for d in _kept(minutes.decisions)),
                numbered=True),
        Section(say("exports.actions"), tuple(_action(a, marks, lang) for a in _kept(minutes.actions)), (
            say("exports.task"), say("exports.owner"), say("exports.due"), say("exports.status"))),
        Section(say("exports.closed"), tuple(_closed(c, marks, transcript) for c in minutes.closed_actions)),
        Section(say("exports.open_questions"), _rows(minutes.open_questions, marks)),
        Section(say("exports.feedback"), tuple(_remark(r, marks, lang) for r in _kept(minutes.feedback))),
        Section(say("exports.parked"), _rows(minutes.parked, marks)),
        Section(say("exports.next_meeting"), _next(minutes, marks, lang)),
    )
    return Paper(
        say("exports.minutes"), meeting.title, lang, say(f"exports.{MinutesStatus(minutes.status).value}"),
        _facts(meeting, lang), tuple(s for s in sections if s.rows), _small_print(minutes, lang),
        say("exports.doubtful"), say("exports.source"))


def _kept(lines: Sequence[AnyLine]) -> list[AnyLine]:
    return [line for line in lines if line.state is not LineState.REJECTED]


def _rows(lines: Sequence[Line], marks: Marks) -> tuple[Row, ...]:
    return tuple(Row(line.text, marks=marks(line.evidence), doubtful=line.doubtful) for line in _kept(lines))


def _decision(line: Decision, marks: Marks, lang: str) -> Row:
    over = line.status == "superseded"
    aside = text("exports.superseded", lang) if over else text("exports.supersedes", lang) if line.supersedes else ""
    return Row(line.text, marks=marks(line.evidence), aside=aside, doubtful=line.doubtful, over=over)


def _action(line: ActionItem, marks: Marks, lang: str) -> Row:
    who = person(line.owner, line.department, lang) or _NO_ENTRY
    due = line.due.isoformat() if line.due else _NO_ENTRY
    return Row(line.text, (who, due, text(f"exports.{line.status.value}", lang)), marks(line.evidence),
               doubtful=line.doubtful, over=line.status is not ActionStatus.OPEN)


def _closed(closed: ClosedAction, marks: Marks, transcript: Transcript) -> Row:
    said = [transcript.utterances[i].text for i in closed.evidence if 0 <= i < len(transcript.utterances)]
    return Row("".join(said[:1]), marks=marks(closed.evidence))


def _remark(line: CustomerRemark, marks: Marks, lang: str) -> Row:
    told = [*line.departments]
    if line.urgency == "high":
        told.append(text("exports.urgent", lang))
    return Row(line.text, marks=marks(line.evidence), aside=" / ".join(told), doubtful=line.doubtful)


def _next(minutes: Minutes, marks: Marks, lang: str) -> tuple[Row, ...]:
    planned = minutes.next_meeting
    if planned is None:
        return ()
    shown = day(planned.date, lang) + (f" {planned.time:%H:%M}" if planned.time else "")
    return (Row(shown, marks=marks(planned.evidence)),)


def _facts(meeting: Meeting, lang: str) -> tuple[tuple[str, str], ...]:
    found = (("exports.when", when(meeting, lang)), ("exports.series", meeting.series),
             ("exports.attendees", attendees(meeting, lang)))
    return tuple((text(key, lang), value) for key, value in found if value)


def _small_print(minutes: Minutes, lang: str) -> tuple[str, ...]:
    """The coverage receipt, what could not be heard, and who wrote this."""
    rests_on = minutes.coverage
    key = "exports.coverage" if rests_on.end_s > 0 else "exports.coverage_written"
    lines = [text(key, lang, start=clock(rests_on.start_s), end=clock(rests_on.end_s), count=rests_on.utterances)]
    if rests_on.unheard:
        gaps = ", ".join(f"{clock(g.start_s)}–{clock(g.end_s)}" for g in rests_on.unheard)
        lines.append(text("exports.unheard", lang, gaps=gaps))
    return (*lines, *minutes.notes)


def _written(write: Callable[[Paper], bytes]) -> Render:
    return lambda meeting, minutes, transcript, lang: write(minutes_paper(meeting, minutes, transcript, lang))


MINUTES_FORMATS: dict[str, Render] = {
    "md": _written(markdown_text.write), "docx": _written(word.write),
    "html": _written(html_page.write), "pdf": _written(pdf.write),
}
