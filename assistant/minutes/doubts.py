"""Reasons to doubt a line that a chat model wrote, beyond what the common verifier asks: it names somebody who was not
spoken of, or rests on words addressed to the writer of the minutes (somebody's trick, or a pasted text's)."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TypeVar

from assistant.language.dates import normalise
from assistant.language.names import HONORIFIC, People
from assistant.model import Line, Minutes, Utterance

AnyLine = TypeVar("AnyLine", bound=Line)
BESIDE = 2
_COMMANDS = re.compile(
    r"(?:指示|命令|プロンプト|ルール)(?:を|は|に)?[^。]{0,12}(?:無視|忘れ|上書き|従わ)|システム(?:プロンプト|メッセージ|指示)|"
    r"(?:AI|言語モデル|アシスタント)(?:は|へ|に|よ)[^。]{0,30}(?:書け|書いて|書くこと|しろ|せよ|出力|答えて|追加して)|"
    r"\b(?:ignore|disregard|forget|override)\b.{0,30}\b(?:instructions?|rules?|prompts?|above|previous)\b|"
    r"\bsystem (?:prompt|message)\b|"
    r"\b(?:assistant|language model|AI)\b,? (?:you )?(?:must|should|please|write|add|output)", re.IGNORECASE)
_TITLED = re.compile(rf"([\u4e00-\u9fff々]{{1,4}}|[\u30a1-\u30fa\u30fc]{{2,12}}){HONORIFIC}")
_CAPITAL = re.compile(r"(?<=[a-z,;:] )[A-Z][a-z]{2,}\b")
_NOT_NAMES = re.compile(r"(?:mon|tues|wednes|thurs|fri|satur|sun)day|january|february|march|april|may|june|july|august|"
                        r"september|october|november|december", re.IGNORECASE)


def commands(said: Sequence[Utterance]) -> frozenset[int]:
    """The utterances that try to instruct a reader (「指示を無視して…」, "ignore previous instructions")."""
    return frozenset(u.i for u in said if _COMMANDS.search(normalise(u.text)))


def strangers(text: str, around: str, people: People) -> set[str]:
    """Names in ``text`` that nobody said in ``around``."""
    clean = normalise(text)
    named = {m.name for m in people.find(clean)} | set(_TITLED.findall(clean))
    named |= {name for name in _CAPITAL.findall(clean) if not _NOT_NAMES.fullmatch(name)}
    ground = normalise(around).casefold()
    return {name for name in named if normalise(name).casefold() not in ground}


def doubted(minutes: Minutes, said: Sequence[Utterance], people: People) -> Minutes:
    """The minutes with such lines marked doubtful. They were said, or nearly, but no model shall be talked into a
    fact; and no action is closed on a trick."""
    suspect = commands(said)

    def doubtful(line: Line) -> bool:
        near = {j for i in line.evidence for j in range(i - BESIDE, i + BESIDE + 1)}
        around = "\n".join(f"{said[i].speaker} {said[i].text}" for i in sorted(near) if 0 <= i < len(said))
        return line.doubtful or suspect.issuperset(line.evidence) or bool(strangers(line.text, around, people))

    return replace(
        minutes, summary=_marked(minutes.summary, doubtful), decisions=_marked(minutes.decisions, doubtful),
        actions=_marked(minutes.actions, doubtful), open_questions=_marked(minutes.open_questions, doubtful),
        feedback=_marked(minutes.feedback, doubtful), parked=_marked(minutes.parked, doubtful),
        closed_actions=tuple(c for c in minutes.closed_actions if not suspect.issuperset(c.evidence)),
    )


def _marked(lines: tuple[AnyLine, ...], doubtful: Callable[[Line], bool]) -> tuple[AnyLine, ...]:
    return tuple(replace(line, doubtful=doubtful(line)) for line in lines)
