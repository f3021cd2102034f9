"""Messages and points as they are stored, made from what a file, a form or a meeting held."""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
import unicodedata
from collections.abc import Sequence
from dataclasses import replace

from assistant.feedback.due import due_at
from assistant.language.terms import is_japanese
from assistant.model.feedback import FeedbackPoint, Grounds, Message, ReadPoint, Routed, Why
from assistant.ports.feedback import ReadMessage

RECENT_DAYS = 14


def key_of(read: ReadMessage) -> str:
    """The same for the same words under the same sender's id, or else of the same customer on the same day.

    An id alone is not enough: tables often number their rows anew, and a second file must not vanish behind the first.
    """
    told = read.reference or f"{read.customer}\n{read.date or ''}"
    return hashlib.sha256(f"{_plain(told)}\n{_plain(read.text)}".encode()).hexdigest()


def message_of(read: ReadMessage, batch: str, today: dt.date) -> Message:
    """A message that stands alone until it is joined to a story."""
    id_ = secrets.token_hex(6)
    return Message(
        id=id_, key=key_of(read), text=read.text, date=read.date or today,
        lang="ja" if is_japanese(read.text) else "en", customer=read.customer.strip(), channel=read.channel,
        subject=read.subject, folded=read.folded, batch=batch, origin=str(read.row), story=id_,
    )


def points_of(message: Message, found: Sequence[ReadPoint], now: dt.datetime) -> list[FeedbackPoint]:
    """The points of a message, due by their urgency. A message in which no point was found is one point for a person
    to look at, so that it is not lost."""
    kept = list(found) or [whole(message)]
    return [with_due(FeedbackPoint(secrets.token_hex(6), message.id, read), message, now) for read in kept]


def whole(message: Message) -> ReadPoint:
    """The whole message as a point that belongs to nobody yet."""
    start = len(message.text) - len(message.text.lstrip())
    text = message.text.strip()
    return ReadPoint(text, start, start + len(text), review=True, why=Why(Grounds.NOBODY))


def with_due(point: FeedbackPoint, message: Message, now: dt.datetime) -> FeedbackPoint:
    """The point with the moment its customer should be answered by."""
    return replace(point, due=due_at(received(message, now), point.read.urgency))


def settled(point: FeedbackPoint, departments: Sequence[str]) -> FeedbackPoint:
    """The point as a person decided it; the engine's first claim is kept beside it."""
    was = point.read
    claim = point.first
    if claim is None and was.why.grounds != Grounds.PERSON and was.departments:
        claim = was.departments[0]
    read = replace(was, departments=tuple(Routed(name, 1.0) for name in departments), review=False,
                   why=Why(Grounds.PERSON))
    return replace(point, read=read, first=claim, snoozed=None)


def received(message: Message, now: dt.datetime) -> dt.datetime:
    """When the clock of a message starts: on its day. What is brought in long after starts now, or a file of last
    year's voices would be late as a whole."""
    if not RECENT_DAYS > (now.date() - message.date).days > 0:
        return now
    return dt.datetime.combine(message.date, dt.time(0), now.tzinfo)


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())
