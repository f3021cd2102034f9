"""The index of the product: words and meaning together."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterable, Sequence
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.errors import ModelUnavailable
from assistant.model import Hit, Passage, Scope
from assistant.ports.search import Embedder, IndexHealth, PassageRecords
from vectorstore.dense import Place
from vectorstore.fusion import fuse
from vectorstore.lexical import WordSearch
from vectorstore.meaning import Meaning

if TYPE_CHECKING:
    from assistant.ports.search import Vectors

_CANDIDATES = 60


class HybridIndex:
    """Implements ``assistant.ports.search.Index``. One process owns ``folder``; within it any thread may call."""

    def __init__(self, words: WordSearch, meaning: Meaning | None, embedder: Embedder | None, records: PassageRecords,
                 lock: threading.RLock) -> None:
        self._words = words
        self._meaning = meaning
        self._embedder = embedder
        self._records = records
        self._lock = lock
        self._wrong = ""

    @classmethod
    def open(cls, folder: Path, embedder: Embedder | None, records: PassageRecords, chroma_url: str = "",
             warm: bool = True) -> HybridIndex:
        """Open or make the index in ``folder``. ``records`` is the ledger. Chroma is opened in the background (it
        takes two seconds), and until then a scan answers; with ``warm`` False (a command that asks one question and
        ends) it is left closed until something is written."""
        folder.mkdir(parents=True, exist_ok=True)
        lock = threading.RLock()
        meaning = None
        if embedder:
            place = Place(folder, embedder.name, embedder.dimension, chroma_url)
            meaning = Meaning(place, embedder, records, lock)
        index = cls(WordSearch(folder / "words.sqlite3"), meaning, embedder, records, lock)
        index._catch_up()
        if meaning and warm:
            meaning.start()
        return index

    def put(self, meeting_id: str, passages: Sequence[Passage]) -> None:
        """Replace everything held of a meeting, in the records (with the vectors) and in both parts. Where the
        embedder does not answer, words alone find the meeting until the next start."""
        vectors = self._embed([passage.text for passage in passages])
        with self._lock:
            self._records.save_passages(meeting_id, passages, vectors, self._name(vectors))
            self._words.put(meeting_id, passages)
            if self._meaning and vectors is not None:
                self._meaning.start()
                self._meaning.put(meeting_id, passages, vectors)

    def remove(self, meeting_id: str) -> None:
        """Forget a meeting. Its rows in the records are the ledger's to delete."""
        with self._lock:
            self._words.remove(meeting_id)
            if self._meaning:
                self._meaning.start()
                self._meaning.remove(meeting_id)

    def search(self, query: str, k: int, scope: Scope, repeats: bool = False) -> list[Hit]:
        """The best ``k`` passages within the scope, best first; passages that mostly repeat a better one are left
        out unless ``repeats``. Never raises for a broken part."""
        lexical = self._by_words(query, scope)
        dense = self._by_meaning(query, scope, [passage.id for passage, _ in lexical])
        known = {passage.id: passage for passage, _ in lexical}
        known |= self._passages([name for name in dense if name not in known])
        hits: list[Hit] = []
        for found in fuse(dense, {passage.id: score for passage, score in lexical}):
            passage = known.get(found.id)
            if passage and (repeats or not any(_repeats(passage, hit.passage) for hit in hits)):
                hits.append(Hit(passage, found.score, found.dense, found.lexical))
            if len(hits) == k:
                break
        return hits

    def rebuild(self, everything: Iterable[Passage]) -> int:
        """Make the index anew from these passages; vectors that the records hold for the same text are used again."""
        seen = set()
        for meeting_id, group in groupby(everything, key=lambda passage: passage.meeting_id):
            seen.add(meeting_id)
            passages = list(group)
            same = passages == list(self._records.passages(meeting_id))
            vectors = None if same else self._embed([passage.text for passage in passages])
            with self._lock:
                if not same:
                    self._records.save_passages(meeting_id, passages, vectors, self._name(vectors))
                self._words.put(meeting_id, passages)
        with self._lock:
            for meeting_id in self._words.meetings() - seen:
                self._words.remove(meeting_id)
        if self._meaning:
            self._meaning.rebuild()
        return self._words.count()

    def health(self) -> IndexHealth:
        """Asks every part a question."""
        if self._meaning is None:
            return IndexHealth(not self._wrong, "words", self._words.count(), self._wrong)
        self._meaning.probe()
        problem = self._meaning.problem or self._wrong
        return IndexHealth(not problem, self._meaning.answering, self._words.count(), problem)

    def settle(self, timeout_s: float | None = None) -> None:
        """Wait for the work behind the scenes (opening, repairing)."""
        if self._meaning:
            self._meaning.wait(timeout_s)

    def close(self) -> None:
        """Leave everything so that the next start is quick."""
        if self._meaning:
            self._meaning.close()
        self._words.close()

    def _by_words(self, query: str, scope: Scope) -> list[tuple[Passage, float]]:
        try:
            return self._words.search(query, _CANDIDATES, scope)
        except sqlite3.DatabaseError:
            self._refill()
            return []

    def _by_meaning(self, query: str, scope: Scope, also: Sequence[str]) -> dict[str, float]:
        """Cosines of the nearest passages, and of the passages that words found."""
        vectors = self._embed([query], "query") if self._meaning and query.strip() else None
        if self._meaning is None or vectors is None:
            return {}
        near = dict(self._meaning.search(vectors[0], _CANDIDATES, scope, self._words.count()))
        return near | self._meaning.cosines(vectors[0], [name for name in also if name not in near])

    def _passages(self, ids: Sequence[str]) -> dict[str, Passage]:
        try:
            return self._words.passages(ids)
        except sqlite3.DatabaseError:
            self._refill()
            return {}

    def _embed(self, texts: Sequence[str], kind: str = "passage") -> Vectors | None:
        if self._embedder is None:
            return None
        try:
            vectors = self._embedder.embed(texts, "query" if kind == "query" else "passage")
        except ModelUnavailable as error:
            self._wrong = error.key
            return None
        self._wrong = ""
        return vectors

    def _name(self, vectors: Vectors | None) -> str:
        return self._embedder.name if self._embedder and vectors is not None else ""

    def _catch_up(self) -> None:
        """Words hold what the records hold: after a crash between the two, or when the file was made anew."""
        held = self._words.ids()
        recorded = {passage.id for passage in self._records.passages()}
        if held != recorded:
            self._refill()

    def _refill(self) -> None:
        with self._lock:
            self._words.clear()
            for meeting_id, group in groupby(self._records.passages(), key=lambda passage: passage.meeting_id):
                self._words.put(meeting_id, list(group))


def _repeats(passage: Passage, better: Passage) -> bool:
    """Whether more than half of a passage's utterances stand in a better one already."""
    if passage.meeting_id != better.meeting_id:
        return False
    shared = min(passage.to_i, better.to_i) - max(passage.from_i, better.from_i) + 1
    return shared * 2 > passage.to_i - passage.from_i + 1
