"""English numbers and ordinals in words, for dates and times."""

from __future__ import annotations

import re

_CARDINALS = ("zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
              "seventeen eighteen nineteen twenty").split()
_ORDINALS = ("zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth "
             "fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth").split()
_TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50}

CARDINAL: dict[str, int] = {word: n for n, word in enumerate(_CARDINALS)} | _TENS | {"a": 1, "an": 1, "couple": 2,
                                                                                     "a couple": 2}
CARDINAL |= {f"{tens}{dash}{_CARDINALS[n]}": value + n
             for tens, value in _TENS.items() for n in range(1, 10) for dash in "- "}
ORDINAL: dict[str, int] = {word: n for n, word in enumerate(_ORDINALS) if n} | {"thirtieth": 30}
ORDINAL |= {f"{tens}{dash}{_ORDINALS[n]}": value + n
            for tens, value in (("twenty", 20), ("thirty", 30)) for n in range(1, 10) for dash in "- "
            if value + n < 32}


def _alternatives(words: dict[str, int]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


ORDINAL_PATTERN = rf"(?:{_alternatives(ORDINAL)}|\d{{1,2}}(?:st|nd|rd|th))"
CARDINAL_PATTERN = rf"(?:{_alternatives(CARDINAL)}|\d{{1,2}})"


def ordinal(text: str) -> int:
    """ "twenty-first", "21st" → 21. KeyError for anything else."""
    digits = re.match(r"\d+", text)
    return int(digits.group()) if digits else ORDINAL[re.sub(r"\s+", " ", text)]


def cardinal(text: str) -> int:
    """ "ten", "10" → 10. KeyError for anything else."""
    return int(text) if text.isdigit() else CARDINAL[re.sub(r"\s+", " ", text)]
