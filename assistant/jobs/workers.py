"""Several workers on one PostgreSQL: each shows that it lives by a lock, and takes over from those that do not.

DBOS leaves the running work of a dead worker where it is; so does every worker that only restarts under a new name.
A session's advisory lock is let go by the server the moment its worker dies, so whoever can take the lock of another
worker's name knows that nobody works under it. The grace is for a restart of the server, which frees every lock.
"""

from __future__ import annotations

import os
import secrets
import socket
import time
from hashlib import sha256

import psycopg

from assistant.jobs.durable import Durable

_KEEPALIVE = "-c tcp_keepalives_idle=10 -c tcp_keepalives_interval=5 -c tcp_keepalives_count=3"


def worker_name() -> str:
    """A name no other worker has or had."""
    return f"{socket.gethostname()}-{os.getpid()}-{secrets.token_hex(4)}"


class Workers:
    """This worker among the others. ``hold`` before any work is begun; ``rescue`` about once a second."""

    grace_s = 4.0
    """How long a worker must have been dead before its work is taken over."""

    def __init__(self, database_url: str, durable: Durable) -> None:
        self._url = database_url.replace("postgresql+psycopg://", "postgresql://", 1)
        self._durable = durable
        self._free_since: dict[str, float] = {}
        self._connection: psycopg.Connection[tuple[bool]] | None = None

    def hold(self) -> None:
        """Show that this worker lives. The connection is kept for as long as it does."""
        self._connection = psycopg.connect(self._url, autocommit=True, options=_KEEPALIVE)
        self._try(self._durable.executor)

    def rescue(self) -> list[str]:
        """Take over from workers that have been dead for the grace; returns their names."""
        if self._connection is None or self._connection.closed:
            self.hold()
        return [name for name in self._durable.unfinished_executors() - {self._durable.executor} if self._rescued(name)]

    def release(self) -> None:
        """This worker does nothing any more."""
        if self._connection is not None:
            self._connection.close()

    def _rescued(self, name: str) -> bool:
        if not self._try(name):
            self._free_since.pop(name, None)
            return False
        try:
            if time.monotonic() - self._free_since.setdefault(name, time.monotonic()) < self.grace_s:
                return False
            self._durable.take_over(name)
            return True
        finally:
            self._ask("select pg_advisory_unlock(%s)", name)

    def _try(self, name: str) -> bool:
        return self._ask("select pg_try_advisory_lock(%s)", name)

    def _ask(self, question: str, name: str) -> bool:
        assert self._connection is not None
        try:
            row = self._connection.execute(question.encode(), [_key(name)]).fetchone()
        except psycopg.OperationalError:
            self._connection.close()  # opened and locked anew at the next rescue
            raise
        return bool(row and row[0])


def _key(name: str) -> int:
    return int.from_bytes(sha256(name.encode()).digest()[:8], "big", signed=True)
