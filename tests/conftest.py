"""Fixtures shared by all tests. Nothing here reaches the network."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings as hypothesis_settings

from assistant.bootstrap import House, open_house
from assistant.settings import Settings, load

hypothesis_settings.register_profile("renkei", deadline=None)  # a busy machine is no failure
hypothesis_settings.load_profile("renkei")


@pytest.fixture(autouse=True)
def no_settings_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests see neither the developer's keys nor their data folder."""
    for name in Settings.model_fields:
        monkeypatch.delenv(f"RENKEI_{name.upper()}", raising=False)
    for name in ("OPENAI_BASE_URL", "OPENAI_API_KEY", "OPENAI_MODEL"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings over an empty data folder."""
    return load(tmp_path / "data")


@pytest.fixture
def house(settings: Settings) -> Iterator[House]:
    """A whole house over an empty data folder, its work started."""
    opened = open_house(settings)
    opened.start()
    yield opened
    opened.stop()
