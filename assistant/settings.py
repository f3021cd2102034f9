"""Settings: the environment and ``renkei.toml`` in the data folder, read once into one frozen object."""

from __future__ import annotations

import ipaddress
import os
import tomllib
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from platformdirs import user_data_path
from pydantic import Field, SecretStr
from pydantic.fields import FieldInfo
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

OPENAI_VARIABLES = {"llm_base_url": "OPENAI_BASE_URL", "llm_api_key": "OPENAI_API_KEY", "llm_model": "OPENAI_MODEL"}


def is_loopback(url: str) -> bool:
    """Whether a URL names this machine itself: localhost or a loopback address. Other names are never looked up."""
    host = urlsplit(url).hostname or ""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


class Settings(BaseSettings):
    """Every setting of the product; README and docs list the same names (a test holds that)."""

    model_config = SettingsConfigDict(env_prefix="RENKEI_", frozen=True, extra="ignore")

    data_dir: Path = Field(default_factory=lambda: user_data_path("renkei"))
    lang: str = "ja"
    llm_base_url: str = ""
    llm_api_key: SecretStr = SecretStr("")
    llm_model: str = ""
    llm_context_tokens: int = 8192
    llm_timeout_s: float = 120.0
    transcriber: str = "auto"
    transcriber_base_url: str = ""
    transcriber_api_key: SecretStr = SecretStr("")
    transcriber_model: str = ""
    embedder: str = "auto"
    embedder_base_url: str = ""
    embedder_api_key: SecretStr = SecretStr("")
    embedder_model: str = ""
    database_url: str = ""
    chroma_url: str = ""
    offline: bool = False

    @classmethod
    def settings_customise_sources(
        cls, settings_cls: type[BaseSettings], init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource, dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        return env_settings, init_settings, _OpenAiVariables(settings_cls)

    @property
    def has_llm(self) -> bool:
        """Whether a chat model is configured and may be asked: offline, only one on this machine."""
        configured = bool(self.llm_model and (self.llm_base_url or self.llm_api_key.get_secret_value()))
        return configured and (not self.offline or is_loopback(self.llm_base_url))


class _OpenAiVariables(PydanticBaseSettingsSource):
    """The variables of OpenAI's own tools, where ours say nothing. Their key goes to their address alone: where we
    have an address of our own, it is not sent there."""

    def get_field_value(self, field: FieldInfo, field_name: str) -> tuple[Any, str, bool]:  # noqa: ARG002
        return None, field_name, False

    def __call__(self) -> dict[str, Any]:
        found = {ours: os.environ.get(theirs, "") for ours, theirs in OPENAI_VARIABLES.items()}
        if self.current_state.get("llm_base_url"):
            found.pop("llm_api_key")
        return {name: value for name, value in found.items() if value and not self.current_state.get(name)}


def load(data_dir: Path | None = None) -> Settings:
    """Read the settings. ``data_dir`` (from the command line) wins over the environment, which wins over the file."""
    folder = (data_dir or Settings().data_dir).expanduser().resolve()
    settings = Settings(**_from_file(folder / "renkei.toml"))
    return settings.model_copy(update={"data_dir": folder})


def _from_file(path: Path) -> dict[str, Any]:
    if not path.is_file():
        return {}
    known = set(Settings.model_fields)
    values = tomllib.loads(path.read_text("utf-8"))
    return {key.lower().removeprefix("renkei_"): value for key, value in values.items()
            if key.lower().removeprefix("renkei_") in known}
