"""Messages and points as plain values, with the reason of a routing in words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from assistant.messages import text
from assistant.model.feedback import Example, FeedbackPoint, Grounds, Message, PointState, ReadPoint, Reply, Routed
from assistant.ports.feedback import FeedbackLedger

Plain = dict[str, Any]
OPEN = (PointState.NEW, PointState.ON_HOLD)
MOST_ALIKE = 3


@dataclass(frozen=True)
class Shown:
    """What is needed to show points: the language, the time, past corrections and how many customers tell each story."""

    lang: str
    now: dt.datetime
    examples: Mapping[str, Example]
    sizes: Mapping[str, int]

    @classmethod
    def of(cls, voices: FeedbackLedger, found: Iterable[Message], lang: str, now: dt.datetime) -> Shown:
        """For these messages."""
        sizes = voices.story_sizes(list({m.story or m.id for m in found}))
        return cls(lang, now, {e.point_id: e for e in voices.examples()}, sizes)

    def point(self, point: FeedbackPoint, message: Message) -> Plain:
        """A point of the contract, and what the pages show beside it."""
        return read_point(point.read, self.lang) | {
            "id": point.id, "message": message.id, "grounds": str(point.read.why.grounds),
            "like": [self._example(id_) for id_ in point.read.why.examples[:MOST_ALIKE] if id_ in self.examples],
            "state": str(point.state), "customer": message.customer, "date": message.date.isoformat(),
            "channel": str(message.channel), "owner": point.owner, "due": _iso(point.due),
            "late": is_late(point, self.now), "paused": point.paused is not None, "snoozed": _iso(point.snoozed),
            "story": message.story or message.id, "story_size": self.sizes.get(message.story or message.id, 1),
        }

    def message(self, message: Message, points: Sequence[FeedbackPoint]) -> Plain:
        return {
            "id": message.id, "text": message.text, "folded": message.folded, "subject": message.subject,
            "customer": message.customer, "channel": str(message.channel), "date": message.date.isoformat(),
            "lang": message.lang, "batch": message.batch, "story": message.story or message.id,
            "story_why": message.story_why, "meeting": message.meeting_id, "utterances": list(message.utterances),
            "answered": _iso(message.answered), "points": [self.point(p, message) for p in points],
        }

    def _example(self, id_: str) -> Plain:
        example = self.examples[id_]
        return {"id": id_, "text": example.text, "departments": list(example.departments)}


def read_point(read: ReadPoint, lang: str) -> Plain:
    """A point as an engine read it, stored or not."""
    return {
        "text": read.text, "start": read.start, "end": read.end,
        "departments": [{"name": d.name, "confidence": round(d.confidence, 3)} for d in read.departments],
        "review": read.review, "reason": reason(read, lang), "sentiment": read.sentiment, "urgency": read.urgency,
    }


def reason(read: ReadPoint, lang: str) -> str:
    """One sentence that names what decided."""
    why, names = read.why, _listed([d.name for d in read.departments], lang)
    words = _listed([f"「{w}」" if lang == "ja" else f'"{w}"' for w in why.words], lang)
    if why.grounds == Grounds.PERSON:
        return text("feedback.by_person" if names else "feedback.by_person_nobody", lang, departments=names)
    if why.grounds == Grounds.RULE:
        return text("feedback.by_rule", lang, words=words, departments=names)
    if why.grounds == Grounds.EXAMPLES:
        key = "feedback.by_examples" if names else "feedback.by_examples_nobody"
        return text(key, lang, count=len(why.examples), departments=names)
    if why.grounds in (Grounds.CARD, Grounds.MODEL) and names:
        first = read.departments[0].name
        return text(f"feedback.by_{why.grounds}{'' if words else '_alone'}", lang, words=words, department=first)
    if why.grounds == Grounds.NOBODY or not names:
        return text("feedback.by_nobody", lang)
    return text("feedback.by_unsure", lang, departments=names)


def is_late(point: FeedbackPoint, now: dt.datetime) -> bool:
    """Whether somebody should have answered by now: still open, past its time, and not waiting for the customer."""
    return point.state in OPEN and point.paused is None and point.due is not None and point.due < now


def reply(found: Reply | None) -> Plain | None:
    return {"text": found.text, "state": str(found.state)} if found else None


def names_of(departments: Sequence[Routed]) -> list[str]:
    return [d.name for d in departments]


def _listed(words: Sequence[str], lang: str) -> str:
    return ("、" if lang == "ja" else ", ").join(words)


def _iso(moment: dt.date | dt.datetime | None) -> str | None:
    return moment.isoformat() if moment else None
