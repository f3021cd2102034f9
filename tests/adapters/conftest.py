"""Fixtures over real parts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from assistant.records import SqlLedger
from tests.adapters.databases import Cluster, available, cluster


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


@pytest.fixture(params=available())
def database(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty database of each kind there is: a folder, or a URL."""
    if request.param == "sqlite":
        return str(tmp_path / "records")
    return str(request.getfixturevalue("postgresql").new_database())


@pytest.fixture
def ledger(database: str) -> Iterator[SqlLedger]:
    """Empty records."""
    opened = SqlLedger.open(database, TickingClock())
    yield opened
    opened.close()


def pytest_terminal_summary(terminalreporter: Any) -> None:
    terminalreporter.write_line(f"records tested on: {', '.join(available())}")
