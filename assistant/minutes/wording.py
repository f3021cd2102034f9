"""The text of a line: a sentence or two of what was said, tidied; never words that were not there."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence

from assistant.language.dates import Anchor, find_dates
from assistant.language.sentences import sentences, tidy
from assistant.language.stopwords import STOP_WORDS
from assistant.language.tasks import as_task
from assistant.minutes.features import Talk

LONGEST = {"ja": 110, "en": 220}
_EMPTY = re.compile(r"^(?:はい|ええ|うん|そう(?:です)?(?:ね|か)?|なるほど|分かりました|了解(?:です)?"
                    r"|承知(?:しました|いたしました)|いいですね|賛成です?|異議なし|お願いします|"
                    r"yes|yeah|yep|ok|okay|sure|right|fine|agreed|good|great|lovely|perfect|done|thanks|no|well"
                    r"|brilliant)[。.!、,…\s]*$", re.IGNORECASE)
_NUMBER = re.compile(r"[0-9一二三四五六七八九十百千万]|\b(?:one|two|three|four|five|six|seven|eight|nine|ten"
                     r"|\w+teen|\w+ty|\w+th|hundred)\b",
                     re.IGNORECASE)
_DOUBTS = re.compile(r"なかなか|厳しい|赤字|無理|ちょっと…|難しい|怖い|だめ|いくら|どうして|なんで|ですか[。??]?$"
                     r"|\b(?:can't|won't|no way|too|risky|worried|"
                     r"afraid|why|who|what about|how much|how many)\b", re.IGNORECASE)
_DATE_WORDS = re.compile(r"[一二三四五六七八九十0-9]+[月日時年]|[月火水木金土日]曜日?|来週|今週|再来週|今日|明日"
                         r"|明後日|月末|来月|今月|次回|定例|午前|午後|夕方|"
                         r"\b(?:\w+day|today|tomorrow|tonight|week|month|end|next|by|twenty|thirty|\w+th|morning"
                         r"|afternoon)\b")
_PROMISE = re.compile(r"ます|とく|ときます|せます|します|やります|お願い|ください|もらえ|までに|に頼|するわ"
                      r"|してくる|'ll|\bwill\b|\bcan\b|\blet me\b"
                      r"|\bby\b|\bplease\b|\bgoing to\b|\bshall\b|\bneed|\bI'm\b", re.IGNORECASE)
_PROPOSAL = re.compile(r"しましょう|ましょう|にする|でいき|でどう|どうでしょう|たい|べき|方向で|ことに|ってこと"
                       r"|では|じゃあ|にし|ませんか|でいい|"
                       r"what if|how about|why don't|let's|shall we|I'd|we could|we go|instead|from now|starting"
                       r"|then", re.IGNORECASE)


def line_id(meeting_id: str, kind: str, first: int, text: str = "") -> str:
    """The same for the same item of the same meeting, however often it is drafted."""
    return hashlib.sha256(f"{meeting_id}:{kind}:{first}:{text}".encode()).hexdigest()[:10]


def telling(texts: Iterable[str], lang: str) -> list[str]:
    """The sentences that say something, tidied."""
    found = [tidy(sentence, lang) for text in texts for sentence in sentences(text, lang)]
    return [sentence for sentence in found if len(sentence) > 3 and not _EMPTY.match(sentence)]


def shorten(text: str, lang: str) -> str:
    """At most as long as a line of minutes may be, cut at a clause."""
    if len(text) <= LONGEST[lang]:
        return text
    cut = text[:LONGEST[lang]]
    at = max(cut.rfind(mark) for mark in ("、", "。", ", ", "; ", ". "))
    return (cut[:at] if at > LONGEST[lang] // 2 else cut) + "…"


def task(talk: Talk, peak: int, anchor: Anchor) -> tuple[str, tuple[int, ...]]:
    """The sentence of the peak that promises, with what it is about where the promise alone would say too little: the
    sentence before it, or the request it answers. Also returns the utterances this took."""
    own = telling([talk.texts[peak]], talk.lang)
    n = max(range(len(own)), key=lambda k: _promises(own[k], talk.lang, anchor), default=-1)
    best = own[n] if own else ""
    line = as_task(best or talk.texts[peak], talk.lang)
    if not _says_little(best, talk.lang):
        return shorten(line, talk.lang), (peak,)
    for i, said in ((peak, own[:max(n, 0)]), (peak - 1, telling([talk.texts[peak - 1]], talk.lang) if peak else [])):
        about = max(said, key=len, default="")
        if about and not _says_little(about, talk.lang):
            joint = "" if talk.lang == "ja" else " "
            return shorten(f"{_stopped(about, talk.lang)}{joint}{line}", talk.lang), tuple({i, peak})
    return shorten(line, talk.lang), (peak,)


def _stopped(sentence: str, lang: str) -> str:
    return sentence if sentence.endswith((".", "。", "!", "?", "?")) else sentence + ("。" if lang == "ja" else ".")


def _says_little(sentence: str, lang: str) -> bool:
    """Whether a sentence names next to nothing: few telling terms besides dates."""
    if lang == "ja":
        content = re.findall(r"[一-龠々]{2,}|[ァ-ヶー]{2,}|[A-Za-z]{2,}", _DATE_WORDS.sub("", sentence))
        return len(content) < 2
    words = [w for w in re.findall(r"[a-z']+", _DATE_WORDS.sub("", sentence.lower())) if w not in STOP_WORDS and len(w) > 2]
    return len(words) < 3


def substance(talk: Talk, i: int) -> float:
    """How well the best sentence of an utterance could stand for a decision."""
    return max((_worth(sentence, talk.lang) for sentence in telling([talk.texts[i]], talk.lang)), default=-1.0)


def decision(talk: Talk, evidence: Sequence[int], proposal: int) -> str:
    """The sentence that proposes what was agreed, else the fullest of those that settle it; with the one before it where
    it says little, and with the last that changed a number or date on the way to the agreement."""
    rated = [(_worth(sentence, talk.lang) + 0.6 * (i == proposal), i, sentence)
             for i in evidence for sentence in telling([talk.texts[i]], talk.lang)]
    if not rated:
        return shorten(tidy(talk.texts[evidence[0]], talk.lang), talk.lang)
    _, at, best = max(rated)
    parts = [best]
    if _says_little(best, talk.lang):
        others = [sentence for _, _, sentence in rated if sentence != best and not _says_little(sentence, talk.lang)]
        parts = [max(others, key=len), best] if others else parts
    later = [sentence for _, i, sentence in rated if i > at and _NUMBER.search(sentence) and not _DOUBTS.search(sentence)]
    if later and later[-1] not in parts:
        parts.append(later[-1])
    joint = "" if talk.lang == "ja" else " "
    return shorten(joint.join([*(_stopped(part, talk.lang) for part in parts[:-1]), parts[-1]]), talk.lang)


def _worth(sentence: str, lang: str) -> float:
    """Long enough, proposing, with things and numbers in it; a sentence that turns something down is worth less."""
    full = min(1.0, len(sentence) / (28 if lang == "ja" else 60))
    number = 0.3 if _NUMBER.search(sentence) else 0.0
    proposes = 0.4 if _PROPOSAL.search(sentence) else 0.0
    return full + number + proposes - 0.6 * _says_little(sentence, lang) - 0.5 * bool(_DOUBTS.search(sentence))


def question(talk: Talk, evidence: Sequence[int], peak: int) -> str:
    """The question itself where one was asked, else what is not known."""
    asked = [s for i in evidence for s in telling([talk.texts[i]], talk.lang)
             if re.search(r"[??]$|か。?$|かな|のか|んですかね", s) and len(s) > 8]
    return shorten(max(asked, key=len) if asked else statement(talk, evidence, peak), talk.lang)


def statement(talk: Talk, evidence: Sequence[int], peak: int) -> str:
    """What the peak says, at most two sentences."""
    said = telling([talk.texts[peak]], talk.lang) or telling([talk.texts[i] for i in evidence], talk.lang)
    joint = "" if talk.lang == "ja" else " "
    longest = sorted(sorted(range(len(said)), key=lambda n: -len(said[n]))[:2])
    return shorten(joint.join(said[n] for n in longest) or tidy(talk.texts[peak], talk.lang), talk.lang)


def _promises(sentence: str, lang: str, anchor: Anchor) -> float:
    dated = bool(find_dates(sentence, lang, anchor))
    return len(_PROMISE.findall(sentence)) + 1.5 * dated + min(1.0, len(sentence) / 60)
