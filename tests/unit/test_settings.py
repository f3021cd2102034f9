"""What settings promise."""

from pathlib import Path

import pytest

from assistant.settings import Settings, load

DOCS = Path(__file__).parents[2] / "docs" / "settings.md"


def test_every_setting_is_documented_and_nothing_else_is() -> None:
    documented = {line.split("`")[1] for line in DOCS.read_text("utf-8").splitlines() if line.startswith("| `")}
    assert documented == {f"RENKEI_{name.upper()}" for name in Settings.model_fields}


def test_the_environment_wins_over_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "renkei.toml").write_text('RENKEI_LANG = "en"\nchroma_url = "http://file"\n', "utf-8")
    monkeypatch.setenv("RENKEI_CHROMA_URL", "http://environment")
    monkeypatch.delenv("RENKEI_LANG", raising=False)
    settings = load(tmp_path)
    assert (settings.lang, settings.chroma_url) == ("en", "http://environment")


def test_the_data_folder_of_the_command_line_wins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RENKEI_DATA_DIR", "/somewhere/else")
    assert load(tmp_path).data_dir == tmp_path


def test_openai_variables_stand_in_for_our_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("RENKEI_LLM_BASE_URL", "RENKEI_LLM_MODEL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("OPENAI_BASE_URL", "http://theirs/v1")
    monkeypatch.setenv("OPENAI_MODEL", "m")
    assert load(tmp_path).llm_base_url == "http://theirs/v1"
    monkeypatch.setenv("RENKEI_LLM_BASE_URL", "http://ours/v1")
    assert load(tmp_path).llm_base_url == "http://ours/v1"


def test_the_key_of_openai_is_not_sent_to_an_address_of_our_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "theirs")
    monkeypatch.setenv("OPENAI_MODEL", "m")
    settings = load(tmp_path)
    assert (settings.llm_api_key.get_secret_value(), settings.has_llm) == ("theirs", True)
    monkeypatch.setenv("RENKEI_LLM_BASE_URL", "http://ours/v1")
    assert load(tmp_path).llm_api_key.get_secret_value() == ""
    monkeypatch.setenv("RENKEI_LLM_API_KEY", "ours")
    assert load(tmp_path).llm_api_key.get_secret_value() == "ours"


def test_what_the_file_says_of_the_model_wins_over_the_variables_of_openai(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "renkei.toml").write_text('llm_base_url = "http://ours/v1"\nllm_model = "our-model"\n', "utf-8")
    monkeypatch.setenv("OPENAI_BASE_URL", "http://theirs/v1")
    monkeypatch.setenv("OPENAI_MODEL", "their-model")
    settings = load(tmp_path)
    assert (settings.llm_base_url, settings.llm_model) == ("http://ours/v1", "our-model")


def test_offline_a_model_on_this_machine_may_be_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RENKEI_OFFLINE", "1")
    monkeypatch.setenv("RENKEI_LLM_MODEL", "m")
    for url, may in (("http://localhost:8080/v1", True), ("https://example.org/v1", False), ("", False)):
        monkeypatch.setenv("RENKEI_LLM_BASE_URL", url)
        assert load(tmp_path).has_llm is may
