"""Customer messages: how files of them are read, how they are understood, and where they are kept."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from assistant.model import Organisation
from assistant.model.feedback import Channel, Example, FeedbackPoint, Message, ReadPoint, Reply, Rule
from assistant.ports.records import AuditEntry


@dataclass(frozen=True, slots=True)
class ReadMessage:
    """A message as a file holds it. ``row`` is its place in the file from 1 (the header of a table counts).
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
    """A row or mail that could not be read: where it stood, why (a message key with its values), and its raw bytes,
    which go to the tray."""

    row: int
    key: str
    values: Mapping[str, Any]
    raw: bytes = b""


@dataclass(frozen=True, slots=True)
class Columns:
    """How a table is read: its header, its first rows, and which column holds what. ``mapping`` leads from the fields
    text, date, customer, channel, subject, reference to column indexes; fields not found are absent."""

    header: tuple[str, ...]
    sample: tuple[tuple[str, ...], ...]
    mapping: Mapping[str, int]


class MessageReader(Protocol):
    """Files of customer messages: csv, xlsx, jsonl, txt, eml, mbox. FileRejected for a file that is none of them."""

    def columns(self, path: Path) -> Columns | None:
        """Of a table; None for what has no columns."""

    def read(self, path: Path, mapping: Mapping[str, int] | None = None) -> Iterator[ReadMessage | Unreadable]:
        """In the order of the file, in bounded memory; one bad row never ends it. ``mapping`` in place of the guessed
        columns of a table."""


class FeedbackEngine(Protocol):
    """Splits messages into points and routes them."""

    name: str

    def read(self, texts: Sequence[str], organisation: Organisation, examples: Sequence[Example] = (),
             rules: Sequence[Rule] = ()) -> list[list[ReadPoint]]:
        """The points of each text, in order; a text without any content gives none."""

    def route(self, points: Sequence[str], organisation: Organisation, examples: Sequence[Example] = (),
              rules: Sequence[Rule] = ()) -> list[ReadPoint]:
        """Points that are already cut: each text is one (``start`` 0)."""


class FeedbackLedger(Protocol):
    """Kept beside the rest of the records; every change writes an audit line. Missing ids raise NotFound."""

    # messages and their points
    def add_messages(self, messages: Sequence[tuple[Message, Sequence[FeedbackPoint]]], who: str) -> int:
        """Those whose key is not there yet, all or none; returns how many."""

    def known_keys(self, keys: Sequence[str]) -> set[str]: ...
    def message(self, message_id: str) -> Message: ...
    def messages(self, *, batch: str | None = None, since: dt.date | None = None, until: dt.date | None = None,
                 customer: str | None = None, story: str | None = None, meeting: str | None = None,
                 limit: int | None = None) -> list[Message]:
        """Newest first."""

    def points(self, *, review: bool | None = None, department: str | None = None, state: str | None = None,
               message_id: str | None = None, since: dt.date | None = None, words: str = "",
               limit: int | None = None, offset: int = 0) -> list[tuple[FeedbackPoint, Message]]:
        """Newest message first, the points of a message in their order. ``review`` leaves snoozed points out until
        their day; ``department`` matches any of a point's departments; ``words`` are searched in the message."""

    def count_points(self, *, review: bool | None = None, department: str | None = None,
                     state: str | None = None) -> int: ...
    def point(self, point_id: str) -> tuple[FeedbackPoint, Message]: ...
    def save_points(self, points: Sequence[FeedbackPoint], who: str, what: str, detail: str = "") -> None:
        """Replace points of the same ids in place. What they were, and their correction, is kept for ``undo_points``;
        the points of one call are taken back together."""

    def replace_points(self, message_id: str, points: Sequence[FeedbackPoint], who: str, what: str) -> None:
        """All points of a message (a split, a merge); taken back by ``undo_points`` of any of them."""

    def undo_points(self, point_id: str, who: str) -> list[FeedbackPoint]:
        """Take back the last change that touched the point; returns the points of its message as they are then.
        NotFound when there is nothing to take back."""

    def point_history(self, point_id: str) -> list[AuditEntry]:
        """Oldest first."""

    def set_story(self, message_id: str, story: str, why: str, who: str) -> None: ...
    def set_answered(self, message_id: str, at: dt.datetime | None, who: str) -> None: ...

    # what people have taught
    def examples(self) -> list[Example]:
        """Every settled point, oldest first."""

    def save_example(self, example: Example, who: str) -> None:
        """Replaces the one of the same point."""

    def forget_example(self, point_id: str, who: str) -> None: ...
    def feedback_rules(self) -> list[Rule]: ...
    def save_feedback_rules(self, rules: Sequence[Rule], who: str) -> None: ...

    # imports and what could not be read
    def save_batch(self, batch: str, receipt: Mapping[str, Any], who: str) -> None:
        """A new receipt, or the same one as it stands now."""

    def batches(self, limit: int = 50) -> list[dict[str, Any]]:
        """Receipts, newest first, each with "batch", "at" and "who"."""

    def undo_batch(self, batch: str, who: str) -> int:
        """Remove the messages an import brought, with their points, corrections and tray; returns how many."""

    def keep_unreadable(self, batch: str, unreadable: Sequence[Unreadable], who: str) -> None: ...
    def unreadable(self, limit: int = 200) -> list[dict[str, Any]]:
        """The tray, newest first: {"id", "batch", "row", "key", "values", "size"}."""

    def unreadable_raw(self, unreadable_id: str) -> bytes: ...
    def forget_unreadable(self, unreadable_id: str, who: str) -> None: ...

    # replies
    def reply(self, message_id: str) -> Reply | None: ...
    def save_reply(self, reply: Reply, who: str) -> None: ...
