"""What was heard, on disk between the steps: a JSON file written whole or not at all."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from assistant.model import Gap, Utterance, Word
from assistant.ports.speech import Heard


def save_heard(heard: Heard, path: Path) -> None:
    partial = path.with_suffix(".partial")
    partial.write_text(json.dumps(asdict(heard), ensure_ascii=False), "utf-8")
    partial.replace(path)


def load_heard(path: Path) -> Heard:
    plain: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return Heard(
        plain["lang"], tuple(_utterance(u) for u in plain["utterances"]),
        tuple(Gap(**g) for g in plain["gaps"]), plain["engine"],
    )


def _utterance(plain: dict[str, Any]) -> Utterance:
    return Utterance(**(plain | {"words": tuple(Word(**w) for w in plain["words"])}))
