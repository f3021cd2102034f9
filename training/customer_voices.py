"""The labelled customer voices: one text file a company, read into plain values.

The files in ``training/feedback`` are written by hand for this project. After the header (``@lang ja``, ``@trade``,
``@company``) come the department cards (``@dept a 名前 | mission | duty; duty | goals: … | aliases: …``), then one
message a line: ``NUMBER[=NUMBER of the story's first message] CHANNEL CUSTOMER DATE | text``. A point stands in the text
as ``{CODES SENTIMENT URGENCY|verbatim words}`` without spaces: the letters of its departments (``x``: nobody's), ``-``
``0`` or ``+``, and 0 (low), 1 (normal) or 2 (high). What stands outside the braces belongs to no point.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from assistant.feedback.moods import URGENCIES
from assistant.model import Department

FOLDER = Path(__file__).parent / "feedback"
NOBODY = "x"

_CARD = re.compile(r"@dept ([a-w]) (.+)$")
_MESSAGE = re.compile(r"(\d+)(?:=(\d+))? (email|form|phone|review|sns) (\S+) (\d{4}-\d\d-\d\d) \| (.+)$")
_MARK = re.compile(r"\{([a-x]+)([-0+])([012])\|([^{}]*)\}")
SENTIMENT_OF = {"-": "negative", "0": "neutral", "+": "positive"}


@dataclass(frozen=True, slots=True)
class VoicedPoint:
    """``text[start:end]`` of a message; ``departments`` by name, the responsible one first, empty where it is
    nobody's."""

    start: int
    end: int
    departments: tuple[str, ...]
    sentiment: str
    urgency: str


@dataclass(frozen=True, slots=True)
class VoicedMessage:
    """One message; ``story`` is the number of the first message that tells of the same happening."""

    number: int
    story: int
    channel: str
    customer: str
    date: dt.date
    text: str
    points: tuple[VoicedPoint, ...]


@dataclass(frozen=True, slots=True)
class VoicedCompany:
    slug: str
    lang: str
    trade: str
    name: str
    departments: tuple[Department, ...]
    messages: tuple[VoicedMessage, ...]


def read_companies(folder: Path = FOLDER) -> list[VoicedCompany]:
    """Every company, in the order of their numbers. ValueError names the file and line of whatever does not fit."""
    return [parse_company(path.stem, path.read_text("utf-8")) for path in sorted(folder.glob("*.txt"))]


def parse_company(slug: str, content: str) -> VoicedCompany:
    """One file. ValueError where a line, a mark or a reference does not fit."""
    headers: dict[str, str] = {}
    cards: dict[str, Department] = {}
    messages: dict[int, VoicedMessage] = {}
    for number, line in enumerate(content.splitlines(), 1):
        if card := _CARD.match(line):
            cards[card[1]] = _card(card[2])
        elif line.startswith("@"):
            name, _, value = line[1:].partition(" ")
            headers[name] = value.strip()
        elif line.strip():
            message = _message(line, {code: card.name for code, card in cards.items()})
            if message is None or message.story not in {message.number, *messages} or message.number in messages:
                raise ValueError(f"{slug}, line {number}: not a message that fits: {line[:60]}")
            messages[message.number] = message
    return VoicedCompany(slug, headers["lang"], headers["trade"], headers["company"], tuple(cards.values()),
                         tuple(messages.values()))


def _card(content: str) -> Department:
    name, mission, duties, *rest = (part.strip() for part in content.split("|"))
    more = dict(part.split(":", 1) for part in rest)
    return Department(name, _list(more.get("aliases", "")), mission, _list(duties), _list(more.get("goals", "")))


def _list(words: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in words.split(";") if word.strip())


def _message(line: str, names: dict[str, str]) -> VoicedMessage | None:
    found = _MESSAGE.match(line)
    if not found:
        return None
    marked = found[6].replace("\\n", "\n")
    points, text = _unmarked(marked, names)
    number = int(found[1])
    if "{" in text or "}" in text:
        return None
    return VoicedMessage(number, int(found[2] or number), found[3], found[4].replace("_", " "),
                         dt.date.fromisoformat(found[5]), text, points)


def _unmarked(marked: str, names: dict[str, str]) -> tuple[tuple[VoicedPoint, ...], str]:
    """The points, and the text without its marks."""
    points: list[VoicedPoint] = []
    text, at = "", 0
    for mark in _MARK.finditer(marked):
        text += marked[at:mark.start()]
        departments = () if mark[1] == NOBODY else tuple(_named(mark[1], names))
        points.append(VoicedPoint(len(text), len(text) + len(mark[4]), departments, SENTIMENT_OF[mark[2]],
                                  URGENCIES[int(mark[3])]))
        text, at = text + mark[4], mark.end()
    return tuple(points), text + marked[at:]


def _named(codes: str, names: dict[str, str]) -> Iterator[str]:
    for code in codes:
        if code not in names:
            raise ValueError(f"no department {code!r}")
        yield names[code]
