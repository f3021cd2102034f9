"""What people and engines make of points, and taking it back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, select

from assistant.errors import NotFound
from assistant.model.feedback import Example, FeedbackPoint
from assistant.ports.records import AuditEntry
from assistant.records import tables
from assistant.records.audit import entry
from assistant.records.feedback_learning import says_other, taught, teach, teach_again, unteach
from assistant.records.feedback_rows import (
    Place,
    Stored,
    delete_points,
    insert_points,
    message_row,
    points_in_order,
    stored_points,
    update_points,
)
from assistant.records.feedback_trail import changed, note
from assistant.records.feedback_undo import forget, last_change, remember, remembered
from assistant.records.feedback_vectors import drop_vectors
from assistant.records.store import Repository


class FeedbackChanges(Repository):
    """Changes of points. Each remembers what was before."""

    def save_points(self, points: Sequence[FeedbackPoint], who: str, what: str, detail: str = "",
                    examples: Sequence[Example] = ()) -> None:
        """NotFound when one of them is gone; then nothing is changed."""
        wanted = {point.id: point for point in points}
        learnt = _of_these(examples, wanted)
        with self.store.writing() as connection:
            before = stored_points(connection, wanted, lock=True)
            for point_id, point in wanted.items():
                if point_id not in before:
                    raise NotFound("records.no_point", point=point_id)
                _same_message(point, before[point_id].place)
            now: dict[str, Stored | None] = {
                i: Stored(point, before[i].asked, before[i].place) for i, point in wanted.items()}
            self._change(connection, before, now, learnt, who, what, detail)

    def replace_points(self, message_id: str, points: Sequence[FeedbackPoint], who: str, what: str,
                       examples: Sequence[Example] = ()) -> None:
        wanted = {point.id: point for point in points}
        learnt = _of_these(examples, wanted)
        with self.store.writing() as connection:
            row = message_row(connection, message_id, lock=True)
            place = Place(row.id, row.date, row.n)
            before = {stored.point.id: stored for stored in points_in_order(connection, [message_id])}
            now: dict[str, Stored | None] = dict.fromkeys(before)
            for point in points:
                _same_message(point, place)
                asked = before[point.id].asked if point.id in before else point.read.review
                now[point.id] = Stored(point, asked, place)
            self._change(connection, before, now, learnt, who, what)

    def undo_points(self, point_id: str, who: str) -> list[FeedbackPoint]:
        with self.store.writing() as connection:
            rows = last_change(connection, point_id)
            was = remembered(connection, rows)
            now = stored_points(connection, was, lock=True)
            _put(connection, now, was)
            teach_again(connection, {row.point_id: row.example for row in rows})
            forget(connection, rows)
            _note(self, connection, now, was, who, "feedback.undo")
            message_id = next(row.message_id for row in rows if row.point_id == point_id)
            return [stored.point for stored in points_in_order(connection, [message_id])]

    def point_history(self, point_id: str) -> list[AuditEntry]:
        """Oldest first; that of a point which was split or merged away, too."""
        audit = tables.audit
        with self.store.reading() as connection:
            rows = connection.execute(select(audit).where(audit.c.subject == point_id).order_by(audit.c.n))
            return [entry(row) for row in rows]

    def _change(self, connection: Connection, before: Mapping[str, Stored], now: Mapping[str, Stored | None],
                learnt: Mapping[str, Example], who: str, what: str, detail: str = "") -> None:
        """Put what differs of ``now`` in place of ``before``, with what it teaches. None removes a point."""
        kept = taught(connection, now)
        changes = {i: stored for i, stored in now.items() if before.get(i) != stored
                   or (i in learnt and says_other(kept.get(i), learnt[i]))}
        places = {i: (stored or before[i]).place for i, stored in changes.items()}
        whole = any(stored is None or i not in before for i, stored in changes.items())
        remember(connection, places, before, kept, whole)
        _put(connection, before, changes)
        unteach(connection, [i for i, stored in changes.items() if stored is None])
        teach(self.store, connection, [learnt[i] for i in changes if i in learnt], who)
        _note(self, connection, before, changes, who, what, detail)


def _put(connection: Connection, before: Mapping[str, Stored], wanted: Mapping[str, Stored | None]) -> None:
    drop_vectors(connection, [i for i, stored in wanted.items() if i in before and _words(before[i]) != _words(stored)])
    delete_points(connection, [i for i, stored in wanted.items() if stored is None])
    there = [stored for stored in wanted.values() if stored is not None]
    update_points(connection, [stored for stored in there if stored.point.id in before])
    insert_points(connection, [stored for stored in there if stored.point.id not in before])


def _words(stored: Stored | None) -> str | None:
    return stored.point.read.text if stored else None


def _note(repository: Repository, connection: Connection, before: Mapping[str, Stored],
          now: Mapping[str, Stored | None], who: str, what: str, detail: str = "") -> None:
    lines: list[tuple[str, str, str | None]] = []
    for point_id, stored in now.items():
        old = before.get(point_id)
        said = detail or changed(old.point if old else None, stored.point if stored else None)
        there = stored or old
        lines.append((point_id, said, there.place.message_id if there else None))
    note(repository.store, connection, who, what, lines)


def _of_these(examples: Sequence[Example], points: Mapping[str, FeedbackPoint]) -> dict[str, Example]:
    if astray := [example.point_id for example in examples if example.point_id not in points]:
        raise ValueError(f"examples of other points: {astray}")
    return {example.point_id: example for example in examples}


def _same_message(point: FeedbackPoint, place: Place) -> None:
    if point.message_id != place.message_id:
        raise ValueError(f"point {point.id} is of message {place.message_id}, not of {point.message_id}")
