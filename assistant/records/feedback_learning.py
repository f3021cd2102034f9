"""What people have taught: corrections, and the rules they set."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select

from assistant.errors import NotFound
from assistant.model.feedback import Example, Rule
from assistant.ports.feedback import Correction, Settled
from assistant.records.columns import as_utc
from assistant.records.feedback_rows import parts, point_from
from assistant.records.feedback_tables import feedback_examples, feedback_points, feedback_rules
from assistant.records.feedback_trail import detail
from assistant.records.store import Repository, Store

_E, _R, _P = feedback_examples, feedback_rules, feedback_points


class FeedbackLearning(Repository):
    """Examples of where points belong, by the point they were settled on."""

    def examples(self) -> list[Example]:
        """Every settled point, oldest first."""
        with self.store.reading() as connection:
            return [_example(row) for row in connection.execute(select(_E).order_by(_E.c.n))]

    def save_example(self, example: Example, who: str) -> None:
        """Replaces the one of the same point. One that says the same again keeps its age."""
        with self.store.writing() as connection:
            before = taught(connection, [example.point_id]).get(example.point_id)
            if teach(self.store, connection, [example], who):
                said = detail(departments=[before and before["departments"], list(example.departments)])
                message = _message(connection, example.point_id)
                self.store.audit(connection, who, "feedback.teach", example.point_id, said, message_id=message)

    def forget_example(self, point_id: str, who: str) -> None:
        """NotFound when the point teaches nothing."""
        with self.store.writing() as connection:
            before = taught(connection, [point_id]).get(point_id)
            if before is None:
                raise NotFound("records.no_correction")
            unteach(connection, [point_id])
            said = detail(departments=[before["departments"], None])
            message = before["message_id"]
            self.store.audit(connection, who, "feedback.forget", point_id, said, message_id=message)

    def corrections(self, limit: int | None = None, offset: int = 0) -> list[Correction]:
        query = select(_E).order_by(_E.c.n.desc()).limit(limit).offset(offset)
        with self.store.reading() as connection:
            return [Correction(_example(row), row.who, row.at) for row in connection.execute(query)]

    def settled(self, since: dt.datetime | None = None) -> list[Settled]:
        query = select(_E.c.departments, _E.c.at, _P.c.id, _P.c.asked, _P.c.document)
        query = query.join_from(_E, _P, _E.c.point_id == _P.c.id).order_by(_E.c.at, _E.c.n)
        with self.store.reading() as connection:
            rows = connection.execute(query if since is None else query.where(_E.c.at >= since))
            return [Settled(row.id, point_from(row).first, row.asked, tuple(row.departments), row.at) for row in rows]

    def feedback_rules(self) -> list[Rule]:
        """In the order they are tried."""
        with self.store.reading() as connection:
            rows = connection.execute(select(_R).order_by(_R.c.position))
            return [Rule(tuple(row.words), row.department) for row in rows]

    def save_feedback_rules(self, rules: Sequence[Rule], who: str) -> None:
        """All rules there are from now on."""
        rows = [{"position": position, "words": list(rule.words), "department": rule.department}
                for position, rule in enumerate(rules)]
        with self.store.writing() as connection:
            connection.execute(delete(_R))
            if rows:
                connection.execute(insert(_R), rows)
            self.store.audit(connection, who, "feedback.rules", "feedback_rules", detail(rules=len(rows)))


def taught(connection: Connection, ids: Iterable[str]) -> dict[str, dict[str, Any]]:
    """What these points teach, as plain values ``teach_again`` takes; points that teach nothing are absent."""
    queries = (select(_E).where(_E.c.point_id.in_(some)) for some in parts(set(ids)))
    return {row.point_id: row._asdict() | {"at": row.at.isoformat()} for query in queries
            for row in connection.execute(query)}


def teach(store: Store, connection: Connection, examples: Sequence[Example], who: str) -> set[str]:
    """Keep what is new in these examples; returns the points it is new of."""
    before = taught(connection, (example.point_id for example in examples))
    fresh = {e.point_id: e for e in examples if says_other(before.get(e.point_id), e)}
    unteach(connection, fresh)
    for example in fresh.values():
        connection.execute(insert(_E).values(
            point_id=example.point_id, message_id=_message(connection, example.point_id), text=example.text,
            departments=list(example.departments), who=who, at=store.now()))
    return set(fresh)


def says_other(before: Mapping[str, Any] | None, example: Example) -> bool:
    """Whether an example differs from what was taught."""
    return before is None or (before["text"], before["departments"]) != (example.text, list(example.departments))


def unteach(connection: Connection, ids: Iterable[str]) -> None:
    """These points teach nothing any more."""
    for some in parts(ids):
        connection.execute(delete(_E).where(_E.c.point_id.in_(some)))


def teach_again(connection: Connection, examples: Mapping[str, Mapping[str, Any] | None]) -> None:
    """What points taught before, in the place it had; None for those that taught nothing."""
    unteach(connection, examples)
    rows = [dict(kept) | {"at": as_utc(kept["at"])} for kept in examples.values() if kept is not None]
    if rows:
        connection.execute(insert(_E), rows)


def _message(connection: Connection, point_id: str) -> str | None:
    return connection.execute(select(_P.c.message_id).where(_P.c.id == point_id)).scalar()


def _example(row: Row[Any]) -> Example:
    return Example(row.point_id, row.text, tuple(row.departments))
