"""Replies to customers: drafted, and taken out as a mail."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTPUTF8
from typing import Any

from assistant.desk.drafting import choose
from assistant.errors import Conflict, NotFound
from assistant.exports.clean import clean
from assistant.feedback.llm_replies import LlmReplies
from assistant.feedback.replies import Sender, drafted
from assistant.messages import text
from assistant.model.feedback import FeedbackPoint, Message, Reply, ReplyState

Plain = dict[str, Any]


@dataclass(frozen=True)
class Replying:
    """``company`` tells who answers, ``writer`` which model may write (None: none is configured)."""

    company: Callable[[], str]
    writer: Callable[[], LlmReplies | None]

    def draft(self, message: Message, points: Sequence[FeedbackPoint], facts: Sequence[str], engine: str,
              lang: str) -> Plain:
        """{"text", "state", "engine", "notes"}: the facts at hand, and no promise beyond them."""
        sender, model = Sender(self.company()), self.writer()
        made, note = choose(engine, lambda: drafted(message, points, facts, sender, lang),
                            (lambda: model.draft(message, points, facts, sender, lang)) if model else None, lang)
        notes = [*made.notes, *([note] if note else [])]
        return {"text": made.text, "state": str(ReplyState.DRAFT), "engine": made.engine, "notes": notes}

    def file(self, message: Message, reply: Reply | None) -> Plain:
        """A mail ready to open. NotFound without a reply, Conflict before it is approved."""
        if reply is None or not reply.text:
            raise NotFound("feedback.no_reply")
        if reply.state == ReplyState.DRAFT:
            raise Conflict("feedback.not_approved")
        mail = EmailMessage(policy=SMTPUTF8)
        subject = clean(message.subject)
        mail["Subject"] = f"Re: {subject}" if subject else text("feedback.reply_subject", message.lang)
        mail["X-Unsent"] = "1"  # mail programs open it as a draft of one's own
        mail.set_content(reply.text)
        return {"name": f"reply-{message.id}.eml", "mime": "message/rfc822", "content": mail.as_bytes()}
