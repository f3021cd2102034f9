"""One mail as a message: who wrote, when, about what, and the words, apart from what they quote."""

from __future__ import annotations

import datetime as dt
from email.errors import MessageError
from email.message import Message
from email.parser import BytesParser
from email.policy import compat32
from email.utils import parsedate_to_datetime

from assistant.model.feedback import Channel
from assistant.ports.feedback import ReadMessage, Unreadable
from ingest.customers.cleaning import MAX_CHARACTERS, clean, one_line
from ingest.customers.folding import fold
from ingest.customers.mail.parts import Content, content_of
from ingest.customers.mail.words import header_text, sender
from ingest.telling.dates import exact, normalised, written_dates

ATTACHED = "📎 "
"""Stands before the name of each attachment, at the end of what is folded."""
_DEEPEST = 4


def read_letter(row: int, raw: bytes) -> ReadMessage | Unreadable:
    """A mail as it was sent; one that holds no words, or none that can be read, is unreadable."""
    try:
        mail = BytesParser(policy=compat32).parsebytes(raw)
        return _letter(row, mail, raw)
    except (MessageError, ValueError, LookupError, TypeError, AttributeError, IndexError, RecursionError) as error:
        # the parser of the standard library has met mails that break it; the mail then goes to the tray
        return Unreadable(row, "customers.mail_broken", {"reason": type(error).__name__}, raw)


def _letter(row: int, mail: Message, raw: bytes) -> ReadMessage | Unreadable:
    own, content = _innermost(mail)
    text = clean("\n\n".join(w for w in content.words if w.strip()))
    if not text and content.trouble:
        return Unreadable(row, content.trouble, {}, raw)
    subject = one_line(header_text(_raw(own, "subject")))[:500]
    if not text and not subject:
        return _without_words(row, content, raw)
    if len(text) > MAX_CHARACTERS:
        return Unreadable(row, "customers.too_long", {"characters": len(text), "limit": MAX_CHARACTERS}, raw)
    kept = fold(text or subject)
    return ReadMessage(
        row, kept.text, _date(own), one_line(sender(_raw(own, "from") or _raw(own, "reply-to")))[:200], Channel.EMAIL, subject,
        "\n\n".join(p for p in (kept.folded, *_inner_words(content, own is not mail), _attached(content)) if p),
        one_line(header_text(_raw(own, "message-id"))).strip("<> ")[:500])


def _innermost(mail: Message) -> tuple[Message, Content]:
    """The mail itself, or the one it passes on without a word of its own."""
    content = content_of(mail)
    for _ in range(_DEEPEST):
        if content.trouble or not content.inner or any(w.strip() for w in content.words):
            break
        mail = content.inner[0]
        content = content_of(mail)
    return mail, content


def _inner_words(content: Content, _passed_on: bool) -> list[str]:
    """What mails that hang on this one say, so that nothing is lost."""
    found = [clean("\n\n".join(content_of(inner).words)) for inner in content.inner]
    return [words[:MAX_CHARACTERS] for words in found if words]


def _attached(content: Content) -> str:
    return "\n".join(ATTACHED + one_line(name) for name in content.attached if one_line(name))


def _without_words(row: int, content: Content, raw: bytes) -> Unreadable:
    names = "、".join(one_line(name) for name in content.attached[:5])
    if not names:
        return Unreadable(row, "customers.mail_empty", {}, raw)
    return Unreadable(row, "customers.mail_attachments_only", {"names": names}, raw)


def _raw(mail: Message, name: str) -> str:
    """The first field of that name as it stands, bytes outside ASCII as surrogates."""
    return next((str(value) for key, value in mail.raw_items() if key.lower() == name), "")


def _date(mail: Message) -> dt.date | None:
    """The day the sender wrote on, by the sender's clock; of the last relay where that is missing."""
    for name in ("date", "resent-date", "delivery-date", "received"):
        value = header_text(_raw(mail, name)).rpartition(";")[2].strip()
        day = _day(value) if value else None
        if day:
            return day
    return None


def _day(value: str) -> dt.date | None:
    try:
        at = parsedate_to_datetime(value)
    except (ValueError, TypeError, IndexError, OverflowError):
        return next((w.date for w in written_dates(normalised(value))), None)
    return exact(at.year, at.month, at.day)
