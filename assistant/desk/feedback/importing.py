"""One import, chunk by chunk. What a chunk brought and its receipt are stored before the next one begins, so that a
stopped import goes on where it was and nothing is there twice."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import TypeVar

from assistant.desk.feedback.joining import Joining
from assistant.desk.feedback.making import key_of, message_of, points_of
from assistant.desk.feedback.reading import Reading
from assistant.desk.feedback.receipts import CANCELLED, DONE, FAILED, JOINING, Receipt
from assistant.desk.feedback.vectors import PointVectors
from assistant.errors import RenkeiError
from assistant.messages import text
from assistant.model.feedback import Message
from assistant.ports.clock import Clock
from assistant.ports.feedback import FeedbackLedger, MessageReader, ReadMessage, Unreadable

CHUNK = 100
MOST_JOINED = 20_000
"""The newest messages of an import that are compared with others; more would not fit into memory."""

COUNTED_BYTES = 64_000_000
"""Files up to this size are read once before, to know how much there is."""

Row = ReadMessage | Unreadable
Item = TypeVar("Item")


@dataclass(frozen=True)
class Importing:
    """Runs imports. ``run`` may be called again with the receipt of one that was stopped."""

    voices: FeedbackLedger
    files: MessageReader
    reading: Reading
    joining: Joining
    vectors: PointVectors
    clock: Clock

    def run(self, receipt: Receipt, who: str, stopping: Callable[[], bool] = lambda: False,
            cancelled: Callable[[], bool] = lambda: False) -> Receipt:
        """To its end; the receipt as it is then. With ``stopping`` it comes back unfinished, to be gone on with.
        Errors of the file or of a model end in the receipt."""
        path = Path(receipt.path)
        try:
            receipt = replace(receipt, total=receipt.total or self._count(path, receipt.mapping))
            rows = self.files.read(path, receipt.mapping)
            for chunk in _chunks(islice(rows, receipt.read, None), CHUNK):
                if stopping():
                    return receipt
                if cancelled():
                    return self._keep(replace(receipt, state=CANCELLED), who)
                receipt = self._take(receipt, chunk, who)
            receipt = self._join(replace(receipt, total=receipt.read), who, lambda: stopping() or cancelled())
        except RenkeiError as error:
            values = {name: v if isinstance(v, int | float) else str(v) for name, v in error.values.items()}
            told = {"key": error.key, "values": values | ({"name": receipt.name} if "name" in values else {})}
            return self._keep(replace(receipt, state=FAILED, error=told), who)
        if stopping():
            return receipt
        return self._keep(replace(receipt, state=CANCELLED if cancelled() else DONE), who)

    def _take(self, receipt: Receipt, chunk: Sequence[Row], who: str) -> Receipt:
        began = time.monotonic()
        unreadable = [row for row in chunk if isinstance(row, Unreadable)]
        for row in unreadable:
            receipt = receipt.with_skipped(row)
        if unreadable:
            self.voices.keep_unreadable(receipt.batch, unreadable, who)
        receipt = self._add(receipt, [row for row in chunk if isinstance(row, ReadMessage)], who)
        return self._keep(replace(receipt, seconds=receipt.seconds + time.monotonic() - began), who)

    def _add(self, receipt: Receipt, rows: Sequence[ReadMessage], who: str) -> Receipt:
        keyed: dict[str, ReadMessage] = {}
        for row in rows:
            keyed.setdefault(key_of(row), row)
        known = self.voices.known_keys(list(keyed))
        stored = self._stored(receipt, [(key, keyed[key]) for key in known])
        fresh = [message_of(row, receipt.batch, self.clock.today()) for key, row in keyed.items() if key not in known]
        understood = self.reading.read([m.text for m in fresh], receipt.asked, receipt.lang,
                                       [m.customer for m in fresh])
        now = self.clock.now()
        made = [(m, points_of(m, found, now)) for m, found in zip(fresh, understood.points, strict=True)]
        self.voices.add_messages(made, who)
        self.vectors.of([point for _, points in made for point in points])  # the engine has them still at hand
        added = len(made) + len(stored)
        there = self.voices.points_of([m.id for m in stored])
        points = sum(map(len, (*(points for _, points in made), *there.values())))
        return replace(
            receipt, read=receipt.read + len(rows), messages=receipt.messages + added,
            duplicates=receipt.duplicates + len(rows) - added, points=receipt.points + points,
            engine=receipt.engine or understood.engine, notes=tuple(dict.fromkeys((*receipt.notes, *understood.notes))))

    def _stored(self, receipt: Receipt, known: Sequence[tuple[str, ReadMessage]]) -> list[Message]:
        """The messages of these very rows that the import has stored already: where it was stopped, a chunk may stand
        there without its receipt."""
        found = [(self.voices.message_with_key(key), row) for key, row in known]
        return [m for m, row in found if m and m.batch == receipt.batch and m.origin == str(row.row)]

    def _join(self, receipt: Receipt, who: str, stopping: Callable[[], bool]) -> Receipt:
        """Join what the whole import brought to stories: a file may hold the newest message first."""
        brought = self.voices.messages(batch=receipt.batch, limit=MOST_JOINED)
        alone = [m for m in brought if m.story in ("", m.id)]
        if receipt.messages > MOST_JOINED:
            note = text("feedback.joined_newest", receipt.lang, count=MOST_JOINED)
            receipt = replace(receipt, notes=tuple(dict.fromkeys((*receipt.notes, note))))
        receipt = replace(receipt, step=JOINING, joined=len(brought) - len(alone), looked=len(brought) - len(alone))
        began = time.monotonic()
        for looked, joined in self.joining.slices(alone, who):
            now = time.monotonic()
            receipt = self._keep(replace(receipt, looked=receipt.looked + looked, joined=receipt.joined + joined,
                                         seconds=receipt.seconds + now - began), who)
            began = now
            if stopping():
                break
        return receipt

    def _keep(self, receipt: Receipt, who: str) -> Receipt:
        self.voices.save_batch(receipt.batch, receipt.plain(), who)
        return receipt

    def _count(self, path: Path, mapping: Mapping[str, int] | None) -> int | None:
        if path.stat().st_size > COUNTED_BYTES:
            return None
        return sum(1 for _ in self.files.read(path, mapping))


def _chunks(rows: Iterable[Item], size: int) -> Iterator[list[Item]]:
    rest = iter(rows)
    while chunk := list(islice(rest, size)):
        yield chunk
