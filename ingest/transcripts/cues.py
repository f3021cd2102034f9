"""What every transcript format is read into, and how it becomes utterances."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from assistant.model import Utterance

NO_PAUSE_S = 0.15
"""Two cues further apart than this are never one sentence."""
LONGEST_JOINED = 300
LONGEST_NAME = 60
_STAMP = re.compile(r"(?:(\d{1,4}):)?(\d{1,3}):(\d{1,2})(?:[.,](\d{1,6}))?$")
_SENTENCE_END = re.compile(r"[。．.!?！？…♪][」』）)\]\"'”’]*$")
_TAG = re.compile(r"</?[A-Za-z][^<>\n]{0,200}>|</?\d[\d:.]*>|\{\\[^{}\n]{0,60}\}")
_IN_BRACKETS = re.compile(r"(.{1,40}?)\s*[(（\[［]([^()（）\[\]［］]{1,30})[)）\]］]$")
_DEPARTMENT = re.compile(
    r"(?:部|課|室|局|係|班|グループ|チーム|センター|支店|工場|サポート|Dept\.?|Department|Team|Division)$")
_HONORIFIC = re.compile(r"(?<=\w)(?:さん|様|氏)$")


@dataclass(frozen=True, slots=True)
class Cue:
    """A piece of a transcript as its file has it; times in seconds, 0 where the file has none."""

    start_s: float
    end_s: float
    speaker: str
    text: str
    department: str = ""


def seconds(stamp: str) -> float | None:
    """``1:02:03.4``, ``02:03,400`` or ``0:0:3.2`` in seconds; None for anything else."""
    found = _STAMP.fullmatch(stamp.strip())
    if not found:
        return None
    hours, minutes, secs, fraction = found.groups()
    if int(secs) > 59 or (hours and int(minutes) > 59):
        return None
    return int(hours or 0) * 3600 + int(minutes) * 60 + int(secs) + (float(f"0.{fraction}") if fraction else 0.0)


def plain(text: str) -> str:
    """Text without tags, entities, control characters and line breaks."""
    text = html.unescape(_TAG.sub("", text))
    return " ".join("".join(c if _shown(c) else " " for c in text).split())


def _shown(char: str) -> bool:
    return unicodedata.category(char) not in ("Cc", "Cf", "Cs", "Co") or char == "\u200d"


def named(label: str) -> tuple[str, str]:
    """The speaker and, where the label tells it, the department: 「佐藤（営業部）」 → 佐藤, 営業部."""
    name = plain(label).strip(" :：-–—")
    found = _IN_BRACKETS.fullmatch(name)
    department = ""
    if found and _DEPARTMENT.search(found[2]):
        name, department = found[1], found[2]
    return _HONORIFIC.sub("", name)[:LONGEST_NAME].strip(), department


def utterances(cues: Iterable[Cue]) -> tuple[Utterance, ...]:
    """One utterance a cue, in order of time; a cue that goes on with its speaker's sentence is joined to it."""
    clean = (replace(c, text=plain(c.text), end_s=max(c.start_s, c.end_s)) for c in cues)
    ordered = sorted((c for c in clean if c.text), key=lambda c: c.start_s)
    return tuple(
        Utterance(i, round(c.start_s, 3), round(c.end_s, 3), c.speaker, c.text, department=c.department)
        for i, c in enumerate(_joined(ordered)))


def _joined(cues: Sequence[Cue]) -> list[Cue]:
    if not _punctuated(cues):
        return list(cues)
    joined: list[Cue] = []
    for cue in cues:
        if joined and _goes_on(joined[-1], cue):
            before = joined[-1]
            joined[-1] = replace(before, end_s=max(before.end_s, cue.end_s), text=_glue(before.text, cue.text))
        else:
            joined.append(cue)
    return joined


def _punctuated(cues: Sequence[Cue]) -> bool:
    """Whether this file ends its sentences at all; where it does not, nothing tells which cues belong together."""
    ended = sum(bool(_SENTENCE_END.search(c.text)) for c in cues)
    return ended * 3 >= len(cues)


def _goes_on(before: Cue, after: Cue) -> bool:
    return (before.speaker == after.speaker and before.end_s > 0
            and abs(after.start_s - before.end_s) <= NO_PAUSE_S
            and not _SENTENCE_END.search(before.text)
            and len(before.text) + len(after.text) <= LONGEST_JOINED)


def _glue(before: str, after: str) -> str:
    japanese = ord(before[-1]) > 0x2E7F or ord(after[0]) > 0x2E7F
    return before + ("" if japanese else " ") + after
