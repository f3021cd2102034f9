"""Minutes of something said: from the model's reading to lines with text, evidence, owner and date."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from assistant.language.dates import Anchor
from assistant.language.deadlines import due_date
from assistant.minutes import remarks, spans, wording
from assistant.minutes.brief import MinutesBrief
from assistant.minutes.closing import closed_actions
from assistant.minutes.features import Floats, Talk
from assistant.minutes.following import next_meeting
from assistant.minutes.owners import owner_of
from assistant.minutes.reader import Reading
from assistant.minutes.replacing import supersede
from assistant.minutes.summary import summary
from assistant.minutes.wording import line_id
from assistant.model import (
    ActionItem,
    CustomerRemark,
    Decision,
    Minutes,
    NextMeeting,
    OpenQuestion,
    ParkedTopic,
)
from assistant.ports.search import Embedder

GAP_S = 8.0


@dataclass(frozen=True)
class Draft:
    """One meeting being written up: what it is given, and what the model made of it."""

    brief: MinutesBrief
    talk: Talk
    reading: Reading
    vectors: Floats | None
    embedder: Embedder | None

    @property
    def meeting_id(self) -> str:
        return self.brief.meeting.id

    @cached_property
    def following(self) -> NextMeeting | None:
        return next_meeting(self.talk, self.reading.probability["X"], self.reading.threshold["X"],
                            self.brief.meeting.start)

    @cached_property
    def anchor(self) -> Anchor:
        return Anchor(self.talk.today, self.following.date if self.following else None)

    @cached_property
    def cards(self) -> list[remarks.Card]:
        return remarks.cards(self.brief.organisation, self.embedder)

    def found(self, label: str) -> list[tuple[int, tuple[int, ...]]]:
        """(peak, evidence) of each item of a kind."""
        probability, threshold = self.reading.probability[label], self.reading.threshold[label]
        peaks = spans.peaks(probability, threshold, spans.APART[label], self._two_promises if label == "A" else _never)
        return [(peak, spans.evidence(peak, probability, threshold, spans.REACH[label], peaks)) for peak in peaks]

    def _two_promises(self, i: int, j: int) -> bool:
        """Whether neighbouring utterances promise two things: two people, each with a date of their own."""
        talk = self.talk
        return talk.speakers[i] != talk.speakers[j] and all(
            due_date([talk.texts[n]], talk.lang, self.anchor) is not None for n in (i, j))

    def sure(self, label: str, peak: int) -> float:
        return round(float(self.reading.probability[label][peak]), 3)


def _never(i: int, j: int) -> bool:
    return False


def minutes(draft: Draft, empty: Minutes) -> Minutes:
    """The whole record of a meeting that was heard or transcribed."""
    decided = decisions(draft)
    acts = actions(draft)
    remarked = feedback(draft)
    return replace(
        empty, decisions=supersede(decided, draft.brief.decisions, draft.talk, draft.vectors, draft.embedder), actions=acts, feedback=remarked,
        open_questions=questions(draft), parked=parked(draft), next_meeting=draft.following,
        closed_actions=closed_actions(draft.talk, draft.reading.probability["C"], draft.vectors,
                                      draft.brief.open_actions, draft.embedder),
        summary=summary(draft.meeting_id, decided, acts, remarked),
    )


def decisions(draft: Draft) -> tuple[Decision, ...]:
    """What was agreed. What was floated and turned down scores as that and is left out."""
    probability = draft.reading.probability
    lines = []
    for peak, evidence in draft.found("D"):
        weight = probability["D"]
        lines.append(Decision(id=line_id(draft.meeting_id, "decision", evidence[0]), evidence=evidence,
                              text=wording.decision(draft.talk, evidence, weight), confidence=draft.sure("D", peak)))
    return tuple(lines)


def actions(draft: Draft) -> tuple[ActionItem, ...]:
    """Tasks with who does them and by when."""
    return tuple(_action(draft, peak, evidence) for peak, evidence in draft.found("A"))


def _action(draft: Draft, peak: int, evidence: tuple[int, ...]) -> ActionItem:
    talk = draft.talk
    owner = owner_of(talk, peak, draft.brief.organisation)
    return ActionItem(
        id=line_id(draft.meeting_id, "action", peak), evidence=evidence, confidence=draft.sure("A", peak),
        text=wording.task(talk, evidence, peak, draft.anchor), owner=owner.name, department=owner.department,
        due=_due(draft, peak, evidence),
    )


def _due(draft: Draft, peak: int, evidence: Sequence[int]) -> dt.date | None:
    talk = draft.talk
    own = due_date([talk.texts[peak]], talk.lang, draft.anchor)
    if own:
        return own
    near = [i for i in range(peak - 1, peak + 3) if 0 <= i < len(talk) and (i in evidence or abs(i - peak) == 1)]
    return due_date([talk.texts[i] for i in near], talk.lang, draft.anchor, near.index(peak))


def questions(draft: Draft) -> tuple[OpenQuestion, ...]:
    """What was asked and left open."""
    return tuple(OpenQuestion(id=line_id(draft.meeting_id, "question", evidence[0]), evidence=evidence,
                              text=wording.question(draft.talk, evidence, peak), confidence=draft.sure("Q", peak))
                 for peak, evidence in draft.found("Q"))


def parked(draft: Draft) -> tuple[ParkedTopic, ...]:
    """What was put off to another meeting."""
    return tuple(ParkedTopic(id=line_id(draft.meeting_id, "parked", evidence[0]), evidence=evidence,
                             text=wording.statement(draft.talk, evidence, peak), confidence=draft.sure("P", peak))
                 for peak, evidence in draft.found("P"))


def feedback(draft: Draft) -> tuple[CustomerRemark, ...]:
    """What customers said, with whose business it is."""
    return tuple(_remark(draft, peak, evidence) for peak, evidence in draft.found("F"))


def _remark(draft: Draft, peak: int, evidence: tuple[int, ...]) -> CustomerRemark:
    mood = {name: float(draft.reading.probability[name][peak]) for name in ("positive", "negative", "urgent")}
    sentiment = max(("positive", "negative"), key=mood.__getitem__)
    words = wording.statement(draft.talk, evidence, peak)
    return CustomerRemark(
        id=line_id(draft.meeting_id, "remark", peak), evidence=evidence, text=words, confidence=draft.sure("F", peak),
        departments=remarks.departments_for(draft.talk.texts[peak], draft.cards, draft.embedder),
        sentiment=sentiment if mood[sentiment] >= 0.5 else "neutral",
        urgency="high" if mood["urgent"] >= 0.5 else "low" if mood["positive"] >= 0.5 else "normal",
    )
