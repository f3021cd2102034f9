"""Numbers said in words, as digits."""

from __future__ import annotations

import re
import unicodedata

DIGITS = "〇零一二三四五六七八九"
UNITS = "十百千万億"
_DIGIT = {character: max(0, n - 1) for n, character in enumerate(DIGITS)}
_SMALL = {"十": 10, "百": 100, "千": 1000}
_LARGE = {"万": 10**4, "億": 10**8}
_WORDS = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_ENGLISH = {word: n for n, word in enumerate(_WORDS)} | {word: 10 * (n + 2) for n, word in enumerate(_TENS)}


def kanji_number(numerals: str) -> str:
    """A run of kanji numerals in digits: 十四 → 14, 二〇二六 → 2026, 千二百 → 1200."""
    if not any(character in UNITS for character in numerals):
        return "".join(str(_DIGIT[character]) for character in numerals)
    total = section = 0
    digit = ""
    for character in numerals:
        if character in _DIGIT:
            digit += str(_DIGIT[character])
        elif character in _SMALL:
            section += int(digit or 1) * _SMALL[character]
            digit = ""
        else:
            total += (section + int(digit or 0) or 1) * _LARGE[character]
            section, digit = 0, ""
    return str(total + section + int(digit or 0))


def english_number(word: str) -> str:
    """ "fourteen" → 14, "twenty-four" → 24; any other word as it was."""
    first, _, second = word.partition("-")
    if first not in _ENGLISH or (second and second not in _ENGLISH):
        return word
    return str(_ENGLISH[first] + (_ENGLISH[second] if second else 0))


_GROUPS = re.compile(r"(?<=\d)[,_](?=\d{3}(?!\d))")
_IDIOMS = re.compile(
    r"一緒|一番|一応|一旦|一部|一般|一度に|一方|一気|一切|一体|万一|万が一|万全|十分[にな]|千葉|三浦|三井|二宮|五十嵐|"
    r"一覧|一層|唯一|統一|一致|四国|九州|第一に"
)
_COUNTERS = "件個人名本台枚回割度分円箱社店倍点冊通軒組時日月年週歳号番つキパミグトセメポ%ヶか"
_COUNTED = re.compile(rf"[{DIGITS}{UNITS}]+(?=[{_COUNTERS}])|[{DIGITS}{UNITS}]{{2,}}")
_MIXED = re.compile(r"(\d+(?:\.\d+)?)([百千万億])(?:(\d+(?:\.\d+)?)([百千]))?(\d+)?")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_SAID = re.compile(r"[a-z]+(?:[ -](?:and )?[a-z]+)*")
_VALUE = {"百": 100, "千": 1000, "万": 10**4, "億": 10**8}
_SCALE = {"hundred": 100, "thousand": 1000, "million": 10**6}


def numbers_in(text: str) -> set[str]:
    """The numbers of a text as digits, without leading zeros, however they are written: 2万3千, 二百四十, "two hundred
    and forty". Numerals within other words (一緒, 十分に) and a lone "one" are no numbers."""
    clean = _IDIOMS.sub(" ", _GROUPS.sub("", unicodedata.normalize("NFKC", text).casefold()))
    clean = _COUNTED.sub(lambda match: f" {kanji_number(match.group())}", _MIXED.sub(_mixed, clean))
    found = {_plain(match) for match in _NUMBER.findall(clean)}
    return found | {str(value) for match in _SAID.findall(clean) for value in _english_runs(match)}


def _plain(number: str) -> str:
    whole, _, part = number.partition(".")
    part = part.rstrip("0")
    return (whole.lstrip("0") or "0") + (f".{part}" if part else "")


def _mixed(match: re.Match[str]) -> str:
    value = float(match[1]) * _VALUE[match[2]] + float(match[3] or 0) * _VALUE.get(match[4], 1) + int(match[5] or 0)
    return f" {value:.0f} "


def _english_runs(words: str) -> list[int]:
    """The numbers in a run of words, each as large as the words allow."""
    found: list[int] = []
    total = current = count = 0
    for word in [*re.split(r"[ -]", words), ""]:
        if word in _ENGLISH:
            current, count = current + _ENGLISH[word], count + 1
        elif word in _SCALE and count:
            current, count = max(1, current) * _SCALE[word], count + 1
            if word != "hundred":
                total, current = total + current, 0
        elif word != "and" or not count:
            if count and not (count == 1 and total + current == 1):
                found.append(total + current)
            total = current = count = 0
    return found
