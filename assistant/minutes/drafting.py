"""Minutes of something said: from the model's reading to lines with text, evidence, owner and date."""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass, replace
from functools import cached_property

from assistant.language.dates import Anchor, find_dates
from assistant.language.deadlines import due_date
from assistant.language.times import find_times
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

PROPOSED_WITHIN = 5
SURELY = 0.75


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
        peaks = spans.peaks(probability, threshold, spans.APART[label])
        return [(peak, spans.evidence(peak, probability, threshold, spans.REACH[label], peaks)) for peak in peaks]

    def settling(self, evidence: tuple[int, ...], always: tuple[int, ...]) -> tuple[int, ...]:
        """The evidence of a decision without the promises that follow from it."""
        promise, threshold = self.reading.probability["A"], self.reading.threshold["A"]
        return tuple(i for i in evidence if i in always or promise[i] < threshold)

    def meets_again(self, i: int) -> bool:
        """Whether an utterance arranges the next meeting, which is neither a decision nor anybody's task."""
        if self.reading.probability["X"][i] >= 0.5:
            return True
        following, talk = self.following, self.talk
        if following is None or min(abs(i - j) for j in following.evidence) > 2:
            return False
        named = {mention.date for mention in find_dates(talk.texts[i], talk.lang, Anchor(talk.today))}
        return following.date in named or bool(find_times(talk.texts[i], talk.lang))

    def sure(self, label: str, peak: int) -> float:
        return round(float(self.reading.probability[label][peak]), 3)


def minutes(draft: Draft, empty: Minutes) -> Minutes:
    """The whole record of a meeting that was heard or transcribed."""
    decided = decisions(draft)
    acts = actions(draft)
    remarked = feedback(draft)
    return replace(
        empty, actions=acts, feedback=remarked,
        decisions=supersede(decided, draft.brief.decisions, draft.talk, draft.vectors, draft.embedder),
        open_questions=questions(draft), parked=parked(draft), next_meeting=draft.following,
        closed_actions=closed_actions(draft.talk, draft.reading.probability["C"], draft.vectors,
                                      draft.brief.open_actions, draft.embedder),
        summary=summary(draft.meeting_id, decided, acts, remarked),
    )


def decisions(draft: Draft) -> tuple[Decision, ...]:
    """What was agreed: the utterances that settle it, with the one that proposed it. What was floated and turned down
    scores low and is left out."""
    lines = []
    for peak, settled in draft.found("D"):
        if draft.meets_again(peak):
            continue
        proposal = _proposal(draft, peak)
        evidence = tuple(sorted({*settled, proposal}))
        lines.append(Decision(id=line_id(draft.meeting_id, "decision", peak), evidence=evidence,
                              text=wording.decision(draft.talk, draft.settling(evidence, (proposal, peak)), proposal),
                              confidence=draft.sure("D", peak)))
    return tuple(lines)


def _proposal(draft: Draft, peak: int) -> int:
    """The utterance up to five before ``peak``, or itself, that most likely proposed what it settles: the model's guess,
    weighed with whether its words could stand for the decision."""
    likely = draft.reading.probability.get("O", draft.reading.probability["D"])
    before = range(max(0, peak - PROPOSED_WITHIN), peak + 1)
    return max(before, key=lambda i: (math.log(likely[i] + 1e-3) + wording.substance(draft.talk, i), i))


def actions(draft: Draft) -> tuple[ActionItem, ...]:
    """Tasks with who does them and by when."""
    return tuple(_action(draft, peak, evidence) for peak, evidence in draft.found("A")
                 if draft.sure("A", peak) >= SURELY or not draft.meets_again(peak))


def _action(draft: Draft, peak: int, evidence: tuple[int, ...]) -> ActionItem:
    talk = draft.talk
    owner = owner_of(talk, peak, draft.brief.organisation)
    words, about = wording.task(talk, peak, draft.anchor)
    evidence = tuple(sorted({*evidence, *about}))
    return ActionItem(
        id=line_id(draft.meeting_id, "action", peak), evidence=evidence, confidence=draft.sure("A", peak),
        text=words, owner=owner.name, department=owner.department, due=_due(draft, peak),
    )


def _due(draft: Draft, peak: int) -> dt.date | None:
    """The date of the promise itself, else one said right before or after it (「いつまでに」「金曜で」)."""
    talk = draft.talk
    own = due_date([talk.texts[peak]], talk.lang, draft.anchor)
    if own:
        return own
    taken = set(spans.peaks(draft.reading.probability["A"], draft.reading.threshold["A"], spans.APART["A"]))
    near = [i for i in (peak - 1, peak, peak + 1, peak + 2) if 0 <= i < len(talk) and (i == peak or i not in taken)]
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
