"""Text to search terms, the same for what is stored and for what is asked: Japanese in bigrams, English stemmed.

A term never holds a space. Numbers are terms of their own whether spoken as 十四, written 14 or said "fourteen", and
are joined to the character beside them (14件, 第4321), so that a count, a lot and a date are found by either spelling.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from assistant.language.numerals import DIGITS, UNITS, english_number, kanji_number
from assistant.language.stopwords import STOP_KANA, STOP_WORDS

_CJK = "\u3005-\u3007\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_PIECE = re.compile(rf"(?P<number>\d+(?:\.\d+)?)|(?P<cjk>[{_CJK}]+)|(?P<word>[^\W\d_{_CJK}]+(?:'[a-z]+)?)")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_NUMERAL = re.compile(rf"[{DIGITS}{UNITS}]+")
_KATAKANA = re.compile(r"[\u30a1-\u30fa\u30fc]{2,}")
_HIRAGANA = re.compile(r"[\u3040-\u309f\u30fc]+")
_KANJI = re.compile(r"[\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")

@dataclass(frozen=True, slots=True)
class _Unit:
    """A word, a number or one Japanese character; ``glued`` when nothing stands between it and the unit before."""

    text: str
    kind: str
    glued: bool


def normalise(text: str) -> str:
    """NFKC, case folded, digit groups joined: what is compared is compared in this form."""
    return _THOUSANDS.sub("", unicodedata.normalize("NFKC", text).casefold())


def index_terms(text: str) -> list[str]:
    """All terms of a stored text, repeats included."""
    clean = normalise(text)
    units = list(_units(clean))
    terms = [*_single(units), *_pairs(units)]
    numbered = list(_units(_with_digits(clean)))
    if numbered != units:
        terms += [term for term in [*_single(numbered), *_pairs(numbered)] if re.search(r"\d", term)]
    return terms + _katakana_words(clean)


def query_terms(text: str) -> list[str]:
    """The terms to look for, without repeats and without words that say nothing, unless nothing else is left."""
    clean = normalise(text)
    found = dict.fromkeys([*_spoken(clean), *_spoken(_with_digits(clean)), *_katakana_words(clean)])
    telling = [term for term in found if not says_nothing(term)]
    return telling or list(found)


def stem(word: str) -> str:
    """An English word without its common endings; consistent rather than correct ("pricing", "prices" → "pric")."""
    word = word.removesuffix("'s").replace("'", "")
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "i"
    for ending, least in (("ing", 6), ("ed", 5), ("es", 5), ("s", 4)):
        if word.endswith(ending) and len(word) >= least and not word.endswith(("ss", "us", "is")):
            word = word.removesuffix(ending)
            break
    if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "aeiou":
        word = word[:-1]
    if len(word) > 3 and word[-1] in "ey":
        word = word[:-1] + ("i" if word[-1] == "y" else "")
    return word


_STOP_STEMS = frozenset(stem(word) for word in STOP_WORDS)


def is_japanese(text: str) -> bool:
    """Whether a text holds kana or more than a little kanji."""
    kana = len(re.findall(r"[\u3040-\u30ff]", text))
    return kana > 0 or len(_KANJI.findall(text)) * 4 > len(text)


def _units(clean: str) -> Iterator[_Unit]:
    end = -1
    for match in _PIECE.finditer(clean):
        glued = match.start() == end
        end = match.end()
        if match.lastgroup == "cjk":
            for n, character in enumerate(match.group()):
                yield _Unit(character, "cjk", glued or n > 0)
        elif match.lastgroup == "number":
            yield _Unit(match.group(), "number", glued)
        else:
            yield _Unit(stem(match.group()), "word", glued)


def _single(units: list[_Unit]) -> Iterator[str]:
    for unit in units:
        if unit.kind != "cjk" or _KANJI.match(unit.text):
            yield unit.text


def _pairs(units: list[_Unit]) -> Iterator[str]:
    for left, right in pairwise(units):
        if right.glued and (left.kind, right.kind) != ("word", "word"):
            yield left.text + right.text


def _spoken(clean: str) -> Iterator[str]:
    """Terms of a question: pairs, and single units only where they are words or stand alone."""
    units = list(_units(clean))
    yield from _pairs(units)
    for n, unit in enumerate(units):
        alone = not unit.glued and (n + 1 == len(units) or not units[n + 1].glued)
        if unit.kind != "cjk" or (alone and _KANJI.match(unit.text)):
            yield unit.text


def _katakana_words(clean: str) -> list[str]:
    """Katakana words whole, without the long vowel at their end (サーバー and サーバ are one word)."""
    return [word.rstrip("ー") if len(word) > 3 else word for word in _KATAKANA.findall(clean) if len(word) > 2]


def _with_digits(clean: str) -> str:
    """Numerals in words turned into digits."""
    clean = _NUMERAL.sub(lambda match: kanji_number(match.group()), clean)
    return re.sub(r"[a-z]+(?:-[a-z]+)?", lambda match: english_number(match.group()), clean)


def says_nothing(term: str) -> bool:
    """Whether a term is grammar: a stop word, two kana from endings and particles, a particle and what follows."""
    if term in _STOP_STEMS or term in STOP_KANA or (len(term) == 1 and _HIRAGANA.match(term)):
        return True
    first_is_kana, last_is_kana = bool(_HIRAGANA.match(term[0])), bool(_HIRAGANA.match(term[-1]))
    return (first_is_kana and not last_is_kana) or (last_is_kana and not first_is_kana and term[0].isascii())
