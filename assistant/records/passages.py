"""Passages and their vectors, so that the search index can be made again without embedding again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from sqlalchemy import Connection, Row, Select, delete, insert, select, tuple_

from assistant.model import Passage
from assistant.records import tables
from assistant.records.meetings import meeting_of
from assistant.records.store import Repository

_P, _V, _M = tables.passages, tables.vectors, tables.meetings
_BATCH = 2000


class Passages(Repository):
    """Series and date of a passage are those its meeting has now."""

    def save_passages(self, meeting_id: str, passages: Sequence[Passage], vectors: Any, model: str) -> None:
        """Replace a meeting's passages. ``vectors`` has shape (len(passages), dimension), float16 or else kept as
        float32; None or no rows where nothing could be embedded. Vectors of other models stay where a passage
        has kept its id and text."""
        rows = None if vectors is None or not len(vectors) else np.asarray(vectors)
        if rows is not None and len(rows) != len(passages):
            raise ValueError(f"{len(passages)} passages and {len(rows)} vectors")
        with self.store.writing() as connection:
            meeting_of(connection, meeting_id, lock=True)
            kept = _other_vectors(connection, meeting_id, passages, model)
            connection.execute(delete(_P).where(_P.c.meeting_id == meeting_id))
            if passages:
                connection.execute(insert(_P), [_columns(meeting_id, p, place) for place, p in enumerate(passages)])
            kept += [] if rows is None else _vector_rows(meeting_id, passages, rows, model)
            if kept:
                connection.execute(insert(_V), kept)
            self.store.audit(connection, "renkei", "passages.save", meeting_id, str(len(passages)), meeting_id)

    def passages(self, meeting_id: str | None = None) -> Iterator[Passage]:
        """One meeting's passages in order, or everybody's, meeting by meeting."""
        query = _with_meeting(select(_P, _M.c.series, _M.c.date))
        if meeting_id is not None:
            query = query.where(_P.c.meeting_id == meeting_id)
        for row in self._in_batches(query):
            yield _from(row)

    def vectors(self, model: str) -> Iterator[tuple[Passage, npt.NDArray[np.float32]]]:
        """Every passage this model has embedded, with its vector, float32, shape (dimension,)."""
        query = _with_meeting(select(_P, _M.c.series, _M.c.date, _V.c.vector, _V.c.dtype))
        same = (_V.c.meeting_id == _P.c.meeting_id) & (_V.c.passage_id == _P.c.id) & (_V.c.model == model)
        for row in self._in_batches(query.join(_V, same)):
            yield _from(row), np.frombuffer(row.vector, dtype=np.dtype(row.dtype)).astype(np.float32)

    def _in_batches(self, query: Select[Any]) -> Iterator[Row[Any]]:
        """Rows in order, read in batches: nothing stays open while the caller works."""
        place = tuple_(_P.c.meeting_id, _P.c.position)
        ordered, after = query.order_by(_P.c.meeting_id, _P.c.position).limit(_BATCH), ("", -1)
        while True:
            with self.store.reading() as connection:
                rows = list(connection.execute(ordered.where(place > after)))
            yield from rows
            if len(rows) < _BATCH:
                return
            after = (rows[-1].meeting_id, rows[-1].position)


def _with_meeting(query: Select[Any]) -> Select[Any]:
    return query.join_from(_P, _M, _P.c.meeting_id == _M.c.id)


def _columns(meeting_id: str, passage: Passage, place: int) -> dict[str, Any]:
    return {"meeting_id": meeting_id, "position": place, "id": passage.id, "from_i": passage.from_i,
            "to_i": passage.to_i, "start_s": passage.start_s, "text": passage.text,
            "speakers": list(passage.speakers), "departments": list(passage.departments)}


def _from(row: Row[Any]) -> Passage:
    return Passage(row.id, row.meeting_id, row.from_i, row.to_i, row.start_s, row.text, row.series, row.date,
                   tuple(row.speakers), tuple(row.departments))


def _vector_rows(meeting_id: str, passages: Sequence[Passage], vectors: npt.NDArray[Any],
                 model: str) -> list[dict[str, Any]]:
    dtype = "<f2" if vectors.dtype == np.float16 else "<f4"
    whole = np.ascontiguousarray(vectors, dtype=np.dtype(dtype))
    return [{"model": model, "meeting_id": meeting_id, "passage_id": p.id, "dtype": dtype, "vector": vector.tobytes()}
            for p, vector in zip(passages, whole, strict=True)]


def _other_vectors(connection: Connection, meeting_id: str, passages: Sequence[Passage],
                   model: str) -> list[dict[str, Any]]:
    old = dict(connection.execute(select(_P.c.id, _P.c.text).where(_P.c.meeting_id == meeting_id)).tuples().all())
    same = {p.id for p in passages if old.get(p.id) == p.text}
    query = select(_V).where(_V.c.meeting_id == meeting_id, _V.c.model != model)
    return [row._asdict() for row in connection.execute(query) if row.passage_id in same]
