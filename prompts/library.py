"""Prompt files, read once and filled without evaluating anything.

A file ``minutes.extract.ja.md`` holds YAML front matter (``name``, ``lang``, ``version``, ``description``, ``inputs``,
``schema``: a file in ``schemas`` or nothing for free text) and two parts under ``# system`` and ``# user``. A variable
stands as ``{{name}}``; what it is filled with is never read again, so that a transcript that speaks of ``{{people}}``
stays as it is. ``{{fence}}`` is ours: a mark that occurs in no value, between which untrusted text stands.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from typing import Any

import yaml

from assistant.ports.llm import Prompt

FENCE = "fence"
_VARIABLE = re.compile(r"\{\{([a-z_]+)\}\}")
_PARTS = re.compile(r"\A---\n(?P<head>.*?)\n---\n+# system\n(?P<system>.*?)\n# user\n(?P<user>.*)\Z", re.DOTALL)
_CONTROL = re.compile(r"[\ud800-\udfff\x00-\x08\x0b-\x1f\x7f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
_TEMPLATE_MARK = re.compile(
    r"<\|[^<>|\n]{1,40}\|>|</?(?:start_of_turn|end_of_turn|s|bos|eos|think)>|\[/?INST\]|<</?SYS>>", re.IGNORECASE
)


@dataclass(frozen=True)
class PromptFile:
    """One prompt in one language, as written. ``inputs`` are exactly the variables it uses."""

    name: str
    lang: str
    version: str
    description: str
    inputs: frozenset[str]
    schema: Mapping[str, Any]
    system: str
    user: str

    @classmethod
    def read(cls, text: str) -> PromptFile:
        """Parse a prompt file; ValueError where it is not made as the module's docstring says."""
        parts = _PARTS.match(text)
        if parts is None:
            raise ValueError("a prompt file needs front matter, # system and # user")
        head = yaml.safe_load(parts["head"])
        inputs = frozenset(head["inputs"] or ())
        used = {*_VARIABLE.findall(parts["system"]), *_VARIABLE.findall(parts["user"])} - {FENCE}
        if used != inputs:
            raise ValueError(f"{head['name']}: declared and used variables differ: {sorted(used ^ inputs)}")
        schema = _schema(head["schema"]) if head.get("schema") else {}
        return cls(head["name"], head["lang"], str(head["version"]), head["description"], inputs, schema,
                   parts["system"].strip(), parts["user"].strip())

    def fill(self, values: Mapping[str, str]) -> Prompt:
        """Put ``values`` in; KeyError naming every variable that is missing or unknown."""
        if differing := self.inputs ^ values.keys():
            raise KeyError(f"{self.name}: {', '.join(sorted(differing))}")
        quiet = {name: quieted(value) for name, value in values.items()}
        quiet[FENCE] = _fence(quiet)

        def put(variable: re.Match[str]) -> str:
            return quiet[variable[1]]

        return Prompt(self.name, self.version, _VARIABLE.sub(put, self.system), _VARIABLE.sub(put, self.user),
                      self.schema, self.lang)


class Library:
    """All prompt files of the package. Implements ``assistant.ports.llm.Prompts``."""

    @cached_property
    def prompts(self) -> dict[tuple[str, str], PromptFile]:
        """Every prompt by name and language."""
        texts = [e.read_text("utf-8") for e in files(__package__).iterdir() if e.name.endswith(".md")]
        return {(p.name, p.lang): p for p in map(PromptFile.read, texts)}

    def fill(self, name: str, lang: str, **values: str) -> Prompt:
        """Fill the prompt ``name`` in ``lang`` (English where there is no such language); KeyError for an unknown
        prompt, and for a variable that is missing or unknown."""
        found = self.prompts.get((name, lang)) or self.prompts[name, "en"]
        return found.fill(values)


library = Library()


def quieted(value: str) -> str:
    """``value`` without what a model's chat template would read as structure: control characters, turn marks such as
    ``<|im_start|>``. They become look-alikes, so that the words stay readable."""
    return _TEMPLATE_MARK.sub(lambda mark: _look_alike(mark[0]), _CONTROL.sub(" ", value))


def _look_alike(mark: str) -> str:
    return mark.translate(str.maketrans("<>|[]", "‹›¦⟦⟧"))


def _fence(values: Mapping[str, str]) -> str:
    """A mark made from the values themselves: the same for the same values, and nothing inside them can foresee it."""
    everything = "\x00".join(f"{name}\x00{value}" for name, value in sorted(values.items()))
    mark = hashlib.sha256(everything.encode("utf-8", "surrogatepass")).hexdigest()[:16]
    while mark in everything:
        mark = hashlib.sha256(mark.encode()).hexdigest()[:16]
    return mark


@cache
def _schema(name: str) -> Mapping[str, Any]:
    schema: dict[str, Any] = json.loads((files(__package__) / "schemas" / name).read_text("utf-8"))
    return schema
