"""Settings: the environment and ``renkei.toml`` in the data folder, read once into one frozen object."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from platformdirs import user_data_path
from pydantic import AliasChoices, Field, SecretStr
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict


class Settings(BaseSettings):
    """Every setting of the product; README and docs list the same names (a test holds that)."""

    model_config = SettingsConfigDict(env_prefix="RENKEI_", frozen=True, extra="ignore")

    data_dir: Path = Field(default_factory=lambda: user_data_path("renkei"))
    lang: str = "ja"
    llm_base_url: str = Field(
        "", validation_alias=AliasChoices("RENKEI_LLM_BASE_URL", "OPENAI_BASE_URL", "llm_base_url")
    )
    llm_api_key: SecretStr = Field(
        SecretStr(""), validation_alias=AliasChoices("RENKEI_LLM_API_KEY", "OPENAI_API_KEY", "llm_api_key")
    )
    llm_model: str = Field("", validation_alias=AliasChoices("RENKEI_LLM_MODEL", "OPENAI_MODEL", "llm_model"))
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
        return env_settings, init_settings

    @property
    def has_llm(self) -> bool:
        """Whether a chat model is configured and may be asked."""
        return bool(self.llm_model and (self.llm_base_url or self.llm_api_key.get_secret_value())) and not self.offline


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
