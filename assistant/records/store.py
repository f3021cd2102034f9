"""The database: how it is opened, read and written."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, insert
from sqlalchemy.exc import OperationalError

from assistant.errors import RecordsUnavailable, RenkeiError, StepFailed
from assistant.ports.clock import Clock, SystemClock
from assistant.records import tables

FILE = "records.sqlite3"
_PRAGMAS = ("busy_timeout=30000", "foreign_keys=ON", "journal_mode=WAL", "synchronous=NORMAL", "secure_delete=ON")


class Store:
    """One database. Reads see one moment each; writes are short, immediate and whole or not at all."""

    def __init__(self, engine: Engine, clock: Clock | None = None) -> None:
        self.engine = engine
        snapshot = {} if engine.dialect.name == "sqlite" else {"isolation_level": "REPEATABLE READ"}
        self._snapshot = engine.execution_options(**snapshot)
        self.clock = clock or SystemClock()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection whose reads all see the same moment. RecordsUnavailable when the database cannot be reached."""
        try:
            with self._snapshot.begin() as connection:
                yield connection
        except OperationalError as failure:
            raise translated(failure) from failure

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction, committed at the end of the block. Raises RecordsUnavailable when the database cannot be
        reached or another process keeps it locked for half a minute, and StepFailed when the disk is full."""
        try:
            with self.engine.connect().execution_options(writing=True) as connection, connection.begin():
                yield connection
        except OperationalError as failure:
            raise translated(failure) from failure

    def now(self) -> dt.datetime:
        return self.clock.now()

    def audit(
        self, connection: Connection, who: str, what: str, subject: str, detail: str = "",
        meeting_id: str | None = None, message_id: str | None = None,
    ) -> None:
        """The audit line of a change, in the change's own transaction. It goes with the meeting or the customer's
        message it is about."""
        connection.execute(insert(tables.audit).values(
            at=self.now(), who=who, what=what, subject=subject, detail=detail, meeting_id=meeting_id,
            message_id=message_id))

    def compact(self) -> None:
        """Empty the write-ahead log, so that nothing deleted lingers in it. What is being read meanwhile is left."""
        if self.engine.dialect.name == "sqlite":
            connection = self.engine.raw_connection()
            try:
                connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
            finally:
                connection.close()

    def close(self) -> None:
        self.engine.dispose()


class Repository:
    """A part of the ledger over the store."""

    def __init__(self, store: Store) -> None:
        self.store = store


def connect(url_or_folder: str | Path) -> Engine:
    """The engine of a database URL, or of ``records.sqlite3`` in a folder (made if missing)."""
    if "://" in str(url_or_folder):
        url = str(url_or_folder)
    else:
        folder = Path(url_or_folder)
        folder.mkdir(parents=True, exist_ok=True)
        url = f"sqlite:///{folder / FILE}"
    if not url.startswith("sqlite"):
        return create_engine(url, pool_size=5, max_overflow=15, pool_pre_ping=True)
    engine = create_engine(url, pool_size=10, max_overflow=20)
    event.listen(engine, "connect", _set_up)
    event.listen(engine, "begin", _begin)
    return engine


def _set_up(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # transactions are begun below, not by the driver
    for pragma in _PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    writing = connection.get_execution_options().get("writing")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


def translated(failure: OperationalError) -> RenkeiError:
    """What went wrong with the database, for people."""
    words = str(failure.orig)
    if "locked" in words:
        return RecordsUnavailable("records.locked")
    if "full" in words:
        return StepFailed("records.disk_full")
    return RecordsUnavailable("records.unreachable", why=words.splitlines()[0])
