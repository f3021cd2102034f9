"""The labelled training conversations: one text file each, read into plain values.

The files in ``training/conversations`` are written by hand for this project. A line is a header (``@lang ja``), an
utterance (``12 佐藤| …``) or a label (``@D 10-12 | …``); ``@N`` are ideas that were not decided, ``@C`` reports that
something promised earlier is done, ``@X`` the next meeting, ``@P`` topics put off, ``@ask`` questions with answers.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

FOLDER = Path(__file__).parent / "conversations"

_HEADER = re.compile(r"@(lang|title|trade|date|start|people|absent) (.*)")
_LABEL = re.compile(r"@(ask|[DNAQFCXP]) ([^|]*)\|(.*)$")
_UTTERANCE = re.compile(r"(\d+) ([^|]+)\| ?(.+)$")
_ACTION = re.compile(r"owner=(.+?) due=(\S+)$")
_REMARK = re.compile(r"departments=(.+?) sentiment=(\w+) urgency=(\w+)$")


@dataclass(frozen=True, slots=True)
class Said:
    """One utterance: its number from 0, who spoke, and the words."""

    i: int
    speaker: str
    text: str


@dataclass(frozen=True, slots=True)
class Label:
    """Something marked in a conversation: the utterances that make it up, ascending, and a sentence saying what."""

    utterances: tuple[int, ...]
    text: str


@dataclass(frozen=True, slots=True)
class ActionLabel(Label):
    owner: str | None = None
    due: dt.date | None = None


@dataclass(frozen=True, slots=True)
class RemarkLabel(Label):
    departments: tuple[str, ...] = ()
    sentiment: str = "neutral"
    urgency: str = "normal"


@dataclass(frozen=True, slots=True)
class NextLabel(Label):
    date: dt.date = dt.date.min
    time: dt.time | None = None


@dataclass(frozen=True, slots=True)
class Ask:
    """A question with its answer; ``answer`` is None and ``utterances`` empty where the conversation does not tell."""

    question: str
    answer: str | None
    utterances: tuple[int, ...]


@dataclass(slots=True)
class Conversation:
    """One conversation. ``people`` were there, ``absent`` were not: both name → department."""

    name: str
    lang: str = "ja"
    title: str = ""
    trade: str = ""
    date: dt.date = dt.date.min
    start: dt.time | None = None
    people: dict[str, str] = field(default_factory=dict)
    absent: dict[str, str] = field(default_factory=dict)
    utterances: list[Said] = field(default_factory=list)
    decisions: list[Label] = field(default_factory=list)
    not_decided: list[Label] = field(default_factory=list)
    actions: list[ActionLabel] = field(default_factory=list)
    questions: list[Label] = field(default_factory=list)
    remarks: list[RemarkLabel] = field(default_factory=list)
    done: list[Label] = field(default_factory=list)
    parked: list[Label] = field(default_factory=list)
    next_meeting: NextLabel | None = None
    asks: list[Ask] = field(default_factory=list)


def read_all(folder: Path = FOLDER) -> list[Conversation]:
    """Every conversation of a folder, by file name. ValueError names the file and line that cannot be read."""
    return [read(path) for path in sorted(folder.glob("*.txt"))]


def read(path: Path) -> Conversation:
    """One file."""
    return parse(path.stem, path.read_text("utf-8").splitlines())


def parse(name: str, lines: Iterable[str]) -> Conversation:
    """The lines of one file."""
    conversation = Conversation(name)
    for number, line in enumerate((line.strip() for line in lines), 1):
        if not line:
            continue
        try:
            _take(conversation, line)
        except (ValueError, AttributeError, IndexError) as error:
            raise ValueError(f"{name}, line {number}: {line[:60]}") from error
    return conversation


def numbers(text: str) -> tuple[int, ...]:
    """ "4,6-8" → (4, 6, 7, 8); "-" → ()."""
    return tuple(sorted(set(_numbers(text))))


def _numbers(text: str) -> Iterator[int]:
    for part in (piece.strip() for piece in text.split(",")):
        if part and part != "-":
            first, _, last = part.partition("-")
            yield from range(int(first), int(last or first) + 1)


def _take(conversation: Conversation, line: str) -> None:
    if match := _HEADER.match(line):
        _take_header(conversation, match[1], match[2].strip())
    elif match := _LABEL.match(line):
        _take_label(conversation, match[1], numbers(match[2]), [part.strip() for part in match[3].split("|")])
    elif match := _UTTERANCE.match(line):
        conversation.utterances.append(Said(int(match[1]), match[2].strip(), match[3].strip()))
    else:
        raise ValueError(line)


def _take_header(conversation: Conversation, key: str, value: str) -> None:
    match key:
        case "date":
            conversation.date = dt.date.fromisoformat(value)
        case "start":
            conversation.start = dt.time.fromisoformat(value)
        case "people":
            conversation.people = _people(value)
        case "absent":
            conversation.absent = _people(value)
        case _:
            setattr(conversation, key, value)


def _people(value: str) -> dict[str, str]:
    pairs = (part.partition("=") for part in value.split(";") if part.strip())
    return {name.strip(): department.strip() for name, _, department in pairs}


def _take_label(conversation: Conversation, kind: str, where: tuple[int, ...], parts: list[str]) -> None:
    match kind:
        case "D":
            conversation.decisions.append(Label(where, parts[0]))
        case "N":
            conversation.not_decided.append(Label(where, parts[0]))
        case "Q":
            conversation.questions.append(Label(where, parts[0]))
        case "C":
            conversation.done.append(Label(where, parts[0]))
        case "P":
            conversation.parked.append(Label(where, parts[0]))
        case "A":
            conversation.actions.append(_action(where, parts))
        case "F":
            conversation.remarks.append(_remark(where, parts))
        case "X":
            date, _, time = parts[0].partition(" ")
            at = dt.time.fromisoformat(time) if time else None
            conversation.next_meeting = NextLabel(where, parts[0], dt.date.fromisoformat(date), at)
        case _:
            conversation.asks.append(Ask(parts[0], None if parts[1] == "-" else parts[1], where))


def _action(where: tuple[int, ...], parts: list[str]) -> ActionLabel:
    owner, due = _ACTION.match(parts[0]).groups()  # type: ignore[union-attr]
    return ActionLabel(where, parts[1], None if owner == "-" else owner,
                       None if due == "-" else dt.date.fromisoformat(due))


def _remark(where: tuple[int, ...], parts: list[str]) -> RemarkLabel:
    departments, sentiment, urgency = _REMARK.match(parts[0]).groups()  # type: ignore[union-attr]
    return RemarkLabel(where, parts[1], tuple(d.strip() for d in departments.split(",")), sentiment, urgency)
