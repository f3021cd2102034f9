"""What must be looked after while jobs run: rows nobody works on any more, old workflows, dead workers."""

from __future__ import annotations

import datetime as dt
import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from assistant.errors import RenkeiError

_log = logging.getLogger("renkei.jobs")


@dataclass
class Duty:
    """Something done every so many seconds."""

    each_s: float
    do: Callable[[], object]
    next_at: float = 0.0


class Upkeep:
    """Does its duties, one after the other, in a thread of its own until stopped."""

    def __init__(self, *duties: Duty) -> None:
        self._duties = duties
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._work, name="jobs-upkeep", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Returns when the duty at hand is done."""
        self._stopped.set()
        self._thread.join(timeout=10)

    def _work(self) -> None:
        pause = min(duty.each_s for duty in self._duties)
        while not self._stopped.wait(pause):
            for duty in self._duties:
                if time.monotonic() >= duty.next_at:
                    duty.next_at = time.monotonic() + duty.each_s
                    self._do(duty)

    def _do(self, duty: Duty) -> None:
        try:
            duty.do()
        except _passing() as error:
            _log.warning("upkeep put off: %s", error)


def _passing() -> tuple[type[Exception], ...]:
    """Errors that may be gone the next time: a database that is busy, restarting or full."""
    import psycopg
    from dbos import error
    from sqlalchemy.exc import SQLAlchemyError

    return RenkeiError, OSError, SQLAlchemyError, error.DBOSException, psycopg.Error


def days_ago(days: float) -> dt.datetime:
    """So many days before now."""
    return dt.datetime.now().astimezone() - dt.timedelta(days=days)
