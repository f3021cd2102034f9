"""Who a message says it is from, and whether two of them may be the same customer.

A customer stands in the records as somebody typed it: 井出様, 井出正彦, 江川（孫）, Mrs Doyle (daughter), @trailmixtape,
匿名. Only the parts that name somebody count; titles, roles and kinship do not.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from assistant.model.feedback import Channel

SHORTEST_IN_HANDLE = 4
"""Letters of a name that must stand in a handle before it says anything."""

SHORTEST_NAMED = 4
"""Letters of a name that count when they stand in a text."""

_ASIDE = re.compile(r"[((\[][^))\]]*[))\]]")
_KIN = r"(?:の?(?:奥様|ご主人|主人|夫|妻|長男|次男|長女|次女|息子|娘|孫|父|母|お父様|お母様|兄|姉|弟|妹|家族|方|者))"
_TITLE = re.compile(
    rf"{_KIN}$|(?:様方|様|さま|さん|殿|氏|御中|先生|君|くん|ちゃん)$|^(?:mr|mrs|ms|miss|mx|dr|prof|sir|rev|col|madam)\.?\s")
_FIRM = re.compile(r"株式会社|有限会社|合同会社|医療法人|\(株\)|\(有\)|㈱|㈲|\b(?:ltd|inc|llc|plc|gmbh|co)\b\.?")
_ROLES = frozenset(
    "会員 新郎 新婦 担当 ご担当 担当者 店長 店主 事務 事務長 事務局 弁護士 経理 経理部 購買 購買部 当直 所長 院長 社長 "
    "部長 課長 係長 主任 代表 世話人 顧問 総務 総務部 看護部長 看護師 "
    "父 母 夫 妻 娘 息子 孫 長男 次男 長女 次女 兄 姉 弟 妹 奥様 ご主人 元夫 "
    "the and of for from mr mrs ms miss dr prof sir rev col councillor manager owner director solicitor lawyer mum mother dad "
    "father wife husband son daughter sister brother gran grandmother client customer caller line best man lady lord user "
    "hotel school primary academy college university nursery church scouts club team cafe café restaurant bar inn pub house hall "
    "court street road garden gardens farm garage shop shops store stores surgery clinic hospital hospice pharmacy cycles bikes "
    "ex former neighbour neighbor employee student teacher parent parents resident driver visitor passenger tenant patient member "
    "sports group services council association society residents charity company office studio centre center trust bank "
    "ホテル 旅館 学校 小学校 中学校 高校 大学 病院 医院 クリニック 薬局 保育園 幼稚園 商店 書店 カフェ 工務店 施設".split())
_NOBODY = re.compile(
    r"匿名|名乗らず|名前なし|名無し|不明|非通知|無記名|お客様|お客さま|元お客|近隣|近所|隣人|住民|大学生|学生|主婦|会社員|保護者|"
    r"通りすがり|anonymous|\banon\b|unknown|no name|withheld|"
    r"guest|customer$")
_CJK = "\u3005\u3400-\u9fff"
_KANJI = re.compile(f"[{_CJK}]")
_AFTER_A_NAME = re.compile(rf"[{_CJK}]{{0,3}}(?:様|さま|さん|です|と申|でござ|の[母父妻夫娘息長次孫兄姉弟妹代]|より|から)")


class Same(StrEnum):
    """How two customers stand to each other. ``PART``: they share a part that names somebody (a surname, a firm).
    ``TOLD``: the text of one names the other. ``UNKNOWN``: one of them hides who it is (no name, a handle)."""

    SAME = "same"
    PART = "part"
    TOLD = "told"
    UNKNOWN = "unknown"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Caller:
    """``names``: the parts that name somebody, folded, in order. ``hidden``: no name, or one made up for a review or
    a post, which somebody known may stand behind."""

    names: tuple[str, ...] = ()
    hidden: bool = True

    @property
    def key(self) -> str:
        return " ".join(sorted(self.names))

    @property
    def tokens(self) -> list[str]:
        """By what the same customer is looked up: every part, and of long Japanese ones the beginning as well, where
        a surname or a firm stands."""
        return [*self.names, *(f"{name[:2]}…" for name in self.names if _KANJI.match(name) and len(name) >= 2)]


def caller(customer: str, channel: Channel = Channel.OTHER) -> Caller:
    """Read a customer as it was typed. Reviews and posts mostly carry made-up names: those count as hidden unless a
    title shows that somebody wrote the real one."""
    return _caller(customer, channel in (Channel.REVIEW, Channel.SOCIAL))


@lru_cache(maxsize=4096)
def _caller(customer: str, made_up: bool) -> Caller:
    clean = unicodedata.normalize("NFKC", customer).casefold().strip()
    if not clean or _NOBODY.search(clean):
        return Caller()
    if clean.startswith("@"):
        return Caller((re.sub(r"[^\w]", "", clean),), True)
    bare = _FIRM.sub(" ", _ASIDE.sub(" ", clean))
    names = tuple(name for word in re.split(r"[\s、,・/]+", bare) if (name := _bare(word)) and name not in _ROLES)
    titled = bool(_TITLE.search(clean))
    return Caller(names, (made_up and not titled) or not names)


def _bare(word: str) -> str:
    """A word of a name without titles; "" for initials and what names nobody."""
    for _ in range(3):
        word = _TITLE.sub("", word).strip(".'’\"-")
    return word.removesuffix("'s") if len(word) > 1 or _KANJI.match(word) else ""


def bare_names(customer: str) -> tuple[str, ...]:
    """The parts of a customer's or colleague's name that name somebody, folded, however it was typed."""
    clean = unicodedata.normalize("NFKC", customer).casefold()
    words = re.split(r"[\s、,・/()\[\]]+", _FIRM.sub(" ", clean).replace("@", " "))
    return tuple(name for word in words if (name := _bare(word)) and name not in _ROLES and not _NOBODY.search(name))


def relation(a: Caller, a_text: str, b: Caller, b_text: str) -> tuple[Same, str]:
    """How the customers of two messages stand to each other, and the part of the name that shows it. The texts are
    read as they are written (NFKC)."""
    if a.names and a.key == b.key:
        return Same.SAME, " ".join(a.names)
    if shared := _shared(a, b):
        return Same.PART, shared
    if _in_handle(a, b) or _maybe(a, b):
        return Same.UNKNOWN, ""
    for one, text in ((a, b_text), (b, a_text)):
        for name in one.names:
            if _tells(name, text):
                return Same.TOLD, name
    return (Same.UNKNOWN if a.hidden or b.hidden else Same.OTHER), ""


def _shared(a: Caller, b: Caller) -> str:
    for one in a.names:
        for other in b.names:
            if (one == other and not _first_name(one, a, b)) or _begins(one, other):
                return one if len(one) <= len(other) else other
    return ""


def _first_name(name: str, a: Caller, b: Caller) -> bool:
    """Whether a shared Latin name is the first of several on one side and not the last of the other's several: Ruth
    Levinson is not Ruth Pike, nor sure to be "Ruth"."""
    several = [names for names in (a.names, b.names) if len(names) > 1]
    return name.isascii() and bool(several) and not any(names[-1] == name or len(names) > 2 for names in several)


def _begins(one: str, other: str) -> bool:
    """井出 and 井出正彦, リビングマート倉持 and リビングマート経理: the same beginning, as long as half of the shorter."""
    if not (_japanese(one) and _japanese(other)):
        return False
    if 1 in (len(one), len(other)):
        return one[0] == other[0] and bool(_KANJI.match(one))
    length = next((n for n, (x, y) in enumerate(zip(one, other, strict=False)) if x != y), min(len(one), len(other)))
    return length >= 2 and 2 * length >= min(len(one), len(other))


def _maybe(a: Caller, b: Caller) -> bool:
    """Whether one is called by a first name alone which the other has too."""
    return bool(set(a.names) & set(b.names)) and 1 in (len(a.names), len(b.names))


def _in_handle(a: Caller, b: Caller) -> bool:
    """Whether a name of one stands within a handle of the other: luke in pastyboiluke. It may be the same person; it
    may be any other Luke."""
    for one, other in ((a, b), (b, a)):
        if other.hidden and any(len(name) >= SHORTEST_IN_HANDLE and name.isascii() and handle != name and
                                (handle.startswith(name) or handle.endswith(name))
                                for name in one.names for handle in other.names):
            return True
    return False


def _tells(name: str, text: str) -> bool:
    """Whether a text names somebody: capitalised in Latin letters; in Japanese with what follows a name (様, です, の母),
    since 千葉 and 石川 are places as well."""
    if name.isascii():
        return len(name) >= SHORTEST_NAMED and any(
            text[n:n + 1].isupper() and not text[n - 1:n].isalnum() and not text[n + len(name):][:1].isalnum()
            for n in _places(name, text.lower()))
    surname = name[:2] if _KANJI.match(name) and len(name) >= 4 else name
    return any(not _KANJI.match(text[n - 1:n]) and _AFTER_A_NAME.match(text, n + len(surname)) is not None
               for n in _places(surname, text))


def _places(name: str, text: str) -> Iterator[int]:
    at = text.find(name)
    while at >= 0:
        yield at
        at = text.find(name, at + 1)


def _japanese(name: str) -> bool:
    return not name.isascii() and bool(re.search(r"[\u3040-\u9fff]", name))
