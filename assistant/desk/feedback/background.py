"""Imports in the background: one thread, one import at a time. What is to be done stands in the stored receipts, so that
nothing is forgotten when the process ends."""

from __future__ import annotations

import logging
import threading
from collections import deque
from collections.abc import Callable

_log = logging.getLogger("renkei.feedback")
_PATIENCE_S = 10.0


class Background:
    """Runs ``work(batch)`` for each batch added, in order, in a thread that lives while there is something to do."""

    def __init__(self, work: Callable[[str], None]) -> None:
        self._work = work
        self._waiting: deque[str] = deque()
        self._known: set[str] = set()
        self._cancelled: set[str] = set()
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._stopping = threading.Event()

    def add(self, batch: str) -> None:
        """Queue a batch; one that is queued or running already is left as it is."""
        with self._lock:
            if batch in self._known or self._stopping.is_set():
                return
            self._known.add(batch)
            self._waiting.append(batch)
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="feedback-import", daemon=True)
                self._thread.start()

    def cancel(self, batch: str) -> bool:
        """Ask a batch to stop; whether it was queued or running here."""
        with self._lock:
            if batch in self._known:
                self._cancelled.add(batch)
            return batch in self._known

    def cancelled(self, batch: str) -> bool:
        return batch in self._cancelled

    def stopping(self) -> bool:
        return self._stopping.is_set()

    def busy(self, batch: str) -> bool:
        """Whether the batch is queued or running here."""
        return batch in self._known

    def stop(self) -> None:
        """Let the running import stop after its chunk. Waits some seconds."""
        self._stopping.set()
        thread = self._thread
        if thread is not None:
            thread.join(_PATIENCE_S)

    def _run(self) -> None:
        while True:
            with self._lock:
                if not self._waiting or self._stopping.is_set():
                    self._thread = None
                    return
                batch = self._waiting.popleft()
            try:
                self._work(batch)
            except Exception:  # the thread must outlive whatever one import throws
                _log.exception("import %s failed", batch)
            finally:
                with self._lock:
                    self._known.discard(batch)
                    self._cancelled.discard(batch)
