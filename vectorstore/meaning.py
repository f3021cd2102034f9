"""Search by meaning whatever happens: Chroma where it stands, the exact scan where it does not, and a new generation
of Chroma built behind the scenes until it stands again."""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

from assistant.errors import IndexBroken, ModelUnavailable
from vectorstore.building import Change, Filling, settle
from vectorstore.dense import Dense, Place, Pointer
from vectorstore.exact import ExactSearch
from vectorstore.probe import survives

if TYPE_CHECKING:
    from assistant.model import Passage, Scope
    from assistant.ports.search import Embedder, PassageRecords, Vectors

_RETRY_S = 60.0
_PATIENCE_S = 30.0
_WAIT_ABOVE = 20_000
"""While Chroma is still opening, up to this many passages are scanned; with more the question waits for Chroma."""


class Meaning:
    """Owns the generations. Writes take ``lock``, which the whole index shares; questions take none."""

    def __init__(self, place: Place, embedder: Embedder, records: PassageRecords, lock: threading.RLock) -> None:
        self._place = place
        self._embedder = embedder
        self._records = records
        self._lock = lock
        self._pointer = Pointer(place.folder / "chroma.json")
        self._exact = ExactSearch(lambda: records.vectors(embedder.name), embedder.dimension)
        self._dense: Dense | None = None
        self._changes: dict[str, Change] | None = None
        self._stop = threading.Event()
        self._worker: threading.Thread | None = None
        self._tried_s = 0.0
        self.problem = ""

    @property
    def answering(self) -> str:
        """Who answers now: "chroma" or "exact"."""
        return "chroma" if self._dense else "exact"

    def start(self) -> None:
        """Open Chroma, or build it, in the background."""
        with self._lock:
            if self._stop.is_set() or (self._worker and self._worker.is_alive()):
                return
            self._tried_s = time.monotonic()
            self._worker = threading.Thread(target=self._work, name="chroma", daemon=True)
            self._worker.start()

    def wait(self, timeout_s: float | None = None) -> None:
        """Until the background work that is under way is done."""
        worker = self._worker
        if worker and worker is not threading.current_thread():
            worker.join(timeout_s)

    def put(self, meeting_id: str, passages: Sequence[Passage], vectors: Vectors) -> None:
        self._write(meeting_id, (tuple(passages), vectors))

    def remove(self, meeting_id: str) -> None:
        self._write(meeting_id, None)

    def search(self, query: Vectors, k: int, scope: Scope, held: int) -> list[tuple[str, float]]:
        """The nearest (passage id, cosine). ``held``: passages there are, to judge whether a scan is quick."""
        if self._dense is None:
            self._again()
            if held > _WAIT_ABOVE and not self.problem:
                self.start()
                self.wait(_PATIENCE_S)
        dense = self._dense
        if dense:
            try:
                return dense.search(query, k, scope)
            except IndexBroken as broken:
                self._fail(dense, broken)
        return self._exact.search(query, k, scope)

    def cosines(self, query: Vectors, ids: Sequence[str]) -> dict[str, float]:
        dense = self._dense
        if dense and ids:
            try:
                return dense.cosines(query, ids)
            except IndexBroken as broken:
                self._fail(dense, broken)
        return self._exact.cosines(query, ids) if ids else {}

    def probe(self) -> None:
        """Ask Chroma a question, as users will; a failure starts the repair."""
        dense = self._dense
        if dense:
            try:
                dense.probe(self._embedder.embed(["?"], "query")[0])
            except IndexBroken as broken:
                self._fail(dense, broken)
            except ModelUnavailable:
                return  # says nothing about Chroma

    def rebuild(self) -> None:
        """A new generation from the records, now."""
        self.wait()
        with self._lock:
            old, self._dense = self._dense, None
        self._build(old)

    def close(self) -> None:
        """Stop the background work and let go of Chroma, so that the next start need not be careful."""
        self._stop.set()
        self.wait()
        with self._lock:
            if self._dense:
                self._dense.close()
                self._pointer.write(self._place.model, self._dense.generation, in_use=False)
                self._dense = None

    def _write(self, meeting_id: str, change: Change) -> None:
        with self._lock:
            self._exact.forget()
            if self._changes is not None:
                self._changes[meeting_id] = change
            if self._dense is None:
                return
            try:
                settle(self._dense, {meeting_id: change})
            except IndexBroken as broken:
                self._fail(self._dense, broken)

    def _fail(self, dense: Dense, broken: IndexBroken) -> None:
        with self._lock:
            if self._dense is not dense:
                return
            self._dense, self.problem = None, broken.key
            dense.close()
            self._pointer.write(self._place.model, dense.generation, in_use=True)
        self.start()

    def _again(self) -> None:
        """Try once more after a failure; what was left closed on purpose stays closed."""
        if self._worker and time.monotonic() - self._tried_s > _RETRY_S:
            self.start()

    def _work(self) -> None:
        if not self.problem or self._place.url:
            try:
                self._open()
            except IndexBroken as broken:
                self.problem = broken.key
            except ModelUnavailable as error:
                self.problem = error.key
                return
            else:
                return
        self._build(None)

    def _open(self) -> None:
        """Open the generation that answered last; IndexBroken when there is none that can be trusted."""
        generation, in_use = self._pointer.read(self._place.model)
        if not generation:
            raise IndexBroken("search.index_missing")
        if in_use and not self._place.url and not survives(self._place, generation):
            raise IndexBroken("search.index_broken", reason="crash")
        self._pointer.write(self._place.model, generation, in_use=True)
        dense = Dense.open(self._place, generation)
        dense.probe(self._embedder.embed(["?"], "query")[0])
        self._fill_and_switch(dense)

    def _build(self, old: Dense | None) -> None:
        last = max(self._pointer.read(self._place.model)[0], old.generation if old else 0)
        try:
            fresh = Dense.create(self._place, self._place.fresh_generation(last))
            self._fill_and_switch(fresh)
        except (IndexBroken, ModelUnavailable) as error:
            self.problem = error.key
            return
        if old:
            old.drop()
        with suppress(IndexBroken):  # what is left over does no harm and goes at the next rebuild
            fresh.sweep()

    def _fill_and_switch(self, dense: Dense) -> None:
        """Bring a generation to what the records hold; changes made meanwhile are laid over it before it answers."""
        filling = Filling(dense, self._records, self._embedder, self._lock, self._stop)
        with self._lock:
            self._changes = filling.changes
        try:
            filling.run()
            with self._lock:
                settle(dense, filling.changes)
                if self._stop.is_set():
                    dense.close()
                    return
                self._pointer.write(self._place.model, dense.generation, in_use=True)
                self._dense, self.problem = dense, ""
        finally:
            self._changes = None
