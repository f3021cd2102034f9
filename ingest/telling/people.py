"""Who was there, as minutes list it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.model import Attendee
from ingest.transcripts.cues import named

_LABEL = re.compile(
    r"(?i)^\W*(出席者?|参加者?|参加メンバー|出席メンバー|メンバー|出席予定者?|理事|監事|社員|役員|委員|オブザーバー?|事務局|ゲスト|"
    r"attendees?|participants?|present|attended\s+by|members?\s+present|in\s+attendance|people)\s*"
    r"(?:[(（][^)）]{0,30}[)）]\s*)?([:：]?)\s*(.*)$")
_SPLIT = re.compile(r"[、,，;；/／・\t]|\s{2,}|\s+と\s+|\band\b")
_ROLE = re.compile(
    r"\s*[(（](?:記|議事録?(?:担当|作成)?|記録者?|書記|司会|進行|順不同|リモート|オンライン|現地|途中[^)）]*|遅刻|早退|zoom|teams|"
    r"skype|online|remote|chair|minutes|notes|議長|ファシリ[^)）]*|[^)）]*敬称略[^)）]*)[)）]", re.IGNORECASE)
_NOTE = re.compile(r"[(（][^)）]*(?:敬称略|順不同|略)[^)）]*[)）]?")
_NO_NAME = re.compile(
    r"[。:：?？!！]|https?|^\W*$|^\d+\s*名?$|名$|記載|掲載|末尾|参照|別紙|^[(（]|"
    r"^(?:他|ほか|など|計|以上|全員|省略|略|なし|etc\.?|others?)$")
_WESTERN = re.compile(r"^([A-Z][\w'-]+), ([A-Z][\w'-]+)(?=\s*$|\s*[(（])")
_LONGEST = {True: 16, False: 40}
MOST = 60


def attendees(lines: Sequence[tuple[str, bool]]) -> tuple[Attendee, ...]:
    """People named behind or below a label such as 出席者; ``lines`` are (text, whether it is a heading)."""
    found: dict[str, Attendee] = {}
    for n, (text, _) in enumerate(lines):
        label = _LABEL.match(text)
        if not label or not (label[2] or not label[3]):
            continue
        listed = _NOTE.sub("", label[3]).strip()
        if listed:
            _take(listed, found)
        else:
            _take_below(lines[n + 1:], found)
    return tuple(found.values())[:MOST]


def _take_below(lines: Sequence[tuple[str, bool]], found: dict[str, Attendee]) -> None:
    for line, heading in lines[:MOST]:
        text = _WESTERN.sub(r"\2 \1", line)
        if heading or re.match(r"[^\s:：]{1,20}\s*[:：]", text) or not _take(text, found):
            return


def _take(listed: str, found: dict[str, Attendee]) -> bool:
    """The people of one line; whether it held any."""
    names = [person for part in _parts(_ROLE.sub("", listed)) if (person := _person(part))]
    found |= {person.name: person for person in names if person.name not in found}
    return bool(names)


def _parts(listed: str) -> list[str]:
    """Split at commas and the like, yet not inside brackets."""
    parts, depth, part = list[str](), 0, ""
    for char in listed:
        depth += (char in "(（[") - (char in ")）]")
        if depth <= 0 and _SPLIT.fullmatch(char):
            parts.append(part)
            part = ""
        else:
            part += char
    return [piece for p in [*parts, part] for piece in re.split(r"\s{2,}|\s+and\s+", p)]


def _person(part: str) -> Attendee | None:
    name, department = named(part.strip(" 　-*・"))
    japanese = any(ord(c) > 0x2E7F for c in name)
    if not name or _NO_NAME.search(name) or len(name) > _LONGEST[japanese]:
        return None
    return Attendee(name, department)
