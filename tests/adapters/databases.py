"""The databases that tests of the records run on: SQLite always, PostgreSQL where its server is installed."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import psycopg

_PLACES = ("/usr/lib/postgresql/*/bin", "/opt/homebrew/opt/postgresql*/bin")

_TIED = """exec 3<&0; "$0" "$@" </dev/null 3<&- & server=$!; cat <&3 >/dev/null; kill -QUIT $server; wait $server"""
"""Runs a server until standard input ends, so that it does not outlive tests that were killed."""


def server_program(name: str) -> str | None:
    """Where a program of the PostgreSQL server is, or None."""
    folders = [folder for place in _PLACES for folder in sorted(Path("/").glob(place[1:]), reverse=True)]
    there = (str(folder / name) for folder in folders if (folder / name).is_file())
    return shutil.which(name) or next(there, None)


def available() -> list[str]:
    return ["sqlite", "postgresql"] if server_program("initdb") and server_program("postgres") else ["sqlite"]


class Cluster:
    """A PostgreSQL server of our own, reached through a socket in its folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._account: dict[str, str] = {"user": "nobody"} if os.geteuid() == 0 else {}
        if self._account:  # the server refuses to run as root, so root lends it an account
            shutil.chown(folder, "nobody")
        initdb = [_program("initdb"), "-U", "renkei", "-A", "trust", "-E", "UTF8", "--no-locale", "--no-sync"]
        subprocess.run([*initdb, "-D", str(folder / "data")], check=True, stdout=subprocess.DEVNULL, cwd=folder,
                       **self._account)
        self.start()

    def start(self) -> None:
        """Returns once the server answers."""
        command = ["sh", "-c", _TIED, _program("postgres"), "-D", str(self.folder / "data"), "-k", str(self.folder), "-h", "", "-F",
                   "-c", "max_connections=200", "-c", "shared_buffers=32MB"]
        with (self.folder / "log").open("ab") as log:
            self._process = subprocess.Popen(command, cwd=self.folder, stdin=subprocess.PIPE, stdout=log, stderr=log,
                                             **self._account)
        deadline = time.monotonic() + 60
        while not self._answers():
            assert time.monotonic() < deadline, (self.folder / "log").read_text()
            time.sleep(0.1)

    def crash(self) -> None:
        """Stop at once, as a power cut does."""
        self._process.communicate(timeout=30)

    def new_database(self) -> str:
        """The URL of an empty database."""
        name = f"test_{uuid4().hex}"
        with psycopg.connect(self._url("postgres"), autocommit=True) as connection:
            connection.execute(f"create database {name}".encode())
        return self._url(name).replace("postgresql://", "postgresql+psycopg://")

    def _answers(self) -> bool:
        try:
            psycopg.connect(self._url("postgres")).close()
        except psycopg.OperationalError:
            return False
        return True

    def _url(self, database: str) -> str:
        return f"postgresql://renkei@/{database}?host={self.folder}"


@contextmanager
def cluster() -> Iterator[Cluster]:
    """A server that is gone, with its files, after the block."""
    folder = Path(tempfile.mkdtemp(prefix="renkei-pg-", dir="/tmp"))
    running = Cluster(folder)
    try:
        yield running
    finally:
        running.crash()
        shutil.rmtree(folder, ignore_errors=True)


def _program(name: str) -> str:
    found = server_program(name)
    assert found is not None
    return found
