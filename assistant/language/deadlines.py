"""Which of the dates said with a promise is its due date.

A date counts by the words around it: 「…までに」, "by …" make a deadline; 「…は出張」, "from …", 「…の便」 and dates of the past
make something else; after a self-correction (「いや、違う」, "no, sorry") the later date stands.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.language.dates import Anchor, DateMention, Grain, find_dates, normalise

_LATER_WINS = re.compile(
    r"いや|違う|違った|ちがう|じゃなく|ではなく|待って|あ、|失礼|もとい|間違|やっぱ|…か|だっけ|"
    r"\bno\b|sorry|hang on|wait|I mean|make (?:it|that)|actually|rather|scratch that|hold on|what am I saying"
    r"|or say", re.IGNORECASE)
_PAST_JA = re.compile(r"(?:ました|でした|[っいしんえけれめせてべげねじき]た|だった|済み?|たんで(?:す)?|まして"
                      r"|てて)(?:[。、!?…]|$|が|けど|ん|よ|から|ので|ね|ら)")
_PAST_EN = re.compile(r"\b(?:was|were|did|came|went|had|got|sent|left|said|asked|told|rang|phoned|called|arrived"
                      r"|ended|started"
                      r"|wrote|gave|\w+ed)\b", re.IGNORECASE)
_WILL_EN = re.compile(r"'ll\b|\bwill\b|\bshall\b|\bgoing to\b|\bgonna\b|\bcan\b|\blet me\b|'m \w+ing\b|\bby\b"
                      r"|\bplease\b|\bneed", re.IGNORECASE)
_AFTER_JA = (
    (re.compile(r"[^。、]{0,4}(?:まで|のうち|以内|中に|いっぱい|には|付け|迄)"), 3.0),
    (re.compile(r"の?(?:朝|午前|午後|夕方|昼|夜|晩|夜間|深夜|早朝"
                r"|[一二三四五六七八九十0-9]+時半?)[^。、]{0,3}(?:まで|に|で|、|。|$|から)"), 2.0),
    (re.compile(r"(?:に|で|、?必ず|、|。|$)"), 1.0),
    (re.compile(r"から(?:は)?(?:始|やり|やる|い)"), 0.5),
    (re.compile(r"から|より|以降|着|の?便で届|現在|の時点"), -1.2),
    (re.compile(r"(?:は|も)(?!、)"), -1.5),
    (re.compile(r"(?:だと|なら|だったら|じゃ|では|か[。、??]|ですか|って|の(?!うち))"), -1.0),
)
_BEFORE_EN = (
    (re.compile(r"\b(?:by|before|no later than|not later than)(?: about| around)?(?: the)?\s*$", re.IGNORECASE), 3.0),
    (re.compile(r"\b(?:until|till|within|for|come)\s*$", re.IGNORECASE), 1.5),
    (re.compile(r"\b(?:on|at|over|say|make it|first thing)(?: the)?\s*$", re.IGNORECASE), 1.2),
    (re.compile(r"\b(?:from|since|starting|start|as of|after|beginning|until after|due"
                r"|expires on)(?: on)?(?: the)?\s*$", re.IGNORECASE), -1.2),
    (re.compile(r"\b(?:in \w+|away|holiday|off|leave|meet|meets|closed|expires|lands?|arrives?|booked for"
                r"|launch(?:es)?|opens?) (?:on |the )*$", re.IGNORECASE), -2.0),
)
_MEETS_AGAIN = re.compile(r"次は|次回|次、|また[一二三四五六七八九十0-9]+時|時半?[でに]。|同じ時間|\bnext (?:one"
                          r"|meeting|time)\b|\bsame time\b"
                          r"|o'clock"
                          r"|\b(?:half|quarter) (?:past|to)\b|\bhalf (?:one|two|three|four|nine|ten)", re.IGNORECASE)
LEAST = -1.5


@dataclass(frozen=True, slots=True)
class _Scored:
    mention: DateMention
    score: float
    order: tuple[int, int]


def due_date(texts: Sequence[str], lang: str, anchor: Anchor, focus: int = -1) -> dt.date | None:
    """The due date said in ``texts`` (consecutive utterances of one promise), None where none is. ``focus`` is the
    utterance that promises; its dates count a little more."""
    focus = focus % len(texts) if texts else 0
    scored = [found for n, text in enumerate(texts) for found in _score(text, lang, anchor, n, 0.0 if n == focus else -0.6)]
    good = [found for found in scored if found.score > LEAST]
    if not good:
        return None
    return max(good, key=lambda found: (found.score, found.order)).mention.date


def _score(text: str, lang: str, anchor: Anchor, n: int, bonus: float) -> list[_Scored]:
    clean = normalise(text)
    mentions = find_dates(text, lang, anchor)
    around = _around_ja if lang == "ja" else _around_en
    scored = []
    for k, mention in enumerate(mentions):
        score = bonus + around(clean, mention)
        if mention.past:
            score -= 5
        if mention.date == anchor.next_meeting and _announces(clean, mention):
            score -= 3
        following = mentions[k + 1] if k + 1 < len(mentions) else None
        if following and _LATER_WINS.search(clean[mention.end:following.start]):
            score -= 3
        if following is None and k and re.search(r"(?:で|。|ね|よ|$)", clean[mention.end:mention.end + 2]):
            score += 0.2
        if mention.grain == Grain.WEEK and len(mentions) > 1:
            score -= 0.3
        scored.append(_Scored(mention, score, (n, k)))
    return scored


def _announces(text: str, mention: DateMention) -> bool:
    """Whether the sentence around a date says when to meet again rather than when something is due."""
    start = max((text.rfind(mark, 0, mention.start) for mark in "。.?!"), default=-1) + 1
    sentence = text[start:] if len(text) - start < 60 else text[start:mention.end + 30]
    return mention.grain != Grain.MEETING and bool(_MEETS_AGAIN.search(sentence))


def _around_ja(text: str, mention: DateMention) -> float:
    after = text[mention.end:]
    score = 2.0 if re.search(r"(?:まで|うち|以内|中|いっぱい|までに)$", mention.text) else 0.0
    for pattern, value in _AFTER_JA:
        if pattern.match(after):
            score += value
            break
    sentence = re.split(r"(?<=[。!?])", after)[0]
    if _PAST_JA.search(sentence) and not re.search(r"(?:ます|る|う|く|す|で|に)[。!?…]?$", sentence):
        score -= 3
    return score


def _around_en(text: str, mention: DateMention) -> float:
    before, after = text[:mention.start], text[mention.end:]
    score = next((value for pattern, value in _BEFORE_EN if pattern.search(before)), 0.0)
    if re.match(r"\b(?:by|before|within|end|the end)\b", mention.text, re.IGNORECASE):
        score += 1.5
    if re.match(r"'s \w|\s+(?:van|call|meeting|order|launch|batch|delivery|shift|run)\b", after):
        score -= 1.5
    sentence = re.split(r"[.?!]\s", before)[-1] + mention.text + re.split(r"[.?!]", after)[0]
    if _PAST_EN.search(sentence) and not _WILL_EN.search(sentence):
        score -= 2
    if re.match(r"[^.?!]*\?", after):
        score -= 0.3
    return score
