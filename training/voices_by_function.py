"""What customers say about one function of a company, whatever the trade: the files in ``training/functions``.

One file a function: ``@names ja: …; …``, ``@mission ja: …`` (several), ``@duty ja: …; …`` as department cards have them,
the same in English, then one voice a line: language, sentiment (- 0 +), urgency (0 low, 1 normal, 2 high), the words.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

from assistant.feedback.moods import URGENCIES
from training.customer_voices import SENTIMENT_OF

FOLDER = Path(__file__).parent / "functions"

_CARD = re.compile(r"@(names|mission|duty) (ja|en): (.+)$")
_VOICE = re.compile(r"(ja|en)([-0+])([012]) (.+)$")


@dataclass(frozen=True, slots=True)
class Voice:
    text: str
    lang: str
    sentiment: str
    urgency: str


@dataclass(frozen=True, slots=True)
class Function:
    """``names``, ``missions`` and ``duties`` by language."""

    name: str
    names: dict[str, list[str]]
    missions: dict[str, list[str]]
    duties: dict[str, list[str]]
    voices: tuple[Voice, ...]


def read_functions(folder: Path = FOLDER) -> list[Function]:
    """Every function, by name. ValueError names the file and line of whatever does not fit."""
    return [parse_function(path.stem, path.read_text("utf-8")) for path in sorted(folder.glob("*.txt"))]


def parse_function(name: str, content: str) -> Function:
    """One file. ValueError where a line does not fit."""
    card: dict[str, dict[str, list[str]]] = {kind: defaultdict(list) for kind in ("names", "mission", "duty")}
    voices: list[Voice] = []
    for number, line in enumerate(content.splitlines(), 1):
        if found := _CARD.match(line):
            parts = [found[3].strip()] if found[1] == "mission" else [p.strip() for p in found[3].split(";")]
            card[found[1]][found[2]] += [part for part in parts if part]
        elif found := _VOICE.match(line):
            voices.append(Voice(found[4].strip(), found[1], SENTIMENT_OF[found[2]], URGENCIES[int(found[3])]))
        elif line.strip() and not line.startswith("@function "):
            raise ValueError(f"{name}, line {number}: neither card nor voice: {line[:60]}")
    return Function(name, dict(card["names"]), dict(card["mission"]), dict(card["duty"]), tuple(voices))
