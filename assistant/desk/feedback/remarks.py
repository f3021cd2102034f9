"""What customers said according to a meeting's minutes, as messages linked to the moment it was told."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from assistant.desk.feedback.joining import Joining
from assistant.desk.feedback.making import points_of, settled, whole
from assistant.desk.feedback.reading import Reading
from assistant.errors import RenkeiError
from assistant.model import CustomerRemark, LineState, Meeting
from assistant.model.feedback import Channel, FeedbackPoint, Grounds, Message, PointState, ReadPoint
from assistant.ports.clock import Clock
from assistant.ports.feedback import FeedbackLedger
from assistant.ports.records import Ledger

Plain = dict[str, Any]
_log = logging.getLogger("renkei.feedback")


@dataclass(frozen=True)
class Remarks:
    """Keeps the messages of meetings in step with their minutes. May be called at any time, any number of times."""

    ledger: Ledger
    voices: FeedbackLedger
    reading: Reading
    joining: Joining
    clock: Clock

    def take(self, meeting_id: str, who: str) -> Plain:
        """Store remarks that are not there yet; withdraw those that are rejected, reworded or drafted no more, unless
        a person has worked on them."""
        meeting = self.ledger.meeting(meeting_id)
        lines = self.ledger.minutes(meeting_id).feedback if self.ledger.has_minutes(meeting_id) else ()
        wanted = {_key(meeting, line): line for line in lines if line.state != LineState.REJECTED}
        there = {m.key: m for m in self.voices.messages(meeting=meeting_id)}
        withdrawn = [m for key, m in there.items() if key not in wanted and not self._worked_on(m)]
        for message in withdrawn:
            self.voices.undo_batch(message.batch, who)
        if withdrawn:
            self.joining.forget()
        added = self._add(meeting, {key: line for key, line in wanted.items() if key not in there}, who)
        return {"added": added, "withdrawn": len(withdrawn)}

    def keep_up(self, meeting_id: str, who: str) -> None:
        """The same beside other work, which must not fail for it."""
        try:
            self.take(meeting_id, who)
        except RenkeiError as error:
            _log.warning("customer remarks of meeting %s were not taken over: %s", meeting_id, error)

    def _add(self, meeting: Meeting, lines: dict[str, CustomerRemark], who: str) -> int:
        messages = [_message(meeting, key, line) for key, line in lines.items()]
        if not messages:
            return 0
        found = self.reading.read([m.text for m in messages], lang=meeting.lang).points
        now = self.clock.now()
        made = [(m, _points(m, line, points_of(m, read, now)))
                for m, line, read in zip(messages, lines.values(), found, strict=True)]
        added = self.voices.add_messages(made, who)
        self.joining.join(messages, who)
        return added

    def _worked_on(self, message: Message) -> bool:
        points = self.voices.points_of([message.id]).get(message.id, [])
        return message.answered is not None or self.voices.reply(message.id) is not None or any(map(_touched, points))


def _key(meeting: Meeting, line: CustomerRemark) -> str:
    return hashlib.sha256(f"meeting {meeting.id} {line.id} {line.text}".encode()).hexdigest()


def _message(meeting: Meeting, key: str, line: CustomerRemark) -> Message:
    """Its id follows from its key, and it is an import of its own, so that it can be withdrawn alone."""
    return Message(id=key[:12], key=key, text=line.text, date=meeting.date, lang=meeting.lang, channel=Channel.MEETING,
                   subject=meeting.title, batch=f"remark-{key[:12]}", origin=line.id, story=key[:12],
                   meeting_id=meeting.id, utterances=line.evidence)


def _points(message: Message, line: CustomerRemark, points: Sequence[FeedbackPoint]) -> list[FeedbackPoint]:
    """As the engine read them; a line that a person edited is one point, as that person has it."""
    if line.state != LineState.EDITED or not line.departments:
        return list(points)
    read: ReadPoint = replace(whole(message), sentiment=line.sentiment, urgency=line.urgency)
    return [settled(replace(points[0], read=read), line.departments)]


def _touched(point: FeedbackPoint) -> bool:
    return (point.state != PointState.NEW or bool(point.owner) or point.snoozed is not None
            or point.first is not None or point.read.why.grounds == Grounds.PERSON)
