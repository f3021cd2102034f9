"""Points as a table to take away."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from assistant import exports
from assistant.desk.feedback import shapes
from assistant.errors import InvalidInput
from assistant.messages import text
from assistant.model.feedback import FeedbackPoint, Message

Plain = dict[str, Any]
COLUMNS = ("date", "customer", "channel", "text", "departments", "confidence", "review", "state", "owner", "due",
           "sentiment", "urgency", "reason", "message")


def sheet(found: list[tuple[FeedbackPoint, Message]], format: str, lang: str) -> Plain:
    """{"name", "mime", "content"}; ``format`` is csv or xlsx, InvalidInput otherwise."""
    if format not in exports.SHEET_FORMATS:
        raise InvalidInput("desk.bad_format", value=format, known=", ".join(exports.SHEET_FORMATS))
    header = [text(f"feedback.column_{name}", lang) for name in COLUMNS]
    content = exports.SHEET_FORMATS[format](header, _rows(found, lang))
    return {"name": f"{text('feedback.export_name', lang)}.{format}", "mime": exports.MIME[format], "content": content}


def _rows(found: list[tuple[FeedbackPoint, Message]], lang: str) -> Iterator[list[str]]:
    for point, message in found:
        read = point.read
        first = f"{read.departments[0].confidence:.2f}" if read.departments else ""
        yield [
            message.date.isoformat(), message.customer, text(f"feedback.channel_{message.channel}", lang), read.text,
            ("・" if lang == "ja" else ", ").join(shapes.names_of(read.departments)), first,
            text("feedback.waits", lang) if read.review else "", text(f"feedback.state_{point.state}", lang),
            point.owner, f"{point.due:%Y-%m-%d %H:%M}" if point.due else "",
            text(f"feedback.sentiment_{read.sentiment}", lang), text(f"feedback.urgency_{read.urgency}", lang),
            shapes.reason(read, lang), message.text,
        ]
