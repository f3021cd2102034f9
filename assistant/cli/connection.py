"""Who carries a command out: the server that owns the data folder, or this process itself."""

from __future__ import annotations

import base64
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from assistant.bootstrap import House, open_house
from assistant.cli.output import lang
from assistant.errors import Busy, UserError
from assistant.jobs.owner import Owner, find_owner
from assistant.model import Job, JobState
from assistant.settings import Settings

PATIENCE_S = 20.0
LONGEST_S = 3600.0
FINAL = {"done", "failed", "cancelled"}


class Relayed(UserError):
    """An error that the server has already put into words."""

    def __init__(self, sentence: str) -> None:
        super().__init__("cli.relayed")
        self.sentence = sentence

    def say(self, lang: str) -> str:  # noqa: ARG002 - the server was told the language
        return self.sentence


@dataclass(frozen=True)
class Local:
    """This process owns the data folder while the command runs."""

    house: House

    def call(self, verb: str, **arguments: Any) -> Any:
        room, name = verb.split(".")
        return getattr(getattr(self.house.desk, room), name)(**arguments)

    def wait(self, job_ids: list[str], on_change: Callable[[Job], None]) -> list[Job]:
        return self.house.work.wait(job_ids, on_change)


@dataclass(frozen=True)
class Remote:
    """A running server owns the data folder; the verb is handed to it over loopback."""

    address: str
    token: str

    def call(self, verb: str, **arguments: Any) -> Any:
        import httpx

        try:
            reply = httpx.post(f"{self.address}/api/verb/{verb}", json=arguments, timeout=LONGEST_S, trust_env=False,
                               headers={"X-Renkei-Token": self.token, "Accept-Language": lang()})
        except httpx.TransportError:
            raise Busy("desk.owner_gone", address=self.address) from None
        if reply.is_success:
            return _unpacked(reply.json()["result"])
        raise Relayed(str(reply.json().get("error")))

    def wait(self, job_ids: list[str], on_change: Callable[[Job], None]) -> list[Job]:
        """Poll the server's list until every job is over."""
        wanted = set(job_ids)
        while True:
            jobs = [_job(j) for j in self.call("jobs.list")["jobs"] if j["id"] in wanted]
            for job in jobs:
                on_change(job)
            if all(job.state in FINAL for job in jobs):
                return jobs
            time.sleep(0.5)


@contextmanager
def connect(settings: Settings, working: bool = False) -> Iterator[Local | Remote]:
    """Hand verbs to the running server, or own the folder for as long as the block lasts.

    ``working``: the block starts long work, so the jobs engine is started. Busy when another command owns the folder
    and does not let go in time.
    """
    deadline = time.monotonic() + PATIENCE_S
    while True:
        found = find_owner(settings.data_dir)
        if found and found.address:
            yield Remote(found.address, found.token)
            return
        try:
            owner = Owner.acquire(settings.data_dir)
            break
        except Busy:
            if time.monotonic() > deadline:
                raise Busy("desk.busy_owner") from None
            time.sleep(0.2)
    with owner:
        house = open_house(settings)
        try:
            if working:
                house.start()
            yield Local(house)
        finally:
            house.stop()


def _unpacked(value: Any) -> Any:
    """Undo what JSON could not carry: {"$base64": …} is bytes."""
    if isinstance(value, dict):
        if set(value) == {"$base64"}:
            return base64.b64decode(value["$base64"])
        return {key: _unpacked(item) for key, item in value.items()}
    return [_unpacked(item) for item in value] if isinstance(value, list) else value


def _job(plain: dict[str, Any]) -> Job:
    return Job(plain["id"], plain["meeting"], plain["path"], JobState(plain["state"]), plain["step"],
               plain["progress"], plain["eta_s"], plain["error"], tuple(plain["warnings"]))

