"""From what a chat model wrote to lines of minutes: evidence, owners, departments and dates made sure of, one line for
one thing however many parts of the meeting told it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

import numpy as np

from assistant.language.dates import Anchor, find_dates, normalise
from assistant.language.names import People, is_label, people_of
from assistant.language.terms import index_terms
from assistant.minutes.brief import MinutesBrief
from assistant.minutes.features import Talk
from assistant.minutes.following import next_meeting
from assistant.minutes.joining import joined, share_of, terms_of
from assistant.minutes.parts import Part
from assistant.minutes.wording import line_id
from assistant.model import (
    ActionItem,
    ClosedAction,
    CustomerRemark,
    Decision,
    Line,
    Minutes,
    NextMeeting,
    OpenQuestion,
    ParkedTopic,
    SummaryLine,
    Utterance,
)
from assistant.ports.records import FiledAction, FiledLine

AnyLine = TypeVar("AnyLine", bound=Line)
Entry = Mapping[str, Any]
CONFIDENCE = 0.8
BESIDE = 2
MOST_SUMMARY = 8
LEAST_TOLD = 0.25
"""Share of an earlier action's terms that must be said where it is reported done."""



@dataclass(frozen=True)
class Known:
    """What the model was told before it read: people, and earlier actions and decisions by the names it knows them by
    (A1 …, D1 …)."""

    brief: MinutesBrief
    people: People
    actions: dict[str, FiledAction]
    decisions: dict[str, FiledLine]

    @classmethod
    def of(cls, brief: MinutesBrief, most_actions: int, most_decisions: int) -> Known:
        standing = [f for f in brief.decisions if isinstance(f.line, Decision) and f.line.status == "active"]
        newest = sorted(standing, key=lambda f: f.meeting.date, reverse=True)[:most_decisions]
        return cls(
            brief, people_of(brief.meeting, brief.organisation, brief.transcript.utterances),
            {f"A{n}": f for n, f in enumerate(brief.open_actions[:most_actions], 1)},
            {f"D{n}": f for n, f in enumerate(newest, 1)},
        )

    @property
    def said(self) -> Sequence[Utterance]:
        return self.brief.transcript.utterances

    @property
    def lang(self) -> str:
        return self.brief.meeting.lang if self.brief.meeting.lang in ("ja", "en") else "en"

    def around(self, evidence: Sequence[int]) -> list[Utterance]:
        """The utterances of the evidence and those beside them."""
        near = {j for i in evidence for j in range(i - BESIDE, i + BESIDE + 1)}
        return [self.said[i] for i in sorted(near) if 0 <= i < len(self.said)]

    def words(self, evidence: Sequence[int]) -> str:
        return normalise("\n".join(f"{u.speaker} {u.text}" for u in self.around(evidence)))


def minutes(empty: Minutes, replies: Sequence[tuple[Part, Entry]], known: Known) -> Minutes:
    """``empty`` filled with the lines of all parts."""
    following = _following(replies, known)
    anchor = Anchor(known.brief.meeting.date, following.date if following else None)
    make = _Maker(known, anchor)

    def lines(kind: str, build: Callable[[Entry, tuple[int, ...]], AnyLine],
              most: int | None = None) -> tuple[AnyLine, ...]:
        return joined([build(*e) for part, reply in replies for e in list(_entries(reply[kind], part))[:most]])

    return replace(
        empty, next_meeting=following, closed_actions=tuple(_closed(replies, known)),
        summary=lines("summary", make.summary, max(1, MOST_SUMMARY // len(replies))),
        decisions=lines("decisions", make.decision), actions=lines("actions", make.action),
        open_questions=lines("open_questions", make.question), feedback=lines("customer_remarks", make.remark),
        parked=lines("parked", make.parked),
    )


@dataclass(frozen=True)
class _Maker:
    """Makes lines out of entries."""

    known: Known
    anchor: Anchor

    def summary(self, entry: Entry, evidence: tuple[int, ...]) -> SummaryLine:
        return SummaryLine(id=self._id("summary", evidence), text=entry["text"], evidence=evidence,
                           confidence=CONFIDENCE)

    def decision(self, entry: Entry, evidence: tuple[int, ...]) -> Decision:
        earlier = self.known.decisions.get(_key(entry["replaces"]))
        about_it = earlier and terms_of(earlier.line.text) & terms_of(self.known.words(evidence))
        return Decision(id=self._id("decision", evidence), text=entry["text"], evidence=evidence,
                        confidence=CONFIDENCE, supersedes=earlier.line.id if earlier and about_it else None)

    def action(self, entry: Entry, evidence: tuple[int, ...]) -> ActionItem:
        owner = self._owner(entry["owner"], evidence)
        return ActionItem(id=self._id("action", evidence), text=entry["task"], evidence=evidence,
                          confidence=CONFIDENCE, owner=owner, department=self._department(entry["department"], owner),
                          due=self._due(entry["due_words"], evidence))

    def question(self, entry: Entry, evidence: tuple[int, ...]) -> OpenQuestion:
        return OpenQuestion(id=self._id("question", evidence), text=entry["text"], evidence=evidence,
                            confidence=CONFIDENCE)

    def parked(self, entry: Entry, evidence: tuple[int, ...]) -> ParkedTopic:
        return ParkedTopic(id=self._id("parked", evidence), text=entry["text"], evidence=evidence,
                           confidence=CONFIDENCE)

    def remark(self, entry: Entry, evidence: tuple[int, ...]) -> CustomerRemark:
        named = [self.known.brief.organisation.department(name) for name in entry["departments"]]
        return CustomerRemark(id=self._id("remark", evidence), text=entry["text"], evidence=evidence,
                              confidence=CONFIDENCE, departments=tuple(dict.fromkeys(d.name for d in named if d)),
                              sentiment=entry["sentiment"], urgency=entry["urgency"])

    def _id(self, kind: str, evidence: Sequence[int]) -> str:
        """By the first utterance; joined tells a second item of the same utterance apart."""
        return line_id(self.known.brief.meeting.id, kind, evidence[0])

    def _owner(self, name: str | None, evidence: Sequence[int]) -> str | None:
        """The person meant, where it is one of the house and speaks or is named near the evidence."""
        if not name:
            return None
        people = self.known.people
        found = [name] if name in people.department else [m.name for m in people.find(name)]
        known = next((n for n in found if not is_label(n)), None)
        near = self.known.around(evidence)
        there = {u.speaker for u in near} | {m.name for u in near for m in people.find(u.text)}
        return known if known in there else None

    def _department(self, name: str | None, owner: str | None) -> str | None:
        named = self.known.brief.organisation.department(name) if name else None
        return self.known.people.department.get(owner or "") or (named.name if named else None)

    def _due(self, words: str | None, evidence: Sequence[int]) -> dt.date | None:
        """The date our own reader finds in the words, if they were said near the evidence."""
        if not words or not _spoken(words, self.known.words(evidence)):
            return None
        dates = [m.date for m in find_dates(words, self.known.lang, self.anchor) if not m.past]
        return dates[-1] if dates else None


def _entries(entries: Sequence[Entry], part: Part) -> Iterator[tuple[Entry, tuple[int, ...]]]:
    """Each entry with the evidence that the model can have read; without any it is left out."""
    shown = {u.i for u in part}
    for entry in entries:
        evidence = tuple(sorted(shown.intersection(entry["evidence"])))
        words = entry.get("task", entry.get("text", "-"))
        if evidence and str(words).strip():
            yield entry, evidence


def _closed(replies: Sequence[tuple[Part, Entry]], known: Known) -> Iterator[ClosedAction]:
    """Earlier actions reported done, where the report speaks of them at all."""
    done: set[str] = set()
    for part, reply in replies:
        for entry, evidence in _entries(reply["closed_actions"], part):
            filed = known.actions.get(_key(entry["id"]))
            if filed is None or filed.action.id in done:
                continue
            if share_of(terms_of(filed.action.text), terms_of(known.words(evidence))) >= LEAST_TOLD:
                done.add(filed.action.id)
                yield ClosedAction(filed.action.id, evidence)


def _following(replies: Sequence[tuple[Part, Entry]], known: Known) -> NextMeeting | None:
    """The next meeting as said last, worked out by our own reader of dates and times."""
    meeting = known.brief.meeting
    for part, reply in reversed(replies):
        for entry, evidence in _entries(reply["next_meeting"], part):
            words = entry["when_words"]
            if not _spoken(words, known.words(evidence)):
                continue
            said = Talk(known.lang, [""], [words], meeting.date, known.people)
            found = next_meeting(said, np.ones(1, np.float32), 0.5, meeting.start)
            if found:
                return replace(found, evidence=evidence)
    return None


def _spoken(words: str, ground: str) -> bool:
    """Whether the words were said: literally, or each of their terms."""
    clean = normalise(words).strip()
    return clean.casefold() in ground.casefold() or set(index_terms(clean)) <= set(index_terms(ground))


def _key(name: str | None) -> str:
    return (name or "").strip("[] ").upper()
