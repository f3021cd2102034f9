"""Whatever the model can express comes back from the records as it went in."""

import datetime as dt
import itertools
from dataclasses import replace
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.model import (
    ActionItem,
    ActionStatus,
    Agenda,
    AgendaItem,
    Attendee,
    ClosedAction,
    Coverage,
    CustomerRemark,
    Decision,
    Department,
    Gap,
    GlossaryTerm,
    Job,
    JobState,
    Kind,
    LineState,
    Meeting,
    MeetingStatus,
    Minutes,
    MinutesStatus,
    Moment,
    NextMeeting,
    Notice,
    OpenQuestion,
    Organisation,
    ParkedTopic,
    Person,
    Reason,
    SummaryLine,
    Transcript,
    Utterance,
    Word,
)
from assistant.records import SqlLedger

words = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=12)
seconds = st.floats(0, 1e5, allow_nan=False)
dates = st.dates(dt.date(1990, 1, 1), dt.date(2100, 1, 1))
times = st.times()
instants = st.datetimes(dt.datetime(2000, 1, 1), dt.datetime(2100, 1, 1), timezones=st.just(dt.UTC))
plain = st.dictionaries(words, words | st.integers(-9, 9) | st.none() | st.booleans(), max_size=3)
number = itertools.count()
examples = settings(max_examples=20, deadline=None, database=None,
                    suppress_health_check=[HealthCheck.function_scoped_fixture])


def several(of: st.SearchStrategy[Any], most: int = 3) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(of, max_size=most).map(tuple)


def made(kind: type[Any], /, **fields: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.builds(kind, **fields)


gaps = several(made(Gap, start_s=seconds, end_s=seconds, reason=words))
attendees = several(made(Attendee, name=words, department=words))
meetings = made(
    Meeting, id=st.just(""), title=words, date=dates, series=words, start=times | st.none(), lang=words,
    duration_s=seconds,
    source=words, kind=st.sampled_from(Kind), status=st.sampled_from(MeetingStatus), attendees=attendees)
spoken_words = several(made(Word, start_s=seconds, end_s=seconds, text=words, probability=st.floats(0, 1)))
utterances = several(made(
    Utterance, i=st.just(0), start_s=seconds, end_s=seconds, speaker=words, text=words, department=words,
    doubtful=st.booleans(), words=spoken_words))
transcripts = made(Transcript, meeting_id=st.just(""), utterances=utterances, gaps=gaps, engine=words,
                   sections=several(st.tuples(st.integers(0, 99), words)))
people = several(made(Person, name=words, reading=words, role=words, department=words))
organisations = made(
    Organisation, company=words, glossary=several(made(GlossaryTerm, term=words, reading=words, meaning=words)),
    departments=several(made(
        Department, name=words, aliases=several(words), mission=words, responsibilities=several(words),
        goals=several(words), head=words, people=people, channel=st.dictionaries(words, words, max_size=2))))

evidence = st.lists(st.integers(0, 9999), min_size=1, max_size=4).map(tuple)
line = {"id": st.just(""), "text": words, "evidence": evidence, "state": st.sampled_from(LineState),
        "confidence": st.floats(0, 1), "doubtful": st.booleans()}
minutes = made(
    Minutes, meeting_id=st.just(""), engine=words, notes=several(words), status=st.sampled_from(MinutesStatus),
    coverage=made(Coverage, start_s=seconds, end_s=seconds, utterances=st.integers(0, 9999), unheard=gaps,
                  parts=st.integers(1, 9)),
    summary=several(made(SummaryLine, **line)),
    decisions=several(made(Decision, **line, status=st.sampled_from(["active", "superseded"]))),
    actions=several(made(ActionItem, **line, owner=words | st.none(), department=words | st.none(),
                         due=dates | st.none(), status=st.sampled_from(ActionStatus))),
    open_questions=several(made(OpenQuestion, **line)), parked=several(made(ParkedTopic, **line)),
    feedback=several(made(CustomerRemark, **line, departments=several(words), sentiment=words, urgency=words)),
    closed_actions=several(made(ClosedAction, action_id=words, evidence=evidence)).map(
        lambda closed: tuple({c.action_id: c for c in closed}.values())),
    next_meeting=st.none() | made(NextMeeting, date=dates, time=times | st.none(), evidence=evidence))
notices = made(Notice, key=words, ja=words, en=words, step=words, values=plain)
jobs = made(
    Job, id=st.just(""), meeting_id=st.none(), path=words, state=st.sampled_from(JobState), step=words,
    progress=st.floats(0, 1), eta_s=st.none() | seconds, error=st.none() | words, warnings=several(words),
    options=plain, trouble=st.none() | notices, notices=several(notices), attempt=st.integers(1, 9),
    begun=st.integers(0, 9),
    added_at=st.none() | instants)
moments = several(made(Moment, meeting_id=st.just(""), i=st.integers(0, 99)))
agendas = made(
    Agenda, series=words, date=dates | st.none(), time=times | st.none(), lang=words,
    length_minutes=st.integers(0, 600),
    status=words, engine=words, notes=several(words),
    items=several(made(AgendaItem, id=words, topic=words, reason=st.sampled_from(Reason), why=words,
                       minutes=st.integers(0, 99), department=words, lead=words, left_out=st.booleans(),
                       edited=st.booleans(), moments=moments)))


def added(ledger: SqlLedger, meeting: Meeting) -> Meeting:
    fresh = replace(meeting, id=f"m{next(number)}")
    ledger.add_meeting(fresh, f"sha-{fresh.id}", "x")
    return fresh


@examples
@given(meetings)
def test_meetings(ledger: SqlLedger, meeting: Meeting) -> None:
    fresh = added(ledger, meeting)
    assert ledger.meeting(fresh.id) == fresh


@examples
@given(meetings, transcripts)
def test_transcripts(ledger: SqlLedger, meeting: Meeting, transcript: Transcript) -> None:
    numbered = tuple(replace(u, i=i) for i, u in enumerate(transcript.utterances))
    said = replace(transcript, meeting_id=added(ledger, meeting).id, utterances=numbered)
    assert ledger.save_transcript(said, "x") == said
    assert ledger.transcript(said.meeting_id) == said


@examples
@given(meetings, minutes)
def test_minutes(ledger: SqlLedger, meeting: Meeting, drafted: Minutes) -> None:
    kinds = ("summary", "decisions", "actions", "open_questions", "parked", "feedback")
    named = {kind: tuple(replace(x, id=f"l{next(number)}") for x in getattr(drafted, kind)) for kind in kinds}
    written = replace(drafted, meeting_id=added(ledger, meeting).id, **named)  # type: ignore[arg-type]
    assert ledger.save_minutes(written, "x") == written
    assert ledger.minutes(written.meeting_id) == written
    ledger.save_minutes(replace(written, notes=("again", *written.notes)), "x")
    assert ledger.minutes(written.meeting_id, version=1) == written


@examples
@given(meetings, agendas)
def test_agendas(ledger: SqlLedger, meeting: Meeting, agenda: Agenda) -> None:
    meeting_id = added(ledger, meeting).id
    items = tuple(replace(i, moments=tuple(replace(m, meeting_id=meeting_id) for m in i.moments)) for i in agenda.items)
    planned = replace(agenda, items=items)
    saved = ledger.save_agenda(planned, "x")
    assert saved == replace(planned, version=saved.version)
    assert ledger.agenda(planned.series) == saved


@examples
@given(organisations)
def test_organisations(ledger: SqlLedger, organisation: Organisation) -> None:
    ledger.save_organisation(organisation, "x")
    assert ledger.organisation() == organisation


@examples
@given(jobs)
def test_jobs(ledger: SqlLedger, job: Job) -> None:
    fresh = replace(job, id=f"j{next(number)}")
    ledger.save_job(fresh)
    assert ledger.job(fresh.id) == fresh
