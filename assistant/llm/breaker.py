"""After a server did not answer, the next calls do not wait for it again."""

from __future__ import annotations

import threading
from collections.abc import Callable

from assistant.errors import ModelUnavailable

REST_S = 60.0


class Breaker:
    """Remembers the last failure of a server for ``rest_s`` seconds. Safe to share between threads."""

    def __init__(self, clock: Callable[[], float], rest_s: float = REST_S) -> None:
        self._clock = clock
        self._rest_s = rest_s
        self._lock = threading.Lock()
        self._failed: tuple[float, ModelUnavailable] | None = None

    def check(self) -> None:
        """Raise the remembered failure while the server is left alone. Afterwards one caller tries first: until that
        one is back the others still get the failure."""
        with self._lock:
            if self._failed is None:
                return
            until, error = self._failed
            if self._clock() < until:
                raise type(error)(error.key, **error.values)
            self._failed = (self._clock() + self._rest_s, error)

    def opened(self, error: ModelUnavailable) -> None:
        with self._lock:
            self._failed = (self._clock() + self._rest_s, error)

    def closed(self) -> None:
        with self._lock:
            self._failed = None
