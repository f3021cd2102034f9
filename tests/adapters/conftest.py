"""Fixtures over real parts."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from assistant.records import SqlLedger, tables
from assistant.records.store import FILE
from tests.adapters.databases import Cluster, available, cluster
from tests.adapters.job_house import JobHouse


class TickingClock:
    """A clock that goes on by a second each time it is read."""

    def __init__(self) -> None:
        self._now = dt.datetime(2026, 9, 1, 9, 0, tzinfo=dt.UTC)

    def now(self) -> dt.datetime:
        self._now += dt.timedelta(seconds=1)
        return self._now

    def today(self) -> dt.date:
        return self._now.date()


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Cluster]:
    with cluster() as running:
        yield running


@pytest.fixture(scope="session")
def migrated(postgresql: Cluster) -> str:
    """The URL of a database that has its tables already."""
    url = postgresql.new_database()
    SqlLedger.open(url).close()
    return url


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file that has its tables already."""
    folder = tmp_path_factory.mktemp("migrated")
    SqlLedger.open(folder).close()
    return folder / FILE


@pytest.fixture(params=available())
def database_kind(request: pytest.FixtureRequest) -> str:
    """Each kind of database there is: "sqlite", "postgresql"."""
    return str(request.param)


@pytest.fixture
def database(database_kind: str, request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where records are made anew: a folder, or the URL of an empty database."""
    if database_kind == "sqlite":
        return str(tmp_path / "records")
    return str(request.getfixturevalue("postgresql").new_database())


@pytest.fixture
def ledger(database_kind: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[SqlLedger]:
    """Empty records, in ``tmp_path`` where they are a file."""
    if database_kind == "sqlite":
        shutil.copy(request.getfixturevalue("migrated_file"), tmp_path / FILE)
        opened = SqlLedger.open(tmp_path, TickingClock())
    else:
        opened = SqlLedger.open(request.getfixturevalue("migrated"), TickingClock())
        with opened.store.writing() as connection:
            connection.execute(text(f"truncate {', '.join(tables.metadata.tables)} restart identity"))
    yield opened
    opened.close()


@pytest.fixture
def job_house(tmp_path: Path, migrated_file: Path) -> Iterator[JobHouse]:
    """Jobs over an empty folder, nothing running yet."""
    shutil.copy(migrated_file, tmp_path / FILE)
    built = JobHouse(tmp_path)
    yield built
    built.engine.stop()
    built.ledger.close()


@pytest.fixture
def working(job_house: JobHouse) -> JobHouse:
    """The same, at work."""
    job_house.engine.start()
    return job_house


def pytest_terminal_summary(terminalreporter: Any) -> None:
    terminalreporter.write_line(f"records tested on: {', '.join(available())}")
