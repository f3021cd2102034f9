"""Words in a meeting that are addressed to whoever writes its minutes: somebody's trick, or a pasted text's."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TypeVar

from assistant.language.dates import normalise
from assistant.model import Line, Minutes, Utterance

AnyLine = TypeVar("AnyLine", bound=Line)
_COMMANDS = re.compile(
    r"(?:指示|命令|プロンプト|ルール)(?:を|は|に)?[^。]{0,12}(?:無視|忘れ|上書き|従わ)|システム(?:プロンプト|メッセージ|指示)|"
    r"(?:AI|言語モデル|アシスタント)(?:は|へ|に|よ)[^。]{0,30}(?:書け|書いて|書くこと|しろ|せよ|出力|答えて|追加して)|"
    r"\b(?:ignore|disregard|forget|override)\b.{0,30}\b(?:instructions?|rules?|prompts?|above|previous)\b|"
    r"\bsystem (?:prompt|message)\b|"
    r"\b(?:assistant|language model|AI)\b,? (?:you )?(?:must|should|please|write|add|output)", re.IGNORECASE)


def commands(said: Sequence[Utterance]) -> frozenset[int]:
    """The utterances that try to instruct a reader (「指示を無視して…」, "ignore previous instructions")."""
    return frozenset(u.i for u in said if _COMMANDS.search(normalise(u.text)))


def without_commands(minutes: Minutes, said: Sequence[Utterance]) -> Minutes:
    """The minutes with every line doubtful that rests on such utterances alone: somebody did say them, but no model
    shall be talked into a fact. Actions are not closed on their word."""
    suspect = commands(said)

    def marked(lines: tuple[AnyLine, ...]) -> tuple[AnyLine, ...]:
        return tuple(replace(x, doubtful=True) if suspect.issuperset(x.evidence) else x for x in lines)

    return replace(
        minutes, summary=marked(minutes.summary), decisions=marked(minutes.decisions), actions=marked(minutes.actions),
        open_questions=marked(minutes.open_questions), feedback=marked(minutes.feedback), parked=marked(minutes.parked),
        closed_actions=tuple(c for c in minutes.closed_actions if not suspect.issuperset(c.evidence)),
    )
