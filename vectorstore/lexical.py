# ruff: noqa: S608 - statements are put together from constants and question marks alone
"""Search by words: SQLite FTS5 over terms made by ``assistant.language.terms``, ranked by BM25.

One file, ``words.sqlite3``, which also keeps each passage, so that ids found by the other part can be turned into
passages. It holds nothing that is not in the records: a file that cannot be read, or that was made by other term
rules, is thrown away and filled again.
"""

from __future__ import annotations

import datetime as dt
import sqlite3
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from assistant.language.terms import index_terms, query_terms
from assistant.model import Passage, Scope
from vectorstore.scopes import day_number, sql

RULES = 1
"""Counts up whenever terms are made differently; a file of another number is made anew."""

_MOST_TERMS = 24
_COMMON = 0.25
_SCHEMA = """
CREATE TABLE IF NOT EXISTS passage (
    row INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, meeting_id TEXT NOT NULL, from_i INTEGER NOT NULL,
    to_i INTEGER NOT NULL, start_s REAL NOT NULL, text TEXT NOT NULL, series TEXT NOT NULL, day INTEGER NOT NULL,
    speakers TEXT NOT NULL, departments TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS passage_meeting ON passage (meeting_id);
CREATE VIRTUAL TABLE IF NOT EXISTS words USING fts5 (
    terms, tokenize="unicode61 remove_diacritics 0 tokenchars '.'");
CREATE VIRTUAL TABLE IF NOT EXISTS spread USING fts5vocab (words, 'row');
"""


class WordSearch:
    """Safe between threads of one process."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.RLock()
        self._db = self._open()

    def put(self, meeting_id: str, passages: Sequence[Passage]) -> None:
        """Replace everything held of a meeting."""
        with self._change() as db:
            _forget(db, meeting_id)
            for passage in passages:
                row = db.execute(f"INSERT INTO passage VALUES (NULL{', ?' * 10})", _row(passage)).lastrowid
                db.execute("INSERT INTO words (rowid, terms) VALUES (?, ?)", (row, _terms_of(passage)))

    def remove(self, meeting_id: str) -> None:
        """Forget a meeting so that no word of it stays in the file: the index is written anew without it, freed pages
        are overwritten, and the log of changes is emptied."""
        with self._change() as db:
            _forget(db, meeting_id)
            db.execute("INSERT INTO words (words) VALUES ('optimize')")
        with self._lock:
            self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._db.close()
            self._discard()
            self._db = self._open()

    def search(self, query: str, k: int, scope: Scope) -> list[tuple[Passage, float]]:
        """The best ``k`` passages with their BM25 (higher is better), best first."""
        terms = self._telling(query_terms(query))
        condition, values = sql(scope)
        if not terms:
            return self._literal(query, k, condition, values)
        match = " OR ".join(f'"{term}"' for term in terms)
        return self._passages(
            "SELECT passage.*, -bm25(words) AS score FROM words JOIN passage ON passage.row = words.rowid "
            f"WHERE words MATCH ? AND {condition} ORDER BY score DESC, passage.row LIMIT ?", [match, *values, k])

    def passages(self, ids: Iterable[str]) -> dict[str, Passage]:
        """Those of these passages that are held."""
        wanted = list(ids)
        marks = ", ".join("?" * len(wanted))
        found = self._passages(f"SELECT passage.*, 0.0 FROM passage WHERE id IN ({marks})", wanted)
        return {passage.id: passage for passage, _ in found}

    def ids(self) -> set[str]:
        with self._lock:
            return {row[0] for row in self._db.execute("SELECT id FROM passage")}

    def meetings(self) -> set[str]:
        with self._lock:
            return {row[0] for row in self._db.execute("SELECT DISTINCT meeting_id FROM passage")}

    def count(self) -> int:
        with self._lock:
            return int(self._db.execute("SELECT count(*) FROM passage").fetchone()[0])

    def close(self) -> None:
        with self._lock:
            self._db.close()

    def _telling(self, terms: list[str]) -> list[str]:
        """The rarest terms that occur at all; terms of every fourth passage only where there is nothing rarer."""
        with self._lock:
            total = self.count()
            marks = ", ".join("?" * len(terms))
            spread = dict(self._db.execute(f"SELECT term, doc FROM spread WHERE term IN ({marks})", terms).fetchall())
        rare = sorted((t for t in terms if t in spread), key=lambda t: spread[t])
        telling = [t for t in rare if spread[t] <= max(20, total * _COMMON)]
        return (telling or rare)[:_MOST_TERMS]

    def _literal(self, query: str, k: int, condition: str, values: list[object]) -> list[tuple[Passage, float]]:
        """A query that makes no term (one kana, a sign): where it stands as it is."""
        if not query.strip():
            return []
        return self._passages(
            f"SELECT passage.*, 0.0 FROM passage WHERE instr(passage.text, ?) AND {condition} LIMIT ?",
            [query.strip(), *values, k])

    def _passages(self, statement: str, values: Sequence[object]) -> list[tuple[Passage, float]]:
        with self._lock:
            rows = self._db.execute(statement, values).fetchall()
        return [(_passage(row), float(row[-1])) for row in rows]

    @contextmanager
    def _change(self) -> Iterator[sqlite3.Connection]:
        with self._lock, self._db:
            yield self._db

    def _open(self) -> sqlite3.Connection:
        try:
            return self._connect()
        except sqlite3.DatabaseError:
            self._discard()
            return self._connect()

    def _connect(self) -> sqlite3.Connection:
        db = sqlite3.connect(self._path, check_same_thread=False)
        try:
            db.execute("PRAGMA journal_mode = WAL")
            db.execute("PRAGMA synchronous = NORMAL")
            db.execute("PRAGMA secure_delete = ON")
            made = db.execute("PRAGMA user_version").fetchone()[0]
            if made not in {0, RULES}:
                db.executescript("".join(f"DROP TABLE IF EXISTS {name};" for name in ("spread", "words", "passage")))
            db.executescript(_SCHEMA)
            db.execute(f"PRAGMA user_version = {RULES}")
        except sqlite3.DatabaseError:
            db.close()
            raise
        return db

    def _discard(self) -> None:
        for ending in ("", "-wal", "-shm"):
            self._path.with_name(self._path.name + ending).unlink(missing_ok=True)


def _terms_of(passage: Passage) -> str:
    return " ".join(index_terms(passage.text))


def _forget(db: sqlite3.Connection, meeting_id: str) -> None:
    rows = db.execute("SELECT row FROM passage WHERE meeting_id = ?", (meeting_id,)).fetchall()
    db.executemany("DELETE FROM words WHERE rowid = ?", rows)
    db.execute("DELETE FROM passage WHERE meeting_id = ?", (meeting_id,))


def _row(p: Passage) -> tuple[object, ...]:
    return (p.id, p.meeting_id, p.from_i, p.to_i, p.start_s, p.text, p.series, day_number(p.date),
            _lines(p.speakers), _lines(p.departments))


def _lines(names: Sequence[str]) -> str:
    return "\n" + "".join(f"{name}\n" for name in names)


def _passage(row: Sequence[object]) -> Passage:
    _, id_, meeting_id, from_i, to_i, start_s, text, series, day, speakers, departments = row[:11]
    day = int(str(day))
    return Passage(
        id=str(id_), meeting_id=str(meeting_id), from_i=int(str(from_i)), to_i=int(str(to_i)),
        start_s=float(str(start_s)), text=str(text), series=str(series),
        date=dt.date(day // 10_000, day // 100 % 100, day % 100) if day else None,
        speakers=tuple(str(speakers).split("\n")[1:-1]), departments=tuple(str(departments).split("\n")[1:-1]),
    )
