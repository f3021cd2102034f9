"""Who owns a data folder: one process at a time, found by the others through a file with its address."""

from __future__ import annotations

import datetime as dt
import json
import os
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from types import TracebackType
from typing import IO, Self

from assistant.errors import Busy

LOCK = "owner.lock"
CARD = "owner.json"
_TRIES = 5  # somebody who only looks for the owner holds the lock for a moment


@dataclass(frozen=True, slots=True)
class OwnerCard:
    """The owner as others see it. ``address`` is empty while it serves nobody; ``started`` is ISO."""

    pid: int
    address: str
    token: str
    started: str


class Owner:
    """The data folder, owned by this process until ``release`` or its end, however it ends."""

    def __init__(self, folder: Path, lock: IO[bytes]) -> None:
        self._folder, self._lock = folder, lock
        self._started = dt.datetime.now().astimezone().isoformat(timespec="seconds")

    @classmethod
    def acquire(cls, data_dir: Path) -> Self:
        """Own the folder (made if missing). Busy when another process does."""
        data_dir.mkdir(parents=True, exist_ok=True)
        lock = (data_dir / LOCK).open("ab")
        if not any(_lock(lock) or _pause() for _ in range(_TRIES)):
            lock.close()
            raise Busy("jobs.owned", folder=data_dir)
        owner = cls(data_dir, lock)
        owner.announce("", "")
        return owner

    def announce(self, address: str, token: str) -> None:
        """Tell other commands where verbs are taken, and the token they must show."""
        card = OwnerCard(os.getpid(), address, token, self._started)
        fresh = self._folder / f"{CARD}.{os.getpid()}"
        fresh.touch(mode=0o600)
        fresh.write_text(json.dumps(asdict(card)), "utf-8")
        fresh.replace(self._folder / CARD)

    def release(self) -> None:
        """Let go of the folder. The lock file stays: removing it would let two owners lock two files."""
        (self._folder / CARD).unlink(missing_ok=True)
        self._lock.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None,
                 trace: TracebackType | None) -> None:
        self.release()


def find_owner(data_dir: Path) -> OwnerCard | None:
    """The process that owns the folder now, or None. What a dead one left behind is removed."""
    card = data_dir / CARD
    try:
        with (data_dir / LOCK).open("ab") as lock:
            if _lock(lock):
                card.unlink(missing_ok=True)
                return None
        return OwnerCard(**json.loads(card.read_text("utf-8")))
    except (OSError, ValueError, TypeError):
        return None  # no folder yet, or an owner that is just coming or going


def _pause() -> bool:
    time.sleep(0.02)
    return False


def _lock(file: IO[bytes]) -> bool:
    """Lock the file for as long as it is open; False when somebody else has it locked."""
    try:
        if os.name == "nt":
            import msvcrt

            file.seek(0)
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined, unused-ignore]
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
