"""Imports: their receipts, what could not be read, and taking them back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import uuid4

from sqlalchemy import Row, delete, insert, select

from assistant.errors import NotFound
from assistant.ports.feedback import Unreadable
from assistant.records import tables
from assistant.records.changes import upsert
from assistant.records.feedback_removal import remove_messages
from assistant.records.feedback_rows import parts
from assistant.records.feedback_tables import feedback_batches, feedback_messages, feedback_unreadable
from assistant.records.feedback_trail import detail
from assistant.records.store import Repository

_B, _U, _M = feedback_batches, feedback_unreadable, feedback_messages
_SHOWN = tuple(_U.c[name] for name in ("id", "batch", "row", "key", "values", "size"))


class FeedbackImports(Repository):
    """One receipt an import."""

    def save_batch(self, batch: str, receipt: Mapping[str, Any], who: str) -> None:
        """Who began it and when stays as it was."""
        with self.store.writing() as connection:
            row = connection.execute(select(_B).where(_B.c.batch == batch).with_for_update()).first()
            begun = {"who": row.who, "at": row.at} if row else {"who": who, "at": self.store.now()}
            upsert(connection, _B, {"batch": batch}, {"receipt": dict(receipt), **begun})
            before, after = row and row.receipt.get("state"), receipt.get("state")
            if row is None or before != after:
                self.store.audit(connection, who, "feedback.import", batch, detail(state=[before, after]))

    def batches(self, limit: int = 50) -> list[dict[str, Any]]:
        """"at" is when it began, in ISO form."""
        with self.store.reading() as connection:
            return [_receipt(row) for row in connection.execute(select(_B).order_by(_B.c.n.desc()).limit(limit))]

    def batch(self, batch: str) -> dict[str, Any]:
        """NotFound when there is no such import."""
        with self.store.reading() as connection:
            row = connection.execute(select(_B).where(_B.c.batch == batch)).first()
        if row is None:
            raise NotFound("records.no_import")
        return _receipt(row)

    def undo_batch(self, batch: str, who: str) -> int:
        """NotFound when nothing of it is there."""
        with self.store.writing() as connection:
            ids = list(connection.execute(select(_M.c.id).where(_M.c.batch == batch)).scalars())
            remove_messages(connection, ids)
            tray = connection.execute(delete(_U).where(_U.c.batch == batch)).rowcount
            receipt = connection.execute(delete(_B).where(_B.c.batch == batch)).rowcount
            if not ids and not tray and not receipt:
                raise NotFound("records.no_import")
            connection.execute(delete(tables.audit).where(tables.audit.c.subject == batch))
            self.store.audit(connection, who, "feedback.undo_import", batch, detail(messages=len(ids)))
        self.store.compact()
        return len(ids)

    def keep_unreadable(self, batch: str, unreadable: Sequence[Unreadable], who: str) -> None:
        if not unreadable:
            return
        rows = [{"id": uuid4().hex, "batch": batch, "row": item.row, "key": item.key, "values": dict(item.values),
                 "size": len(item.raw), "raw": item.raw} for item in unreadable]
        with self.store.writing() as connection:
            for some in parts({item.row for item in unreadable}):
                connection.execute(delete(_U).where(_U.c.batch == batch, _U.c.row.in_(some)))
            connection.execute(insert(_U), rows)
            self.store.audit(connection, who, "feedback.unreadable", batch, detail(rows=len(rows)))

    def unreadable(self, limit: int = 200) -> list[dict[str, Any]]:
        """Without their bytes."""
        with self.store.reading() as connection:
            rows = connection.execute(select(*_SHOWN).order_by(_U.c.n.desc()).limit(limit))
            return [dict(row._mapping) for row in rows]

    def unreadable_raw(self, unreadable_id: str) -> bytes:
        """What stood there."""
        with self.store.reading() as connection:
            raw = connection.execute(select(_U.c.raw).where(_U.c.id == unreadable_id)).scalar()
        if raw is None:
            raise NotFound("records.no_unreadable")
        return bytes(raw)

    def forget_unreadable(self, unreadable_id: str, who: str) -> None:
        with self.store.writing() as connection:
            if not connection.execute(delete(_U).where(_U.c.id == unreadable_id)).rowcount:
                raise NotFound("records.no_unreadable")
            self.store.audit(connection, who, "feedback.forget_unreadable", unreadable_id)
        self.store.compact()


def _receipt(row: Row[Any]) -> dict[str, Any]:
    return dict(row.receipt) | {"batch": row.batch, "at": row.at.isoformat(), "who": row.who}
