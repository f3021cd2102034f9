"""Every sentence the product says, in Japanese and English: one YAML file an area, ``key: {ja: …, en: …}``.

Keys are ``area.name``; the area is the file's name. Values are filled with ``{name}`` fields by plain replacement.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

import yaml

LANGUAGES = ("ja", "en")


@cache
def catalogue() -> dict[str, dict[str, str]]:
    """All messages: key → language → sentence."""
    found: dict[str, dict[str, str]] = {}
    for entry in sorted(files(__name__).iterdir(), key=lambda e: e.name):
        if entry.name.endswith(".yaml"):
            area = entry.name.removesuffix(".yaml")
            for name, words in (yaml.safe_load(entry.read_text("utf-8")) or {}).items():
                found[f"{area}.{name}"] = words
    return found


def text(key: str, lang: str, **values: Any) -> str:
    """The sentence ``key`` in ``lang`` (English where the language is unknown). KeyError for an unknown key."""
    words = catalogue()[key]
    sentence = words.get(lang) or words["en"]
    for name, value in values.items():
        sentence = sentence.replace("{" + name + "}", str(value))
    return sentence
