"""The child's side: read the task, do it, answer."""

from __future__ import annotations

import importlib
import json
import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from typing import TextIO

from assistant.errors import RenkeiError
from ingest.apart import Plain

VERBS = {
    "decode": "ingest.media.decode",
    "read": "ingest.documents",
    "transcribe": "ingest.speech.transcribe",
    "separate": "ingest.speakers.separate",
    "table": "ingest.customers.sheets",
}
"""Verb → module, whose ``run(job, progress)`` does the work."""
_NICE = 10
_REPORT_EVERY_S = 0.2


def main() -> int:
    """Exit status 0 with an answer or an error told; anything else is a crash, with its traceback on standard error."""
    answers = _own_answers()
    task = json.loads(sys.stdin.readline())
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _be_modest(task["memory_mb"])
    work: Callable[[Plain, Callable[[float], None]], Plain] = importlib.import_module(VERBS[task["verb"]]).run
    try:
        answer = work(task["job"], _Progress(answers))
    except RenkeiError as error:
        told = {"kind": type(error).__name__, "key": error.key, "values": {k: str(v) for k, v in error.values.items()}}
        _say(answers, {"error": told})
        return 0
    _say(answers, {"answer": answer})
    return 0


def _own_answers() -> TextIO:
    """Keep standard output for the answers alone; what a library prints goes to standard error."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    return answers


def _say(answers: TextIO, said: Plain) -> None:
    answers.write(json.dumps(said) + "\n")
    answers.flush()


class _Progress:
    def __init__(self, answers: TextIO) -> None:
        self._answers, self._last = answers, 0.0

    def __call__(self, share: float) -> None:
        now = time.monotonic()
        if now - self._last >= _REPORT_EVERY_S:
            self._last = now
            _say(self._answers, {"progress": min(1.0, max(0.0, share))})


def _end_with_parent() -> None:
    """Standard input closes when the parent is gone, however it went; then this whole session goes too."""
    os.read(0, 1)
    if hasattr(os, "killpg"):
        os.killpg(0, signal.SIGKILL)
    os._exit(1)


def _be_modest(memory_mb: int) -> None:
    if hasattr(os, "nice"):
        os.nice(_NICE)
    if memory_mb and sys.platform == "linux":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (memory_mb << 20, memory_mb << 20))


if __name__ == "__main__":
    sys.exit(main())
