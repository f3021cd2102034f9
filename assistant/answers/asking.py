"""What a question asks for, read from its words: a person, a number, a time, a reason … in Japanese and English."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from assistant.answers import measures
from assistant.language.terms import index_terms, is_japanese, normalise, query_terms


class Kind(StrEnum):
    """The kind of answer that is wanted."""

    WHO = "who"
    WHEN = "when"
    NUMBER = "number"
    WHY = "why"
    HOW = "how"
    WHERE = "where"
    WHAT = "what"


_ASKS = {
    Kind.NUMBER: (
        r"何(?=[^\W\d_])(?![ぁ-ん曜故処者事])(?!(?:日|月|時|年)(?!間))", r"何(?:か|ヶ|つ)", r"いくつ|いくら",
        r"どれ(?:くらい|ぐらい|だけ)|どの(?:くらい|ぐらい|程度)",
        r"\bhow (?:many|much|large|big|long|far|high|heavy|old|often|tall|wide)\b",
        r"\bwhat (?:share|percentage|percent|proportion|number|price|size|temperature|amount|sum|age|fee|rate)\b",
        r"\b(?:costs?|charges?|pays?|worth|price|sum|average)\b",
    ),
    Kind.WHEN: (
        r"いつ|何(?:日|曜|時(?!間)|月|年(?!間)|週目)|期限|締め?切り", r"\bwhen\b|\bhow soon\b|\bdeadline\b|\bby what\b",
        r"\bwhat (?:day|date|time|month|year)\b|\bwhich (?:day|date|week|month)\b",
    ),
    Kind.WHO: (r"誰|だれ|どなた|どの(?:人|方)|何さん|担当者は", r"\bwho(?:m|se)?\b"),
    Kind.WHY: (
        r"なぜ|何故|どうして|なんで|理由|原因", r"\bwhy\b|\bwhat (?:reason|caused|made)\b|\breason\b|\bwhat for\b",
    ),
    Kind.WHERE: (r"どこ|何処|\bwhere\b",),
    Kind.HOW: (r"どうやって|どのように|どうやり|どんな(?:ふう|風)|\bhow\b",),
}
_HOLDS = {
    Kind.NUMBER: (
        r"\d|[一二三四五六七八九十百千万半両数]",
        r"\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|twenty|thirty|forty|fifty)\b",
        r"\b(?:sixty|seventy|eighty|ninety|hundred|thousand|half|third|quarter|dozen|couple|double|twice|none)\b",
    ),
    Kind.WHEN: (
        r"\d+ ?(?:月|日|時|年)|[一二三四五六七八九十]+(?:月|日|時|年)|[月火水木金土日]曜|今日|明日|明後日",
        r"あした|あさって|昨日|今週|来週|再来週|先週|今月|来月|先月|月末|週末|週明け|年末|年内|連休|午前|午後|朝|夕方|春|夏|秋|冬|次回",
        r"まで(?:に|には)",
        r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)day|\b(?:january|february|march|april|may|june|july)\b",
        r"\b(?:august|september|october|november|december|today|tomorrow|yesterday|tonight|week|month|year)\b",
        r"\b(?:morning|afternoon|evening|noon|o'clock|spring|summer|autumn|winter)\b",
        r"\b\d+(?:st|nd|rd|th)\b|\b\w+(?:teenth|tieth)\b|\b\d+(?::\d\d)? ?(?:am|pm)\b",
    ),
    Kind.WHO: (
        r"さん|くん|君|様|氏|課長|部長|社長|店長|先生|主任|係長|僕|私|俺|うち(?:の|が|で)|こちら",
        r"\b(?:i|i'll|i've|we|we'll|he|she|they|mr|mrs|ms|dr)\b",
    ),
    Kind.WHY: (
        r"ので|から|ため|んで|せい|おかげ|理由|原因|という(?:の|こと)|すぎ|過ぎ|だと(?:ちょっと|厳し|無理)",
        r"\b(?:because|since|so|as|due|otherwise|reason|cause|too|can't|cannot|won't|wouldn't|unless)\b",
    ),
    Kind.HOW: (r"して|ように|使って", r"\b(?:by|with|using|through)\b"),
    Kind.WHERE: (r"で|に|店|場|室|階|駅", r"\b(?:in|at|on|from|behind|near|next to|room|floor)\b"),
}
_ASK = {kind: re.compile("|".join(patterns)) for kind, patterns in _ASKS.items()}
_HELD = {kind: re.compile("|".join(patterns)) for kind, patterns in _HOLDS.items()}
_QUESTION = re.compile(r"[??]\s*$|(?:ですか|ますか|でしょうか|かな|かね|んだっけ|でしたっけ|っけ)[。、…]*\s*$")


@dataclass(frozen=True, slots=True)
class Question:
    """A question, its language ("ja", "en"), the kinds of answer it wants and its telling terms; ``measure`` finds
    numbers with the unit asked for, ``counted`` are the terms of what "how many …" counts."""

    text: str
    lang: str
    kinds: frozenset[Kind]
    terms: tuple[str, ...]
    measure: re.Pattern[str] | None = None
    counted: frozenset[str] = frozenset()


def read(question: str) -> Question:
    clean = normalise(question)
    kinds = frozenset(kind for kind, pattern in _ASK.items() if pattern.search(clean))
    if Kind.NUMBER in kinds:
        kinds -= {Kind.HOW}
    return Question(question, "ja" if is_japanese(question) else "en", kinds or frozenset({Kind.WHAT}),
                    tuple(query_terms(question)), measures.wanted(clean), _terms(measures.counted(clean)))


def _terms(words: str) -> frozenset[str]:
    return frozenset(index_terms(words))


def measured(question: Question, clean: str) -> bool:
    """Whether a text, normalised, holds a number with the unit asked for."""
    return question.measure is not None and measures.has(question.measure, clean)


def answers(kind: Kind, clean: str) -> bool:
    """Whether a text, normalised, holds what a question of this kind asks for."""
    pattern = _HELD.get(kind)
    return bool(pattern and pattern.search(clean))


def is_question(text: str) -> bool:
    """Whether an utterance ends by asking."""
    return bool(_QUESTION.search(text.strip()))
