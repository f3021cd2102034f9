"""What of two messages shows that they tell of the same happening: the measures the stories model weighs.

Words count by how rare they are, among the messages at hand and in the customer voices the model was taught with
(``Rarity``); names are taken out before, so that one and the same customer is no reason to find two texts alike.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from zlib import crc32

import numpy as np

from assistant.feedback.callers import Caller, Same, caller, relation
from assistant.language.dates import Anchor, find_dates
from assistant.language.terms import index_terms, says_nothing
from assistant.model.feedback import Channel, Message
from assistant.ports.search import Vectors

BUCKETS = 1 << 16
LONGEST_READ = 4000
"""Characters of a message that are compared; a longer one is a mail thread or a table."""

MEASURES = ("same", "part", "told", "unknown", "contained", "shared", "rarest", "second", "numbers", "meaning", "apart",
            "same_channel", "again", "names_channel", "names_day", "known_contained", "known_meaning", "unknown_contained",
            "other_contained", "known_again")

_AGAIN = re.compile(
    r"再度|再び|もう一度|改めて|またも?(?:電話|メール|ご連絡)|(?:[二三四五六七八九]|[2-9])(?:度目|回目)|の件|前にも|先月も|先週も|昨日も|"
    r"[にで]も書い|と同じ内容|先日(?:電話|メール|お電話|ご連絡|連絡|の|、)|お?電話し(?:た|ました)|メールし(?:た|ました)|お送りした|"
    r"お?返事(?:がな|をもらって)|音沙汰|梨のつぶて|まだ(?:です|届|来|返)|いまだ|結局|続きです|その後|つぶやきました|待って(?:い|おり)ます|"
    r"\b(?:again|still|now|chasing|chased)\b|\bfurther to\b|\bfollowing (?:my|our|up|on)\b|as i (?:wrote|told|said)|"
    r"\bi (?:wrote|rang|phoned|telephoned|called|e-?mailed|reported|told|asked|posted)\b|had (?:written|rung|called|phoned)|"
    r"\bmy (?:review|mail|email|form|post|call|letter)\b|(?:second|third|fourth|fifth|2nd|3rd|4th) (?:time|mail|call|email)|"
    r"no (?:reply|answer)|nobody has|no one has|(?:mum|mother|dad|father|wife|husband|son|daughter) "
    r"(?:rang|phoned|telephoned|called|wrote)|to confirm|for the record")
_OTHER_MATTER = re.compile(
    r"別件|別の件|ほかの件|別の[^\s。]{1,6}様|前回とは別|今回は別|話は変わ|unrelated|on another note|something else|"
    r"(?:a|another|different|separate) (?:separate |different )?(?:matter|issue|question)\b")
_CONTACT = re.compile(
    r"https?://\S+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+|〒?\b\d{3}-\d{4}\b(?!-)|\b0\d{9,10}\b|\b\d\d-\d\d-\d\d\b|"
    r"(?:\+\d{1,3}[ -]?)?\(?\b0\d{1,4}\)?[ -]\d{1,6}[ -]?\d{3,6}\b|\b\d{4}[ -]\d{4}[ -]\d{4}(?:[ -]\d{1,4})?\b|"
    r"\biban\b[ :]*[a-z]{2}\d{2}[\w ]{0,30}|[\u4e00-\u9fff]\d+-\d+(?:-\d+)?")
"""Telephone, card and account numbers, addresses: their parts say nothing of what happened."""

_CHANNELS = {
    Channel.PHONE: re.compile(r"電話|入電|架電|\b(?:rang|phoned|telephoned|called|call|phone)\b"),
    Channel.EMAIL: re.compile(r"メール|\b(?:e-?mailed|e-?mail|mail|mailed|wrote|written|letter)\b"),
    Channel.FORM: re.compile(r"フォーム|\b(?:form|wrote|written)\b"),
    Channel.REVIEW: re.compile(r"口コミ|レビュー|\b(?:review|reviewed)\b"),
    Channel.SOCIAL: re.compile(r"sns|ツイ|つぶや|投稿|\b(?:post|posted|tweet|tweeted)\b"),
}
_LATIN = re.compile(r"[a-z]+")
_CODE = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class Told:
    """A message made ready for comparing: its terms without names and contact data, numbers of orders and the like
    (``codes``), and what it says of earlier contacts. ``text`` is folded, ``written`` as it stands."""

    message: Message
    caller: Caller
    written: str
    text: str
    terms: frozenset[str]
    codes: frozenset[str]
    again: bool
    other_matter: bool
    channels: frozenset[Channel]
    days: frozenset[int]
    vector: Vectors | None = None


def told(message: Message, vector: Vectors | None = None) -> Told:
    """Read a message once for all comparisons."""
    written = unicodedata.normalize("NFKC", f"{message.subject}\n{message.text}"[:LONGEST_READ])
    text = _CONTACT.sub(" ", written.casefold())
    who = caller(message.customer, message.channel)
    return Told(message, who, written, text, terms_of(text, who), codes(text), bool(_AGAIN.search(text)),
                bool(_OTHER_MATTER.search(text)), frozenset(c for c, said in _CHANNELS.items() if said.search(text)),
                _days(message), vector)


def codes(text: str) -> frozenset[str]:
    """Numbers of orders, lots and members: written together, with four digits at least, and no year."""
    return frozenset(re.sub(r"\W", "", code) for code in _CODE.findall(text) if len(re.findall(r"\d", code)) >= 4
                     and not re.fullmatch(r"(?:19|20)\d\d(?:-.*)?", code))


def terms_of(text: str, who: Caller) -> frozenset[str]:
    """The telling terms of a folded text, its customer's name left out."""
    for name in sorted(who.names, key=len, reverse=True):
        if not name.isascii():
            text = text.replace(name, " ").replace(name[:2], " ") if len(name) >= 4 else text.replace(name, " ")
    text = _LATIN.sub(lambda word: " " if word[0] in who.names else word[0], text)
    return frozenset(term for term in index_terms(text) if len(term) > 1 and not says_nothing(term))


def _days(message: Message) -> frozenset[int]:
    """The days a message names, as ordinals."""
    mentions = find_dates(message.text[:LONGEST_READ], message.lang, Anchor(message.date))
    return frozenset(m.date.toordinal() for m in mentions if m.date <= message.date)


class Rarity:
    """How telling a term is: the fewer messages hold it, here and among the taught ones, the more. ``taught`` counts
    messages by the hash of a term, of ``taught_of`` messages."""

    def __init__(self, taught: Mapping[int, int] | None = None, taught_of: int = 0) -> None:
        self._taught = taught or {}
        self._of = taught_of
        self._here: Counter[str] = Counter()

    def add(self, terms: Iterable[str]) -> None:
        self._here.update(terms)
        self._of += 1

    def here(self, term: str) -> int:
        """How many of the messages at hand hold the term."""
        return self._here[term]

    def __call__(self, term: str) -> float:
        return math.log((self._of + 2) / (self._here[term] + self._taught.get(bucket(term), 0) + 1))


def bucket(term: str) -> int:
    return crc32(term.encode()) % BUCKETS


def measures(new: Told, old: Told, rarity: Rarity) -> list[float]:
    """The numbers of ``MEASURES`` for an earlier message and a later one."""
    same = relation(new.caller, new.written, old.caller, old.written)[0]
    shared = sorted((rarity(term) for term in new.terms & old.terms), reverse=True)
    contained = sum(shared) / max(8.0, min(_weight(new, rarity), _weight(old, rarity)))
    meaning = _cosine(new, old)
    known = float(same in (Same.SAME, Same.PART, Same.TOLD))
    apart = math.log1p(abs((new.message.date - old.message.date).days))
    ordinal = old.message.date.toordinal()
    return [
        float(same is Same.SAME), float(same is Same.PART), float(same is Same.TOLD), float(same is Same.UNKNOWN),
        contained, math.sqrt(sum(shared)) / 5, _nth(shared, 0) / 5, _nth(shared, 1) / 5,
        _numbers(new, old, rarity) / 5, meaning, apart, float(new.message.channel is old.message.channel),
        float(new.again), float(old.message.channel in new.channels), float(ordinal in new.days),
        known * contained, known * meaning, float(same is Same.UNKNOWN) * contained,
        float(same is Same.OTHER) * contained, known * float(new.again),
    ]


def shared_words(new: Told, old: Told, rarity: Rarity) -> list[str]:
    """The rarest terms two messages share, rarest first."""
    return sorted(new.terms & old.terms, key=lambda term: (-rarity(term), -len(term), term))


def _weight(one: Told, rarity: Rarity) -> float:
    return sum(map(rarity, one.terms))


def _nth(values: Sequence[float], n: int) -> float:
    return values[n] if len(values) > n else 0.0


def _numbers(new: Told, old: Told, rarity: Rarity) -> float:
    """The telling of the rarest shared numbers of two digits and more."""
    found = [rarity(term) for term in new.terms & old.terms if re.fullmatch(r"\d[\d.]+", term)]
    return min(10.0, sum(found))


def _cosine(new: Told, old: Told) -> float:
    """Nearness in meaning, 0 for what unrelated messages have (e5's cosines lie between 0.75 and 1)."""
    if new.vector is None or old.vector is None:
        return 0.0
    return float(np.clip(new.vector @ old.vector, -0.5, 1))
