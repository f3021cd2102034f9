"""The databases that tests of the records run on: SQLite always, PostgreSQL where its server is installed."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import psycopg

_PLACES = ("/usr/lib/postgresql/*/bin", "/opt/homebrew/opt/postgresql*/bin")


def server_program(name: str) -> str | None:
    """Where a program of the PostgreSQL server is, or None."""
    found = shutil.which(name)
    return found or next((str(p / name) for place in _PLACES for p in sorted(Path("/").glob(place[1:]), reverse=True)
                          if (p / name).is_file()), None)


def available() -> list[str]:
    return ["sqlite", "postgresql"] if server_program("initdb") and server_program("pg_ctl") else ["sqlite"]


class Cluster:
    """A PostgreSQL server of our own, reached through a socket in its folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def new_database(self) -> str:
        """The URL of an empty database."""
        name = f"test_{uuid4().hex}"
        with psycopg.connect(self._url("postgres"), autocommit=True) as connection:
            connection.execute(f"create database {name}".encode())
        return self._url(name).replace("postgresql://", "postgresql+psycopg://")

    def _url(self, database: str) -> str:
        return f"postgresql://renkei@/{database}?host={self.folder}"


@contextmanager
def cluster() -> Iterator[Cluster]:
    """A server that is gone, with its files, after the block. It refuses to run as root, so root lends it an account."""
    folder = Path(tempfile.mkdtemp(prefix="renkei-pg-", dir="/tmp"))
    account: dict[str, str] = {"user": "nobody"} if os.geteuid() == 0 else {}
    if account:
        shutil.chown(folder, "nobody")
    data = folder / "data"

    def run(program: str, *arguments: str) -> None:
        command = [server_program(program) or program, "-D", str(data), *arguments]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd=folder, **account)

    run("initdb", "-U", "renkei", "-A", "trust", "-E", "UTF8", "--no-locale", "--no-sync")
    run("pg_ctl", "-w", "-l", str(folder / "log"), "-o", f"-k {folder} -h '' -F -c max_connections=200", "start")
    try:
        yield Cluster(folder)
    finally:
        run("pg_ctl", "-w", "-m", "immediate", "stop")
        shutil.rmtree(folder, ignore_errors=True)
