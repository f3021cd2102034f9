"""Texts as hashed character and word n-grams: what the small linear models of feedback read.

Feature hashing: Weinberger et al., "Feature Hashing for Large Scale Multitask Learning" (2009).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from itertools import pairwise
from zlib import crc32

import numpy as np
import numpy.typing as npt

SIZE = 1 << 16

_WORD = re.compile(r"[a-z0-9']+")
_NUMBER = re.compile(r"\d+")
_CJK = re.compile(r"[^\x00-\u02ff\s]+")


def plain(text: str) -> str:
    """One form for widths, cases and numbers, so that they do not part what is alike."""
    return _NUMBER.sub("0", unicodedata.normalize("NFKC", text).casefold())


def grams(text: str) -> Iterator[str]:
    """Runs of one to four characters of Japanese, words and pairs of words of what is written in Latin letters."""
    clean = plain(text)
    for run in _CJK.findall(clean):
        for n in (1, 2, 3, 4):
            yield from (run[i: i + n] for i in range(len(run) - n + 1))
    words = _WORD.findall(clean)
    yield from words
    yield from (f"{a} {b}" for a, b in pairwise(words))
    for word in words:
        yield from (f"~{word[i: i + 4]}" for i in range(len(word) - 3))


def hashed(features: Iterable[str]) -> npt.NDArray[np.int64]:
    """Distinct places in a vector of SIZE, ascending."""
    return np.unique(np.fromiter((crc32(f.encode()) % SIZE for f in features), np.int64))
