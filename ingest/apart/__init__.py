"""Heavy work apart from the server: one child process a task, of lower priority, in a session of its own.

The child (``python -m ingest.apart``) reads its task as one line of JSON on its standard input and answers in lines on
its standard output: progress, then what came out or the error. It ends itself when that input closes, so that no child
outlives whoever asked. A native library that crashes or eats memory costs one task.
"""

from __future__ import annotations

import json
import os
import queue
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TextIO

from assistant import errors
from assistant.ports.speech import Watch

Plain = dict[str, Any]
_POLL_S = 0.5
_TAIL = 300


@dataclass(frozen=True, slots=True)
class Task:
    """``verb`` names the work (see ``ingest.apart.__main__``), ``job`` its arguments as JSON values. ``died`` is the
    message for a child that ended without an answer; ``log`` takes what it writes on standard error.
    ``memory_mb`` bounds its address space, 0 leaves it."""

    verb: str
    job: Plain
    died: str
    log: Path
    memory_mb: int = 0


def run_apart(task: Task, watch: Watch) -> Plain:
    """Do the task in a child and give back its answer. Raises what the child raised, StepFailed where it ended without
    an answer, Cancelled when ``watch.cancelled()`` (asked every half second; the child is dead by then)."""
    with task.log.open("w", encoding="utf-8") as log:
        child = _start(log)
        try:
            _send(child, task)
            answer = _follow(child, watch)
        finally:
            _end(child)
    if answer is None:
        raise errors.StepFailed(task.died, reason=_reason(child.returncode, task.log))
    return answer


def _start(log: TextIO) -> subprocess.Popen[str]:
    root = str(Path(__file__).parents[2])
    paths = os.pathsep.join(p for p in (root, os.environ.get("PYTHONPATH", "")) if p)
    return subprocess.Popen(
        [sys.executable, "-m", "ingest.apart"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log, text=True,
        encoding="utf-8", start_new_session=True, env=os.environ | {"PYTHONPATH": paths})


def _send(child: subprocess.Popen[str], task: Task) -> None:
    assert child.stdin
    line = json.dumps({"verb": task.verb, "job": task.job, "memory_mb": task.memory_mb})
    try:
        child.stdin.write(line + "\n")
        child.stdin.flush()
    except BrokenPipeError:
        return  # it died at once; what it says on standard error is told


def _follow(child: subprocess.Popen[str], watch: Watch) -> Plain | None:
    for said in _said(child, watch):
        if "progress" in said:
            watch.progress(said["progress"])
        elif "error" in said:
            raise _error(**said["error"])
        elif "answer" in said:
            answer: Plain = said["answer"]
            return answer
    return None


def _said(child: subprocess.Popen[str], watch: Watch) -> Iterator[Plain]:
    """What the child says, until it falls silent for good."""
    lines: queue.SimpleQueue[str | None] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(child, lines), daemon=True).start()
    while True:
        if watch.cancelled():
            raise errors.Cancelled("speech.cancelled")
        try:
            line = lines.get(timeout=_POLL_S)
        except queue.Empty:
            continue
        if line is None:
            return
        yield json.loads(line)


def _listen(child: subprocess.Popen[str], lines: queue.SimpleQueue[str | None]) -> None:
    assert child.stdout
    for line in child.stdout:
        lines.put(line)
    lines.put(None)


def _end(child: subprocess.Popen[str]) -> None:
    """The child and all it started are gone after this."""
    if child.poll() is None:
        try:
            child.wait(_POLL_S)
        except subprocess.TimeoutExpired:
            _kill(child)
    assert child.stdin
    try:
        child.stdin.close()
    except BrokenPipeError:
        return


def _kill(child: subprocess.Popen[str]) -> None:
    try:
        os.killpg(child.pid, signal.SIGKILL)
    except (ProcessLookupError, AttributeError):
        child.kill()
    child.wait()


def _error(kind: str, key: str, values: Plain) -> errors.RenkeiError:
    found: errors.RenkeiError = getattr(errors, kind)(key, **values)
    return found


def _reason(status: int, log: Path) -> str:
    if status < 0:
        return signal.Signals(-status).name
    lines = log.read_text("utf-8", errors="replace").strip().splitlines()
    return lines[-1][-_TAIL:] if lines else f"exit status {status}"
