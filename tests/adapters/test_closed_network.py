"""The main job needs no network and asks for none."""

from __future__ import annotations

import socket
from pathlib import Path
from typing import Any

import pytest

from assistant.bootstrap import open_house
from assistant.settings import Settings
from tests.adapters.meetings import ORGANISATION, add

LOOPBACK = ("127.", "::1", "localhost")


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every host outside this machine that somebody looked up or connected to; the attempt itself fails."""
    hosts: list[str] = []
    look_up, connect = socket.getaddrinfo, socket.socket.connect

    def watched_look_up(host: Any, *rest: Any, **more: Any) -> Any:
        name = host.decode() if isinstance(host, bytes) else str(host or "localhost")
        if not name.startswith(LOOPBACK):
            hosts.append(name)
            raise socket.gaierror("no network here")
        return look_up(host, *rest, **more)

    def watched_connect(self: socket.socket, address: Any) -> Any:
        if isinstance(address, tuple) and not str(address[0]).startswith(LOOPBACK):
            hosts.append(str(address[0]))
            raise OSError("no network here")
        return connect(self, address)

    monkeypatch.setattr(socket, "getaddrinfo", watched_look_up)
    monkeypatch.setattr(socket.socket, "connect", watched_connect)
    return hosts


def test_a_meeting_goes_in_and_questions_are_answered_without_any_network(
    asked: list[str], settings: Settings, tmp_path: Path
) -> None:
    house = open_house(settings, serving=True)
    house.start()
    try:
        house.desk.organisation.load(ORGANISATION, "test")
        add(house, tmp_path)
        house.desk.ask.answer("出荷の締めは何時になりましたか")
        house.desk.agendas.get("定例")
        house.desk.doctor.report("en")
    finally:
        house.stop()
    assert asked == []
