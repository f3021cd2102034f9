"""Where personal data stands in a text: names, addresses, telephone, card, account and My Number figures.

Meant for masking, so it rather finds too much: a masked order number costs a model little, a card number that was
missed costs a customer much. Full-width figures and signs are read like plain ones.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from enum import StrEnum

from assistant.feedback.callers import bare_names


class Kind(StrEnum):
    """What is hidden; in order of precedence where two overlap."""

    MARK = "mark"
    URL = "url"
    MAIL = "mail"
    CARD = "card"
    ACCOUNT = "account"
    PERSON_NUMBER = "person_number"
    PHONE = "phone"
    ADDRESS = "address"
    NAME = "name"


Span = tuple[int, int, Kind]

_D = "[0-9\uff10-\uff19]"
_SEP = r"[-\u2010-\u2015\u2212\u30fc\uff0d\uff70 \u3000.]"
_NOT_IN = rf"(?<!{_D})(?<!{_D}[-\u2010-\u2015\uff0d])"
_NOT_ON = rf"(?!{_D})"
_KANJI = r"\u3005\u3400-\u9fff"
_KATAKANA = r"\u30a1-\u30f6\u30fc"
_HIRAGANA = r"\u3041-\u3096"
_NUMBERED = rf"(?:{_D}|[〇一二三四五六七八九十百])+"
_CAPITAL = r"[A-Z\u00c0-\u00de][\w'\u2019-]*\.?"

_CARD = re.compile(rf"{_NOT_IN}{_D}(?:{_SEP}?{_D}){{12,18}}{_NOT_ON}")
_QUADS = re.compile(rf"{_D}{{4}}(?:{_SEP}{_D}{{4}}){{3}}|{_D}{{4}}{_SEP}{_D}{{6}}{_SEP}{_D}{{5}}")
_TWELVE = re.compile(rf"{_NOT_IN}{_D}(?:{_SEP}?{_D}){{11}}{_NOT_ON}")
_TRIPLE = re.compile(rf"{_D}{{4}}(?:{_SEP}{_D}{{4}}){{2}}")

_PLACE = rf"[{_KANJI}{_KATAKANA}{_HIRAGANA}]"
_PREFECTURE = rf"(?:東京都|北海道|京都府|大阪府|[{_KANJI}]{{2,3}}県)"
_ROOM = rf"(?:[ \u3000]?[{_KATAKANA}{_KANJI}A-Za-z]{{2,14}}[ \u3000]?{_D}{{1,4}}(?:号室|号|階|F)?)?"
_BLOCK = rf"{_NUMBERED}(?:丁目|番地|番|号|{_SEP}|の)+(?:{_NUMBERED}(?:番地|番|号|{_SEP}|の)*)*"
_STREET = ("Street|St|Road|Rd|Lane|Ln|Avenue|Ave|Drive|Close|Court|Ct|Way|Place|Terrace|Crescent|Square|Hill|Row|Gardens|"
           "Boulevard|Blvd|Mews|Grove")
_BRACKET = rf"(?:[ ()-]|{_SEP}){{0,2}}"

_PLAIN: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    (Kind.URL, re.compile(r"(?:https?|ftp)://[^\s<>\"'「」、。]+[?#@=&][^\s<>\"'「」、。]*", re.IGNORECASE)),
    (Kind.URL, re.compile(r"(?:https?|ftp)://[^\s<>\"'「」、。]*/[\w-]{16,}[^\s<>\"'「」、。]*", re.IGNORECASE)),
    (Kind.MAIL, re.compile(r"[A-Za-z0-9._%+-]+\s?[@\uff20]\s?[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")),
    (Kind.ACCOUNT, re.compile(
        rf"(?:普通|当座|貯蓄|口座(?:番号)?|記号)[^\d\n。]{{0,6}}({_D}{{5,8}}(?:{_SEP}{_D}{{1,8}})?){_NOT_ON}")),
    (Kind.ACCOUNT, re.compile(r"\b([A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,4})?)\b", re.ASCII)),
    (Kind.ACCOUNT, re.compile(r"(?i:\b(?:account|acct|a/c|acc)\b[^\d\n]{0,14})(\d{6,12})\b", re.ASCII)),
    (Kind.ACCOUNT, re.compile(r"\b\d\d-\d\d-\d\d\b", re.ASCII)),
    (Kind.PERSON_NUMBER, re.compile(rf"(?:マイナンバー|個人番号)[^\d\n。]{{0,6}}({_D}(?:{_SEP}?{_D}){{11}}){_NOT_ON}")),
    (Kind.PHONE, re.compile(rf"[+\uff0b]{_D}{{1,3}}{_BRACKET}(?:{_D}{_BRACKET}){{6,12}}{_D}")),
    (Kind.PHONE, re.compile(
        rf"{_NOT_IN}[(\uff08]?[0\uff10]{_D}{{1,4}}[)\uff09]?{_SEP}?{_D}{{1,4}}{_SEP}{_D}{{3,6}}{_NOT_ON}")),
    (Kind.PHONE, re.compile(rf"{_NOT_IN}[0\uff10]{_D}{{9,10}}{_NOT_ON}")),
    (Kind.PHONE, re.compile(rf"{_NOT_IN}[0\uff10]{_D}{{2,4}} {_D}{{3,6}}(?: {_D}{{3,4}})?{_NOT_ON}")),
    (Kind.PHONE, re.compile(rf"{_NOT_IN}\(?\d{{3}}\)?[ .-]\d{{3}}[ .-]\d{{4}}{_NOT_ON}")),
    (Kind.PHONE, re.compile(rf"(?:電話|携帯|TEL|Tel|tel|折り返し)[^\d\n。、]{{0,6}}({_D}[\d-]{{5,}})")),
    (Kind.ADDRESS, re.compile(rf"〒?{_NOT_IN}{_D}{{3}}[-\u2010-\u2015\uff0d]{_D}{{4}}(?![-\d])")),
    (Kind.ADDRESS, re.compile(
        rf"{_PREFECTURE}?{_PLACE}{{1,8}}?[市区郡町村][{_KANJI}{_KATAKANA}{_HIRAGANA}]{{0,14}}?{_BLOCK}{_ROOM}")),
    (Kind.ADDRESS, re.compile(rf"{_PREFECTURE}{_PLACE}{{1,8}}[市区郡町村][^\s、。,\n]{{0,30}}{_D}[\d-]*{_ROOM}")),
    (Kind.ADDRESS, re.compile(
        rf"\b(?:(?:[Ff]lat|[Aa]pt\.?|[Uu]nit)\s?\w{{1,4}},?\s)?\d{{1,5}}[A-Za-z]?,? (?:[A-Z][\w'-]+ ){{1,4}}(?:{_STREET})\b\.?",
        re.ASCII)),
    (Kind.ADDRESS, re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b|\b[A-Z]{2} \d{5}(?:-\d{4})?\b", re.ASCII)),
)

_NOT_NAMES = frozenset(
    "客 皆 皆々 担当者 担当 奥 王 神 仏 上 同 各 何 多 有 模 左 異 一 仕 店員 店長 "
    "社長 業者 隣 近所 運転手 看護師 先生 娘 息子 孫 母 父 兄 姉 妹 弟 爺 婆 嫁 婿 "
    "旦那 主人 祖父 祖母 叔父 叔母 子 赤 学生 職人 大工 配達員 係 受付 事務 医者 患者 "
    "会社 店 本屋 花屋 肉屋 酒屋 八百屋 床屋 大家 管理人 責任者 利用者 使用者 取引先 得意 "
    "貴社 御社 代表者 部長 課長 院長 所長 薬剤師 警備員 清掃員 技術者 営業 司会者 会員 常連 "
    "素人 新人 若者 ".split())
_NOT_NAMES_LATIN = frozenset(
    "team all customer service support sir madam regards thanks thank dear hello hi good morning evening afternoon kind best "
    "yours the manager and for you in with please from many".split())
_TITLED = re.compile(
    rf"([{_KANJI}]{{1,5}}|[{_KATAKANA}]{{2,10}}|"
    rf"[{_KANJI}]{{1,3}}[ \u3000][{_KANJI}{_HIRAGANA}]{{1,4}})[ \u3000]?(?=様|さま|さん|殿|氏)")
_CALLED = re.compile(
    rf"([{_KANJI}{_KATAKANA}]{{1,6}}(?:[ \u3000][{_KANJI}{_HIRAGANA}{_KATAKANA}]{{1,6}})?)(?=と(?:申し|申す|言いま|いいま))")
_GREETED = re.compile(rf"(?:お世話になって(?:おり|い)ます|こんにちは|こんばんは|おはようございます|はじめまして)[。、!\s]*"
                      rf"([{_KANJI}{_KATAKANA}]{{1,8}}(?:[ \u3000][{_KANJI}]{{1,4}})?)(?=です|でござ|の)")
_MISTER = re.compile(rf"\b(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Rev|Sir|Mme|Herr|Frau)\b\.?\s+({_CAPITAL}(?:\s{_CAPITAL}){{0,2}})")
_CALLED_EN = re.compile(rf"(?i:\b(?:my name is|name's|this is|i am|i'm|speaking to|spoke to|spoke with|it is|it's)\s+)"
                        rf"({_CAPITAL}(?:\s{_CAPITAL}){{1,2}}|(?<=ame is )(?:{_CAPITAL}))")
_SIGNED_EN = re.compile(rf"(?i:(?:regards|sincerely|faithfully|truly|cheers|thanks|thank you|wishes|yours|love)[,.!]?\s*)"
                        rf"({_CAPITAL}(?:\s{_CAPITAL}){{0,2}})\s*$", re.MULTILINE)
_LAST_LINE = re.compile(
    rf"^[ \u3000\t—–-]*((?:[{_KANJI}]{{1,4}}[ \u3000]?[{_KANJI}{_HIRAGANA}]{{1,4}})|(?:{_CAPITAL}(?:\s{_CAPITAL}){{1,2}}))\s*$")
_SIGNATURE_LINES = 6
SHORTEST_LATIN = 3
"""Letters a Latin part of a known name must have: "Al" and "in" are words as well."""


def spans(text: str, names: Iterable[str] = ()) -> list[Span]:
    """Every stretch to hide, in order, none overlapping. ``names``: people who are known (the customer, the staff)."""
    found = [*_plain(text), *_figures(text), *_named(text), *_known(text, names)]
    order = list(Kind)
    taken: list[Span] = []
    for start, end, kind in sorted(found, key=lambda s: (order.index(s[2]), s[0] - s[1], s[0])):
        if start < end and all(end <= s or e <= start for s, e, _ in taken):
            taken.append((start, end, kind))
    return sorted(taken)


def _plain(text: str) -> Iterator[Span]:
    for kind, pattern in _PLAIN:
        for match in pattern.finditer(text):
            group = match.lastindex or 0
            yield *match.span(group), kind


def _figures(text: str) -> Iterator[Span]:
    """Cards by Luhn's check or by how they are written; My Numbers by their check digit or by how they are written."""
    for kind, pattern, written, right in ((Kind.CARD, _CARD, _QUADS, luhn), (Kind.PERSON_NUMBER, _TWELVE, _TRIPLE, my_number)):
        for match in pattern.finditer(text):
            if written.fullmatch(match[0]) or right(digits(match[0])):
                yield *match.span(), kind


def _named(text: str) -> Iterator[Span]:
    for pattern in (_TITLED, _CALLED, _GREETED):
        for match in pattern.finditer(text):
            if match[1] not in _NOT_NAMES and not match[1].startswith("お"):
                yield *match.span(1), Kind.NAME
    for pattern in (_MISTER, _CALLED_EN, _SIGNED_EN):
        for match in pattern.finditer(text):
            if match[1].split()[0].casefold().strip(".") not in _NOT_NAMES_LATIN:
                yield *match.span(1), Kind.NAME
    yield from _signature(text)


def _signature(text: str) -> Iterator[Span]:
    """A name alone on one of the last lines."""
    lines = text.splitlines(keepends=True)
    if len(lines) < 2:
        return
    at = len(text)
    for line in reversed(lines[-_SIGNATURE_LINES:]):
        at -= len(line)
        match = _LAST_LINE.match(line.rstrip("\r\n"))
        if match and match[1].split()[0].casefold() not in _NOT_NAMES_LATIN:
            yield at + match.start(1), at + match.end(1), Kind.NAME


def _known(text: str, names: Iterable[str]) -> Iterator[Span]:
    """Known names wherever they stand: whole, their parts, and the surname or given name of an undivided Japanese
    name."""
    folded = text.lower() if len(text.lower()) == len(text) else text
    for name in {part for whole in names for part in bare_names(whole)}:
        for part in _parts(name):
            if part.isascii() and len(part) < SHORTEST_LATIN:
                continue
            at = folded.find(part)
            while at >= 0:
                end = at + len(part)
                if _stands_alone(folded, at, end):
                    yield at, end, Kind.NAME
                at = folded.find(part, at + 1)


def _parts(name: str) -> Iterator[str]:
    yield name
    if re.fullmatch(rf"[{_KANJI}]{{3,6}}", name):
        yield from (name[:2], name[2:], name[:3]) if len(name) > 3 else (name[:2], name[1:])


def _stands_alone(text: str, start: int, end: int) -> bool:
    """A Latin name is a whole word; a single kanji is followed by what follows a name."""
    if text[start:end].isascii():
        return not (text[start - 1:start].isalnum() or text[end:end + 1].isalnum())
    return end - start > 1 or bool(re.match(r"様|さま|さん|です|と申|でご|氏|殿", text[end:end + 3]))


def digits(text: str) -> str:
    return "".join(str(int(c)) for c in text if c.isdecimal())


def luhn(number: str) -> bool:
    """The check of card numbers (ISO/IEC 7812-1)."""
    total = sum(sum(divmod(int(d) * (1 + n % 2), 10)) for n, d in enumerate(reversed(number)))
    return 13 <= len(number) <= 19 and total % 10 == 0


def my_number(number: str) -> bool:
    """The check digit of a Japanese individual number (総務省令第八十五号, 2014)."""
    if len(number) != 12:
        return False
    weighed = sum(int(d) * (n + 1 if n <= 6 else n - 5) for n, d in enumerate(reversed(number[:11]), 1))
    rest = weighed % 11
    return int(number[11]) == (0 if rest <= 1 else 11 - rest)
