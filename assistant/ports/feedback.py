"""Customer messages: how files of them are read, how they are understood, and where they are kept."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from assistant.model import Organisation
from assistant.model.feedback import Channel, Example, FeedbackPoint, Message, ReadPoint, Rule


@dataclass(frozen=True, slots=True)
class ReadMessage:
    """A message as a file holds it. ``row``: its place in the file, from 1 (the header of a table counts as 1).
    ``reference`` is the sender's own id of it (a Message-ID, an id column), empty where there is none."""

    row: int
    text: str
    date: dt.date | None = None
    customer: str = ""
    channel: Channel = Channel.OTHER
    subject: str = ""
    folded: str = ""
    reference: str = ""


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A row or mail that could not be read: where it stood, why (a message key with values), and what it held."""

    row: int
    key: str
    values: Mapping[str, Any]
    raw: bytes = b""


@dataclass(frozen=True, slots=True)
class Columns:
    """How a table is read: the header, the first rows, and which column means what (field → column index) with the
    fields text, date, customer, channel, subject, reference."""

    header: tuple[str, ...]
    sample: tuple[tuple[str, ...], ...]
    mapping: Mapping[str, int]


class MessageReader(Protocol):
    """Files of customer messages: csv, xlsx, jsonl, txt, eml, mbox. Raises FileRejected for a file that is none."""

    def columns(self, path: Path) -> Columns | None:
        """Of a table; None for what has no columns."""

    def read(self, path: Path, mapping: Mapping[str, int] | None = None) -> Iterator[ReadMessage | Unreadable]: ...


class FeedbackEngine(Protocol):
    """Splits messages into points and routes them."""

    name: str

    def read(self, texts: Sequence[str], organisation: Organisation, examples: Sequence[Example],
             rules: Sequence[Rule]) -> list[list[ReadPoint]]:
        """The points of each text, in order."""

    def alike(self, message: Message, earlier: Sequence[Message]) -> tuple[Message, str] | None:
        """The earlier message that tells of the same happening, and the words that show it."""


class FeedbackLedger(Protocol):
    """Kept beside the rest of the records; every change writes an audit line. Missing ids raise NotFound."""

    def add_messages(self, messages: Sequence[tuple[Message, Sequence[FeedbackPoint]]], who: str) -> int:
        """Those whose key is new, whole or not at all; returns how many."""

    def known_keys(self, keys: Sequence[str]) -> set[str]: ...
    def message(self, message_id: str) -> Message: ...
    def messages(self, *, batch: str | None = None, since: dt.date | None = None, customer: str | None = None,
                 story: str | None = None, limit: int | None = None) -> list[Message]:
        """Newest first."""

    def points(self, *, review: bool | None = None, department: str | None = None, state: str | None = None,
               message_id: str | None = None, limit: int | None = None,
               offset: int = 0) -> list[tuple[FeedbackPoint, Message]]:
        """Newest message first; points in the order of their message."""

    def point(self, point_id: str) -> tuple[FeedbackPoint, Message]: ...
    def save_points(self, points: Sequence[FeedbackPoint], who: str, what: str) -> None:
        """Replace points in place; what they were is kept for ``undo_point``."""

    def undo_point(self, point_id: str, who: str) -> FeedbackPoint:
        """What the point (and its correction) was before the last change."""

    def set_story(self, message_id: str, story: str, why: str, who: str) -> None: ...
    def examples(self) -> list[Example]:
        """Every correction, oldest first."""

    def save_example(self, example: Example, who: str) -> None: ...
    def forget_example(self, point_id: str, who: str) -> None: ...
    def feedback_rules(self) -> list[Rule]: ...
    def save_feedback_rules(self, rules: Sequence[Rule], who: str) -> None: ...
    def save_batch(self, batch: str, receipt: Mapping[str, Any], who: str) -> None: ...
    def batches(self, limit: int = 50) -> list[dict[str, Any]]:
        """Receipts of imports, newest first, each with its id, time and who."""

    def undo_batch(self, batch: str, who: str) -> int:
        """Remove the messages an import brought, with their points and corrections; returns how many."""

    def point_history(self, point_id: str) -> list[Any]:
        """Audit entries of a point, oldest first."""
