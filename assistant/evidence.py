"""A claim lives only if its evidence supports it: one verifier for whatever wrote the line.

Supported: the utterances named exist, every number, date and name of the line is said there (or right beside it), the
line does not deny what was affirmed, and enough of its words are theirs. Doubtful: the words are there in part, or a
detail is not. Unsupported: no such utterances, or nothing in common.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import replace
from enum import StrEnum
from typing import TypeVar

from assistant.language.dates import Anchor, find_dates, normalise
from assistant.language.numerals import DIGITS, UNITS, english_number, kanji_number
from assistant.language.terms import is_japanese, query_terms
from assistant.model import ActionItem, Line, Meeting, Minutes, Utterance

AnyLine = TypeVar("AnyLine", bound=Line)
BESIDE = 2
ENOUGH_WORDS = 0.5
FEW_WORDS = 0.2
_NUMERAL = re.compile(rf"[{DIGITS}{UNITS}]+")
_DENIES = {"ja": re.compile(r"ない|しません|ません|せず|なし(?!で)|中止|やめ|見送|却下"),
           "en": re.compile(r"\b(?:not|no|never|without|refused?|rejected?)\b|n't\b", re.IGNORECASE)}


class Support(StrEnum):
    SUPPORTED = "supported"
    DOUBTFUL = "doubtful"
    UNSUPPORTED = "unsupported"


def check(line: Line, utterances: Sequence[Utterance], meeting: Meeting, likeness: float | None = None) -> Support:
    """How far ``line`` is supported. ``likeness`` is the cosine of line and evidence where an embedder is at hand: it
    can stand in for shared words (a line in other words, or in another language)."""
    if any(not 0 <= i < len(utterances) for i in line.evidence):
        return Support.UNSUPPORTED
    said = " ".join(utterances[i].text for i in line.evidence)
    around = " ".join(_with_speaker(utterances[i]) for i in _beside(line.evidence, len(utterances)))
    shared = _shared(line.text, around)
    close = likeness is not None and likeness >= 0.86
    if shared < FEW_WORDS and not close:
        return Support.UNSUPPORTED
    shared = max(shared, _shared(_without_dates(line.text), around))
    if _missing_numbers(line.text, around, meeting) or _turned_round(line.text, said, around):
        return Support.DOUBTFUL
    return Support.SUPPORTED if shared >= ENOUGH_WORDS or close else Support.DOUBTFUL


def checked(minutes: Minutes, utterances: Sequence[Utterance], meeting: Meeting) -> Minutes:
    """The minutes without unsupported lines, doubtful ones marked; an action's owner and due date not said anywhere
    near its evidence make it doubtful as well."""
    def keep(lines: tuple[AnyLine, ...]) -> tuple[AnyLine, ...]:
        kept = []
        for line in lines:
            support = check(line, utterances, meeting)
            if support == Support.SUPPORTED and isinstance(line, ActionItem) and not _owner_there(line, utterances):
                support = Support.DOUBTFUL
            if support != Support.UNSUPPORTED:
                kept.append(replace(line, doubtful=support == Support.DOUBTFUL))
        return tuple(kept)

    there = len(utterances)
    following = minutes.next_meeting
    return replace(
        minutes, summary=keep(minutes.summary), decisions=keep(minutes.decisions), actions=keep(minutes.actions),
        open_questions=keep(minutes.open_questions), feedback=keep(minutes.feedback), parked=keep(minutes.parked),
        closed_actions=tuple(c for c in minutes.closed_actions if c.evidence and all(0 <= i < there for i in c.evidence)),
        next_meeting=following if following and all(0 <= i < there for i in following.evidence) else None,
    )


def _without_dates(text: str) -> str:
    """A date worked out from 来週の火曜 shares no words with it."""
    clean = normalise(text)
    for mention in reversed(find_dates(clean, "ja" if is_japanese(clean) else "en", Anchor(dt.date(2026, 1, 1)))):
        clean = clean[:mention.start] + clean[mention.end:]
    return clean


def _beside(evidence: Sequence[int], count: int) -> list[int]:
    return sorted({j for i in evidence for j in range(max(0, i - BESIDE), min(count, i + BESIDE + 1))})


def _with_speaker(utterance: Utterance) -> str:
    return f"{utterance.speaker} {utterance.text}"


def _shared(text: str, said: str) -> float:
    """Share of the line's telling terms that were said."""
    terms = query_terms(text)
    there = set(query_terms(said))
    return sum(term in there for term in terms) / max(1, len(terms))


def _numbers(text: str) -> set[str]:
    clean = re.sub(r"(?<=\d),(?=\d{3})", "", normalise(text)).casefold()
    clean = _NUMERAL.sub(lambda match: kanji_number(match.group()), clean)
    clean = re.sub(r"[a-z]+(?:-[a-z]+)?", lambda match: english_number(match.group()), clean)
    return set(re.findall(r"\d+(?:\.\d+)?", clean))


def _missing_numbers(text: str, said: str, meeting: Meeting) -> bool:
    """Whether the line holds a number that nobody said, dates worked out from relative ones excepted."""
    missing = _numbers(text) - _numbers(said)
    if not missing:
        return False
    dates = [d.date for d in find_dates(said, "ja" if is_japanese(said) else "en", Anchor(meeting.date))]
    worked_out = {str(part) for date in [*dates, meeting.date] for part in (date.year, date.month, date.day)}
    return bool({number.lstrip("0") or "0" for number in missing} - worked_out)


def _turned_round(text: str, said: str, around: str) -> bool:
    """Whether the line denies something and no one there did."""
    if is_japanese(text) != is_japanese(said):
        return False
    denies = _DENIES["ja" if is_japanese(text) else "en"]
    return bool(denies.search(text)) and not denies.search(around)


def _owner_there(action: ActionItem, utterances: Sequence[Utterance]) -> bool:
    if not action.owner:
        return True
    near = _beside(action.evidence, len(utterances))
    return any(action.owner in _with_speaker(utterances[i]) for i in near)
