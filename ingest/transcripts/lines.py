"""Transcripts in lines: ``[00:01:02] Name: text``, ``Name  0:12`` above its words, 「名前：発言」, Teams' files."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ingest.transcripts.cues import Cue, named, seconds
from ingest.transcripts.prefixes import split_prefix

_STAMP = r"(?:\d{1,2}:)?\d{1,3}:\d{1,2}(?:[.,]\d{1,6})?"
_RANGE = re.compile(rf"({_STAMP})\s*-+>\s*({_STAMP})(?:\s+(.*))?$")
_ALONE = re.compile(rf"[\[(【]?({_STAMP})[\])】]?$")
_BEFORE = re.compile(rf"(?:[\[(【]({_STAMP})[\])】]|({_STAMP})(?=\s))\s*[-–—]?\s*(\S.*)$")
_AFTER = re.compile(
    rf"\[?([^\s\[\]].{{0,60}}?)\]?(?:\s+|\s*[|,、・@]\s*|(?<=\])|(?=[\[(（]))[\[(（]?({_STAMP})[\])）]?\s*[:：]?$")
_BETWEEN = re.compile(rf"([^\s:：\[(].{{0,60}}?)\s*[\[(（]({_STAMP})[\])）]\s*[:：]?\s*(\S.*)$")
_CHAT = re.compile(
    r"(?:From\s+)?(.{1,60}?)\s+[Tt]o\s+(?:[Ee]veryone|全員|みんな)\s*(?:\([^)]*\))?\s*[:：]?\s*(.*)$")
_WALL_CLOCK_S = 5 * 3600
_A_CHARACTER_S = {True: 1 / 7, False: 1 / 15}
_LEAST_TIMED, _LEAST_NAMED = 3, 4
_LONGEST_HEADING = 30
_QUESTIONS = {"q", "a", "c", "question", "answer"}


@dataclass(frozen=True, slots=True)
class _Turn:
    """A line that begins somebody's turn. ``start`` and ``end`` are None where the line has no times."""

    start: float | None
    end: float | None
    label: str
    text: str


def looks_spoken(text: str) -> bool:
    """Whether a text is a transcript: enough of its lines are turns, and speakers come back."""
    return _trustworthy([_line(n) for n in _content(text)])


def read_lines(text: str) -> list[Cue]:
    """The turns of a transcript in lines. Where the file has no times, all are 0."""
    return _timed(list(_turns(text)))


def heading_lines(text: str) -> str:
    """What stands above the first turn."""
    known = _known_labels(text)
    above: list[str] = []
    for line in _content(text):
        if len(above) >= _LONGEST_HEADING or _begun(line, known):
            break
        above.append(line)
    return "\n".join(above)


def _content(text: str) -> list[str]:
    return [line.strip() for line in text.split("\n") if line.strip()]


def _line(line: str) -> _Turn | None:
    return _timed_line(line) or _named_line(line)


def _timed_line(line: str) -> _Turn | None:
    if found := _RANGE.fullmatch(line):
        return _Turn(seconds(found[1]), seconds(found[2]), "", found[3] or "")
    if found := _ALONE.fullmatch(line):
        return _Turn(seconds(found[1]), None, "", "")
    if found := _BEFORE.fullmatch(line):
        return _stamped_before(seconds(found[1] or found[2]), found[3])
    if found := _AFTER.fullmatch(line):
        return _Turn(seconds(found[2]), None, found[1], "")
    if found := _BETWEEN.fullmatch(line):
        return _Turn(seconds(found[2]), None, found[1], found[3])
    return None


def _stamped_before(start: float | None, rest: str) -> _Turn:
    if chat := _CHAT.fullmatch(rest):
        return _Turn(start, None, chat[1], chat[2])
    if split := split_prefix(rest):
        return _Turn(start, None, *split)
    if rest.endswith((":", "：")) or (len(rest) <= 30 and not re.search(r"[。.!?！？、,]", rest)):
        return _Turn(start, None, rest.rstrip(":："), "")
    return _Turn(start, None, "", rest)


def _named_line(line: str) -> _Turn | None:
    split = split_prefix(line)
    return _Turn(None, None, *split) if split else None


def _trustworthy(lines: Sequence[_Turn | None]) -> bool:
    turns = [t for t in lines if t]
    timed = [t for t in turns if t.start is not None]
    labels = Counter(t.label for t in turns if t.label)
    if len(timed) >= _LEAST_TIMED and len(timed) * 5 >= len(lines):
        return True
    if timed and len(turns) == len(lines) and labels:
        return True
    if {label.lower() for label in labels} <= _QUESTIONS:
        return False
    repeated = sum(count for count in labels.values() if count > 1)
    return len(turns) >= _LEAST_NAMED and len(turns) * 2 >= len(lines) and repeated * 2 >= len(turns)


def _turns(text: str) -> Iterator[_Turn]:
    """The turns with the lines below them. Lines above the first turn are its file's heading and left out."""
    known = _known_labels(text)
    open_turn: _Turn | None = None
    for line in _content(text):
        begun = _begun(line, known)
        if begun is None:
            open_turn = _added(open_turn, line)
            continue
        if open_turn and _awaits(open_turn, begun):
            open_turn = replace(begun, start=open_turn.start, end=open_turn.end)
            continue
        if open_turn and open_turn.text:
            yield open_turn
        open_turn = begun
    if open_turn and open_turn.text:
        yield open_turn


def _begun(line: str, known: frozenset[str]) -> _Turn | None:
    """The turn a line begins. A name without a time counts only where it comes back or the file has no times."""
    turn = _line(line)
    if turn and turn.start is None and turn.label not in known:
        return None
    return turn


def _known_labels(text: str) -> frozenset[str]:
    turns = [t for t in map(_line, _content(text)) if t]
    with_names = Counter(t.label for t in turns if t.label)
    if not any(t.start is not None for t in turns):
        return frozenset(with_names)
    return frozenset(label for label, count in with_names.items() if count > 1)


def _awaits(before: _Turn, begun: _Turn) -> bool:
    """A time on a line of its own belongs to the named line below it."""
    return not before.label and not before.text and begun.start is None


def _added(turn: _Turn | None, line: str) -> _Turn | None:
    if turn is None:
        return None
    if turn.end is not None and not turn.label and not turn.text and len(line) <= 60:
        return replace(turn, label=line)  # Teams: times, name, words, each on its line
    return replace(turn, text=f"{turn.text}\n{line}" if turn.text else line)


def _timed(turns: Sequence[_Turn]) -> list[Cue]:
    first = next((t.start for t in turns if t.start is not None), None)
    base = first if first and first > _WALL_CLOCK_S else 0.0
    cues, now = list[Cue](), 0.0
    for n, turn in enumerate(turns):
        now = max(0.0, turn.start - base) if turn.start is not None else now
        end = turn.end - base if turn.end is not None else _end(turns, n, now, base, first is not None)
        name, department = named(turn.label)
        cues.append(Cue(now, max(now, end), name, turn.text, department))
    return cues


def _end(turns: Sequence[_Turn], n: int, start: float, base: float, timed: bool) -> float:
    """Where only starts are given, a turn lasts until the next, yet no longer than its words take."""
    if not timed:
        return 0.0
    text = turns[n].text
    spoken = start + max(1.2, len(text) * _A_CHARACTER_S[any(ord(c) > 0x2E7F for c in text)] * 1.5)
    after = next((t.start - base for t in turns[n + 1:] if t.start is not None and t.start - base > start), spoken)
    return min(spoken, after)
