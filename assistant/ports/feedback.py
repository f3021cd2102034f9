"""Customer messages: how files of them are read, how they are understood, and where they are kept."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from assistant.model import Organisation
from assistant.model.feedback import Channel, Example, FeedbackPoint, Message, ReadPoint, Reply, Rule
from assistant.ports.feedback_counts import (
    Correction,
    DayCount,
    DepartmentCounts,
    Settled,
    StoryCounts,
    Waiting,
)
from assistant.ports.records import AuditEntry

__all__ = [
    "Columns", "Correction", "DayCount", "DepartmentCounts", "FeedbackEngine", "FeedbackLedger", "MaskingEngine",
    "MessageReader",
    "ReadMessage", "Settled", "StoryCounts", "Unreadable", "Waiting",
]


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


MESSAGE_FIELDS = ("text", "date", "customer", "channel", "subject", "reference")
"""What a column of a table may hold."""


@dataclass(frozen=True, slots=True)
class Columns:
    """How a table is read: its header, its first rows, and which column holds what. ``mapping`` leads from the fields
    MESSAGE_FIELDS to column indexes; fields not found are absent."""

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


class MaskingEngine(FeedbackEngine, Protocol):
    """An engine to whose model texts leave this house, masked."""

    def read(self, texts: Sequence[str], organisation: Organisation, examples: Sequence[Example] = (),
             rules: Sequence[Rule] = (), customers: Sequence[str] = ()) -> list[list[ReadPoint]]:
        """``customers``: names to mask beside those that are recognised as names."""


class FeedbackLedger(Protocol):
    """Kept beside the rest of the records; every change writes an audit line. Missing ids raise NotFound."""

    # messages and their points
    def add_messages(self, messages: Sequence[tuple[Message, Sequence[FeedbackPoint]]], who: str) -> int:
        """Those whose key is not there yet, all or none; returns how many."""

    def known_keys(self, keys: Sequence[str]) -> set[str]: ...
    def message(self, message_id: str) -> Message: ...
    def message_with_key(self, key: str) -> Message | None: ...
    def messages(self, *, batch: str | None = None, since: dt.date | None = None, until: dt.date | None = None,
                 customer: str | None = None, story: str | None = None, meeting: str | None = None,
                 limit: int | None = None) -> list[Message]:
        """Newest first."""

    def points(self, *, review: bool | None = None, department: str | None = None, state: str | None = None,
               message_id: str | None = None, since: dt.date | None = None, words: str = "",
               late_at: dt.datetime | None = None,
               limit: int | None = None, offset: int = 0) -> list[tuple[FeedbackPoint, Message]]:
        """Newest message first, the points of a message in their order. ``review`` leaves snoozed points out until
        their day; ``department`` matches any of a point's departments; ``state`` may be "open" for new and on hold;
        ``words``, separated by spaces, are all searched in the message, whatever their width and letter case;
        ``late_at`` gives open points that were due before and whose clock runs."""

    def count_points(self, *, review: bool | None = None, department: str | None = None,
                     state: str | None = None, message_id: str | None = None, since: dt.date | None = None,
                     words: str = "", late_at: dt.datetime | None = None) -> int: ...
    def points_with(self, ids: Sequence[str]) -> list[tuple[FeedbackPoint, Message]]:
        """In the order of ``ids``; those that are gone are left out."""

    def points_of(self, message_ids: Sequence[str]) -> dict[str, list[FeedbackPoint]]:
        """The points of many messages at once, each in their order; a message without points is absent."""

    def point(self, point_id: str) -> tuple[FeedbackPoint, Message]: ...
    def save_points(self, points: Sequence[FeedbackPoint], who: str, what: str, detail: str = "",
                    examples: Sequence[Example] = ()) -> None:
        """Replace points of the same ids in place, and keep what they teach (``examples`` of these points) with them.
        What they were, and their correction, is kept for ``undo_points``; the points of one call are taken back
        together. Points that are as they were leave no trace. Without ``detail`` the audit tells what changed, as
        JSON: {"state": ["new", "done"], "departments": [["物流部"], ["営業部"]], …}."""

    def replace_points(self, message_id: str, points: Sequence[FeedbackPoint], who: str, what: str,
                       examples: Sequence[Example] = ()) -> None:
        """All points of a message (a split, a merge); taken back by ``undo_points`` of any of them. The correction of
        a point that goes, goes with it."""

    def undo_points(self, point_id: str, who: str) -> list[FeedbackPoint]:
        """Take back the last change that touched the point; returns the points of its message as they are then.
        Other points of the same change that have been changed again since stay as they are; a split or merge whose
        parts have been changed again since is a Conflict. NotFound when there is nothing to take back."""

    def point_history(self, point_id: str) -> list[AuditEntry]:
        """Oldest first."""

    def set_story(self, message_id: str, story: str, why: str, who: str) -> None:
        """Move this message alone into the story that message ``story`` is part of; its own id takes it out of its
        story. A story whose first message leaves is then led by the next one."""

    def story_sizes(self, stories: Sequence[str]) -> dict[str, int]:
        """Story → how many customers tell it; a message without a customer's name counts as one."""

    def stories(self, *, open_only: bool = False, limit: int | None = None, offset: int = 0) -> list[StoryCounts]:
        """Stories of two messages or more, last told first; open: somebody in it is not answered."""

    def set_answered(self, message_id: str, at: dt.datetime | None, who: str) -> None: ...

    # counted, for the overview
    def waiting(self) -> list[Waiting]:
        """All of the review queue but what is snoozed, newest message first, without reading the points themselves
        (``points_with`` reads those that are shown)."""

    def department_counts(self, now: dt.datetime) -> list[DepartmentCounts]:
        """By name; departments without any point are absent."""

    def day_counts(self, since: dt.date, until: dt.date) -> list[DayCount]:
        """Points of these days, both included, by date; a point of two departments counts in each."""

    # what people have taught
    def examples(self) -> list[Example]:
        """Every settled point, oldest first."""

    def save_example(self, example: Example, who: str) -> None:
        """Replaces the one of the same point."""

    def forget_example(self, point_id: str, who: str) -> None: ...
    def corrections(self, limit: int | None = None, offset: int = 0) -> list[Correction]:
        """Newest first."""

    def settled(self, since: dt.datetime | None = None) -> list[Settled]:
        """Points people settled since then, oldest first."""

    def feedback_rules(self) -> list[Rule]: ...
    def save_feedback_rules(self, rules: Sequence[Rule], who: str) -> None: ...

    # imports and what could not be read
    def save_batch(self, batch: str, receipt: Mapping[str, Any], who: str) -> None:
        """A new receipt, or the same one as it stands now. The audit tells its start and changes of its "state"."""

    def batches(self, limit: int = 50) -> list[dict[str, Any]]:
        """Receipts, newest first, each with "batch", "at" and "who"."""

    def batch(self, batch: str) -> dict[str, Any]:
        """One receipt, as in ``batches``."""

    def undo_batch(self, batch: str, who: str) -> int:
        """Remove the messages an import brought, with their points, corrections and tray, its receipt and their
        audit lines; returns how many messages. One audit line stays."""

    def keep_unreadable(self, batch: str, unreadable: Sequence[Unreadable], who: str) -> None:
        """In place of what the tray holds of the same rows of the batch."""

    def unreadable(self, limit: int = 200) -> list[dict[str, Any]]:
        """The tray, newest first: {"id", "batch", "row", "key", "values", "size"}."""

    def unreadable_raw(self, unreadable_id: str) -> bytes: ...
    def forget_unreadable(self, unreadable_id: str, who: str) -> None: ...

    # what an embedding model made of messages and points; derived, so not audited
    def save_feedback_vectors(self, model: str, items: Sequence[tuple[str, str]], vectors: Any) -> None:
        """``items``: (id of a message or point, id of its message); ``vectors``: shape (len(items), dimension), float16
        or else kept as float32. Replaces those of the same ids; items whose message is gone are left out."""

    def feedback_vectors(self, model: str, items: Sequence[str]) -> dict[str, Any]:
        """Id → vector, float32, shape (dimension,), of those there are. A point whose words change loses its own."""

    # replies
    def reply(self, message_id: str) -> Reply | None: ...
    def save_reply(self, reply: Reply, who: str) -> None: ...
