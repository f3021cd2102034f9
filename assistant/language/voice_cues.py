"""What in a conversation speaks for or against a voice bearing a name: cues, counted per voice and name.

Every place where somebody is named is looked at from five voices: the one that says it, those of the turns before and
after it, and those one further. How the name is said (called out, thanked, asked, told about, reported absent …) makes
the cue; its weight is learned (``training/cards/voices.md``).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from assistant.language.dates import normalise
from assistant.language.spoken_names import Called, Names
from assistant.model import Utterance

Pair = tuple[str, str]

_END = re.compile(r"[。.!?…\n]+[」\"]?")
_ENDS_OF_TITLES = re.compile(r"\b(Mr|Mrs|Ms|Dr|St)\.")
_FILLERS = re.compile(r"^(?:[\s、,…—-]|えーと|えっと|ええと|あの|その|じゃあ?|では|で|あ|え|ま|まあ|はい|うん|"
                      r"いや|ああ|それで|はいはい"
                      r"|(?:ok|okay|and|so|right|well|um|uh|er|oh|but|now|yes|yeah|no|hey|thanks|thank you|"
                      r"sorry|please)\b)+",
                      re.IGNORECASE)
_WORDS = {
    "thanks": r"ありがと|助かり|お疲れ|サンキュ|\b(?:thanks?|thank you|cheers|ta)\b|appreciate",
    "request": r"お願い|頼|もらえ|いただけ|くれ|ください|どう|いかが|どない|ある\?|\b(?:can|could|would|"
               r"will) you\b|please|"
               r"what about|how about|your? (?:turn|go|side|end)",
    "handover": r"から(?:急ぎ|まず|先|どうぞ|お願|一つ|報告|の報告|説明)|次(?:は|に)|どうぞ|まず|over to|"
            r"go first|go ahead|go on|"
                r"you're up|start with|first up|next up|kick (?:us )?off",
    "you": r"\byou(?:r|rs|'re|'ve|'d|'ll)?\b|そちら|お宅|あんた|そっち",
    "told": r"(?:って|と)(?:言|いう|おっしゃ|申)|そうです|らしい|\b(?:said|says|told|reckons|he|she|his|her|him|"
            r"they)\b",
    "task": r"やらせ|当たらせ|任せ|伝えて|聞いて(?:みる|おく|おき|みます)|渡して|相談|\b(?:ask|tell|get|have|"
            r"let) (?:\w+ )?$",
}
_ABSENT = re.compile(
    r"休み|欠席|不在|来られ|来れ|出られ|代わりに|代理|出張|いない|いません|おらん|"
    r"can't (?:make|come|join|be)|couldn't (?:make|come)|not (?:here|in|coming|joining)|isn't (?:here|in|coming)|"
    r"'s (?:out|off|away|ill|sick|on leave|on holiday|at the)|is (?:out|off|away|ill|sick|on leave|on holiday)|"
    r"sends? (?:his|her|their) (?:apologies|regards)|standing in for|filling in for|apologies from|instead of",
    re.IGNORECASE)
_THIRD_JA = re.compile(r"(?:が|に|を|と|の|は|も|へ|で|や|から|まで|って|より|たち|ら)")
_THIRD_EN = re.compile(r"'s\b| (?:is|was|has|had|will|would|can|says|said|told|and|or|does|did|wants|needs|who|"
                       r"from|in|at)\b")
_LEADS_EN = re.compile(r"\b(?:with|to|for|from|ask|tell|told|by|of|about|and|or|than|as|that|when|if|because|"
                       r"like|get|have|"
                       r"let|see|give|gave|where|what|how|is|was|'s|until|unless|after|before|at)\s$", re.IGNORECASE)
_REPLY = re.compile(r"^\W*(?:はい|ええ|うん|あ[、。,]|ああ|おう|そう|もちろん|了解|承知|分かり|わかり|いいです|"
                    r"私|僕|俺|うち|すみません|いや|"
                    r"いえ|どうも|とんでも|(?:yes|yeah|yep|yup|sure|okay|ok|no|nope|will do|of course|i|i'm|"
                    r"i've|i'll|i'd|my|"
                    r"mine|me|sorry|we|we've|we're|fine|right|happy|go on|thanks|thank you|can do|done|not yet|"
                    r"on it|um|uh)\b)",
                    re.IGNORECASE)
_REPORTED = re.compile(r"(?:[、,]と|[、,]?って(?:言われ\w*|さ|な|ね)?)[。\n]?$")  # 「佐藤さん、もう来ないで、と。」
_OWN = re.compile(r"(?:うち|我々|私ども|わたしども|手前ども|当|こちら|our|we|us|here in|over in)"
                  r"\W{0,2}(?:の|は|in|at|\s)?\W{0,2}(?:the )?$", re.IGNORECASE)
_JA_INTRODUCES = re.compile(r"(?:です|でございます|と申し|といい|と言い|であります|だけど|ですが)")
_JA_LEADS = re.compile(r".{0,14}の|.{0,12}[部課室係店]|(?:私|わたくし|僕|はじめまして|おはようございます|"
                       r"お疲れ様です).{0,14}")
_EN_INTRODUCES = re.compile(r"\b(?:i'm|i am|my name is|my name's|this is|it's|call me)\s$", re.IGNORECASE)
_EN_FOLLOWS = re.compile(r",? (?:here\b|speaking\b|from (?!\w+ (?:says|said|told|is|was))\w+(?: \w+)?[.,])")
_JOINED = ("last", "question", "first", "request", "thanks", "you")


@dataclass(slots=True)
class Turn:
    """Consecutive utterances of one voice as one normalised text; ``starts`` are (offset, utterance index)."""

    voice: str
    text: str = ""
    starts: list[tuple[int, int]] = field(default_factory=list)

    def add(self, utterance: Utterance) -> None:
        self.text += "\n" if self.text else ""
        self.starts.append((len(self.text), utterance.i))
        self.text += _ENDS_OF_TITLES.sub(r"\1", normalise(utterance.text))

    def utterance_at(self, offset: int) -> int:
        return max(start for start in self.starts if start[0] <= offset)[1]


@dataclass(frozen=True, slots=True)
class Cue:
    """``voice`` stands to ``name`` as ``kinds`` say, because of utterance ``i``."""

    voice: str
    name: str
    i: int
    kinds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Mention:
    """A name said in turn ``t`` with the manner it is said in."""

    t: int
    i: int
    called: Called
    manner: frozenset[str]


def turns_of(utterances: Iterable[Utterance]) -> list[Turn]:
    """Utterances in order, neighbours of one speaker joined."""
    turns: list[Turn] = []
    for utterance in utterances:
        if not turns or turns[-1].voice != utterance.speaker or not utterance.speaker:
            turns.append(Turn(utterance.speaker))
        turns[-1].add(utterance)
    return turns


def mentions_of(turns: Sequence[Turn], names: Names) -> list[Mention]:
    """Every name said, with how."""
    return [Mention(t, turn.utterance_at(called.start), called, manner_of(turn.text, called, found))
            for t, turn in enumerate(turns) for found in [names.find(turn.text)] for called in found]


def cues_of(turns: Sequence[Turn], mentions: Iterable[Mention]) -> list[Cue]:
    """Every mention as seen from the voices around it."""
    cues = []
    for mention in mentions:
        for voice, relation in _around(turns, mention.t):
            manner = set(mention.manner)
            if relation == "next" and _REPLY.match(turns[mention.t + 1].text):
                manner |= {"reply"} | ({"reply+asked"} if {"question", "request"} & manner else set())
            kinds = tuple(f"{relation}.{kind}" for kind in sorted(manner))
            cues.append(Cue(voice, mention.called.name, mention.i, kinds))
    return cues


def manner_of(text: str, called: Called, among: Sequence[Called] = ()) -> frozenset[str]:
    """How a name is said, as a set of words; "any" is always there but for names that are quoted."""
    begin = max((m.end() for m in _END.finditer(text, 0, called.start)), default=0)
    stop = _END.search(text, called.end)
    end = stop.end() if stop else len(text)
    sentence, before, after = text[begin:end], text[begin:called.start], text[called.end:end]
    manner = {"any"} | {kind for kind, words in _WORDS.items() if re.search(words, sentence, re.IGNORECASE)}
    manner |= _place(before, after)
    if is_quoted(text, called.start) or _REPORTED.search(after):  # what others said says little of who is here
        return frozenset({"quoted", *({"quoted, called"} if "called" in manner else ())})
    checks = {"question": "?" in sentence or bool(re.search(r"(?:か|かね|かな|の)[。\n]?$", sentence)),
              "last": not text[end:].strip(), "first": begin == 0, "short": len(text) < 30,
              "absent": bool(_ABSENT.search(sentence)), "guessed": not called.exact, "honoured": called.honoured,
              "several": any(o.name != called.name and begin <= o.start < end for o in among),
              "introduced": introduces(before, after, called)}
    manner |= {kind for kind, holds in checks.items() if holds}
    joined = [f"{a}+{b}" for a in ("called", "told about") for b in _JOINED if {a, b} <= manner]
    return frozenset(manner | set(joined))


def introduces(before: str, after: str, called: Called) -> bool:
    """Whether the sentence is somebody's own introduction: 「営業の佐藤です」, "I'm Hannah", "Hannah here"."""
    if called.honoured:
        return False
    lead = _FILLERS.sub("", before).strip()
    if _JA_INTRODUCES.match(after):
        return not lead or bool(_JA_LEADS.fullmatch(lead.rstrip("、, ")))
    if _EN_INTRODUCES.search(before):
        return not re.match(r"'s|,? (?:who|he|she|is)\b", after)
    return not lead and bool(_EN_FOLLOWS.match(after))


def is_quoted(text: str, offset: int) -> bool:
    """Whether the place lies in somebody's quoted words."""
    before = text[:offset]
    return before.count("「") > before.count("」") or before.count('"') % 2 == 1


def absent_names(mentions: Iterable[Mention]) -> Counter[str]:
    """How often each name is reported away, as the subject of the sentence."""
    return Counter(m.called.name for m in mentions if "absent" in m.manner and not m.manner & {"called", "several"})


def others_named(turns: Sequence[Turn], mentions: Iterable[Mention]) -> Counter[Pair]:
    """How often each voice speaks of each name as of somebody else: neither introducing itself nor quoting."""
    return Counter((turns[m.t].voice, m.called.name) for m in mentions
                   if m.called.exact and not m.manner & {"introduced", "quoted"})


def own_words(turns: Iterable[Turn], words: Sequence[str]) -> tuple[Counter[str], Counter[str]]:
    """How often each voice says the words of a department, as its own (「うちの倉庫」, "our warehouse") and at all."""
    own, all_of_them = Counter[str](), Counter[str]()
    if not words:
        return own, all_of_them
    pattern = re.compile("|".join(map(re.escape, words)), re.IGNORECASE)
    for turn in turns:
        for match in pattern.finditer(turn.text):
            all_of_them[turn.voice] += 1
            own[turn.voice] += bool(_OWN.search(turn.text[:match.start()][-24:]))
    return own, all_of_them


def _place(before: str, after: str) -> set[str]:
    opens, closes = not _FILLERS.sub("", before).strip(), not after.strip(" 、,。.!?…\n」\"")
    comma_before, comma_after = bool(re.search(r"[、,…]\s*$", before)), bool(re.match(r"[、,…]", after))
    third = bool(_THIRD_JA.match(after) or _THIRD_EN.match(after) or _LEADS_EN.search(before))
    if third and not (opens and comma_after):
        return {"told about", *({"subject"} if re.match(r"(?:が|は|も)| (?:is|was|has|said)", after) else ())}
    if (opens and closes) or ((opens or comma_before) and (comma_after or closes)) or (opens and not third):
        return {"called", "opening" if opens else "closing" if closes else "inside"}
    return {"beside"}


def _around(turns: Sequence[Turn], t: int) -> list[tuple[str, str]]:
    """(voice, relation) for the turns around turn ``t``; unknown voices are left out, the speaker is only itself."""
    own = turns[t].voice
    found = [(own, "self")] if own else []
    seen = {own, ""}
    for step, relation in ((1, "next"), (2, "next2"), (3, "next3")):
        if t + step < len(turns) and (voice := turns[t + step].voice) not in seen:
            found.append((voice, relation))
            seen.add(voice)
    seen = {own, ""}
    for step, relation in ((1, "prev"), (2, "prev2")):
        if t >= step and (voice := turns[t - step].voice) not in seen:
            found.append((voice, relation))
            seen.add(voice)
    return found
