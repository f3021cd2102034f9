"""The structure of the house."""

from __future__ import annotations

import subprocess
import sys

import pytest

HEAVY = {"gradio", "chromadb", "langchain", "langchain_openai", "torch", "faster_whisper", "dbos", "sklearn", "av"}


def loaded_by(statement: str) -> set[str]:
    """Top-level modules that a fresh interpreter holds after ``statement``."""
    code = f"{statement}\nimport sys\nprint('\\n'.join({{name.split('.')[0] for name in sys.modules}}))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


@pytest.mark.parametrize("module", ["assistant", "assistant.bootstrap", "assistant.cli", "assistant.desk",
                                    "assistant.jobs", "assistant.minutes", "ingest", "vectorstore"])
def test_importing_a_room_loads_nothing_heavy(module: str) -> None:
    assert loaded_by(f"import {module}") & HEAVY == set()
