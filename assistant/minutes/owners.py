"""Who takes a task: the speaker, somebody sent, somebody asked who accepts, or nobody yet.

Rules, in this order: nobody when it is said that it is open who ("誰に振るかは…", "don't ask me who"); the person made to do
it (「池田に当たらせます」, "Nadia can get it …"); the person asked, when the task is a request; else who promises.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.language.dates import normalise
from assistant.language.names import HONORIFIC, NameMention, is_label
from assistant.minutes.features import Talk
from assistant.model import Organisation

_NOBODY = re.compile(r"誰に(?:振る|頼む|やっても?らう)か|誰がやるか|担当は(?:まだ|これから)"
                     r"|don't ask me (?:yet )?who|not sure who"
                     r"|somebody (?:remind|tell|write|has to)"
                     r"|someone (?:should|has to|needs)|haven't got a name", re.IGNORECASE)
_OUR_LOT = re.compile(r"うちの誰か|誰かに(?:やら|頼)|\b(?:our|my) (?:lot|team|people|guys|side"
                      r"|department)(?: \w+)? ?(?:can"
                      r"|will|'ll|has|have)", re.IGNORECASE)
_MADE_TO = re.compile(
    r"(?:させ|[かがさたなばまらわ]せ)(?:ます|る|て|と|まし|よう|ちゃ|ん)|(?:て|で)(?:もら|いただ|ほし|くれ(?:る"
    r"|ます|て))|(?:て|で)こいって|てって(?:言|頼)|"
    r"に(?:任せ|やら|頼みま|お願い)|が(?:や|し|出|作|書|行|持|調|まとめ|送|直|見|準備|用意|対応|伺|回|届|渡|運|替|撮)")
_TOLD = re.compile(r"に(?:は|も)?[^、。]{0,14}(?:言っ|伝え|話し?|聞[いき]|頼ん|電話|連絡|相談|声をかけ|渡|見せ|返"
                   r"|メール|出し|送)")
_ASKED_JA = re.compile(r"(?:ください|お願い|頼め|もらえ|いただけ|くれ(?:る|ます|ない)|くださ|ちょうだい|といて"
                       r"|しといて|やって|くれへん|てくれ|たのむ|頼む)(?:ます|る|か|い"
                       r"|ませんか|ません|です|ね|よ|と)*[。??…!、]*")
_ACCEPTS = re.compile(r"^(?:はい|ええ|うん|おう|あいよ|了解|承知|かしこまり|分かり|わかり|もちろん|いいです|大丈夫"
                      r"|いけます|やります|任せ|OK|オッケ|sure|yes|yep"
                      r"|yeah|yup|ok|okay|will do|of course|"
                      r"no problem|happy to|you got it|consider it|on it|gladly|can do|right|certainly|absolutely"
                      r"|aye|fine|leave it)", re.IGNORECASE)
_AUX = (r"(?:'ll|will|can|could|has to|have to|needs? to|ought to|should|is going to|'s going to|'s gonna|gets|must"
       r"|is (?:doing|writing|sending|taking|fixing)|'s got|takes|does|brings|sends|would|might as well)")
_MADE_EN = re.compile(r"\b(?:get|have|ask|make|let|tell|put|want|need)\s+(?:our\s+)?$", re.IGNORECASE)
_ASKED_EN = re.compile(r"\b(?:could you|can you|would you|will you|would you mind|do you mind|you'll|please"
                       r"|you could|you can|can I ask you)\b", re.IGNORECASE)
_FIRST_EN = re.compile(r"\b(?:I'll|I will|I'm|I can|I shall|let me|I've|I'd|me\b|we'll|mine|I have|I am|I could"
                       r"|I was|I)\b")
_FIRST_JA = re.compile(r"私|僕|俺|わたし|あたし|自分(?:が|で)|うちで|うちの方|こちらで|こっちで|ワシ|わし")
_SHE = re.compile(r"\b(?:she|he|they)(?:'ll| can| will| has to| could| needs to|'d| should|'s)\b|\bhim\b|\bher\b"
                  r"|\bhis name\b|あの子|あいつ|彼", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Owner:
    """``name`` is None when nobody took it; ``department`` may be known even so."""

    name: str | None
    department: str | None


def owner_of(talk: Talk, peak: int, organisation: Organisation) -> Owner:
    """Who does what the utterance ``peak`` promises."""
    text = normalise(talk.texts[peak])
    if _NOBODY.search(text) or _OUR_LOT.search(text):
        return Owner(None, _department_named(text, organisation) or _own_department(talk, peak))
    name = (_sent_ja if talk.lang == "ja" else _sent_en)(talk, peak, text) or _asked(talk, peak, text) or _speaker(talk, peak)
    return Owner(name, talk.people.department.get(name or "") or organisation.department_of(name or "") or None)


def _speaker(talk: Talk, i: int) -> str | None:
    speaker = talk.speakers[i]
    return speaker if speaker and not is_label(speaker) else None


def _own_department(talk: Talk, i: int) -> str | None:
    return talk.people.department.get(talk.speakers[i]) or None


def _department_named(text: str, organisation: Organisation) -> str | None:
    """The department whose name or alias stands in ``text``; the longest where several do."""
    found = [(len(word), department.name) for department in organisation.departments
             for word in (department.name, department.name.removesuffix("部"), *department.aliases)
             if len(word) > 1 and normalise(word).casefold() in text.casefold()]
    return max(found)[1] if found else None


def _others(talk: Talk, i: int, text: str) -> list[NameMention]:
    return [mention for mention in talk.people.find(text) if mention.name != talk.speakers[i]]


def _sent_ja(talk: Talk, i: int, text: str) -> str | None:
    for mention in _others(talk, i, text):
        sentence = re.split(r"[。!?]", text[mention.end:])[0]
        if _FIRST_JA.search(sentence) or (_FIRST_JA.search(text[mention.end:]) and not _MADE_TO.search(_last(text))):
            continue
        particle = sentence[:1]
        if particle == "に" and _MADE_TO.search(sentence) and not re.match(r"(?:も|は)?[^、。]{0,8}(?:渡|見せ|返)", sentence[1:]):
            return mention.name
        if particle in "がは" and sentence and _takes(sentence[1:]):
            return mention.name
    if _SHE.search(text) and _MADE_TO.search(text) and i:
        before = _others(talk, i, normalise(talk.texts[i - 1]))
        return before[-1].name if before else None
    return None


def _last(text: str) -> str:
    """The last sentence: the one that promises, when there are several."""
    return [part for part in re.split(r"[。!?]", text) if part.strip()][-1]


def _takes(rest: str) -> bool:
    """Whether what follows 「池田が」 is something that person will do."""
    will = re.search(r"(?:ます|る|く|す|つ|ぶ|む|う|ぐ|せて)(?:よ|ね|ので|から|んで|けど|わ)*[。、!…]*$", rest)
    return bool(will) and not re.search(r"[いっし]た|ました|てい(?:る|ます)|お休み|言って|くれて|です|って言", rest)


def _sent_en(talk: Talk, i: int, text: str) -> str | None:
    for mention in _others(talk, i, text):
        before, after = text[:mention.start], text[mention.end:]
        if re.match(rf"\s*(?:and \w+ )?{_AUX}\b", after, re.IGNORECASE) or re.match(r"'s (?:going|doing|writing|on it)", after):
            return mention.name
        if _MADE_EN.search(before) and re.match(r"\s+(?:to\s+)?[a-z]+", after):
            told = re.search(r"\b(?:tell|ask|let)\s+$", before, re.IGNORECASE)
            return mention.name if not told or re.match(r"\s+to\b", after) else None
    pronoun = _SHE.search(text)
    if pronoun and pronoun.group().lower() not in ("him", "her"):
        near = [m for j in (i, i - 1) if j >= 0 for m in reversed(_others(talk, i, normalise(talk.texts[j])))
                if j != i or m.end <= pronoun.start()]
        return near[0].name if near else None
    return None


def _asked(talk: Talk, i: int, text: str) -> str | None:
    """The person a request is addressed to: by name, or by being the one who accepts it next."""
    japanese = talk.lang == "ja"
    request = (_ASKED_JA if japanese else _ASKED_EN).search(text)
    if not request:
        return None
    heard = text[max(0, request.start() - 12):request.end()] if japanese else text[:request.end()]
    if (_FIRST_JA if japanese else _FIRST_EN).search(heard):
        return None
    named = _addressed(talk, i, text)
    if named:
        return named
    following = i + 1
    if following < len(talk) and talk.speakers[following] != talk.speakers[i] and _ACCEPTS.match(normalise(talk.texts[following])):
        return _speaker(talk, following)
    return None


def _addressed(talk: Talk, i: int, text: str) -> str | None:
    others = _others(talk, i, text)
    if talk.lang == "ja":
        return next((m.name for m in others if re.search(HONORIFIC + r"?$", text[m.start:m.end])
                     and text[m.end:m.end + 1] in "、はもに,"), None)
    spoken_to = [m.name for m in others if re.match(r"\s*[,?.!]", text[m.end:]) or re.search(r",\s*$", text[:m.start])]
    return spoken_to[0] if spoken_to else None
