"""Numbers said in words, as digits."""

from __future__ import annotations

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
