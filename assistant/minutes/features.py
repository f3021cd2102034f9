"""What the learned model sees of an utterance: its meaning and its neighbours', the words, and what can be counted.

Dense part: embeddings of the utterance and two neighbours on each side (zeros beyond the ends), then the counted
cues of the same five. Hashed part: character n-grams (Japanese) or word n-grams (English) of the utterance and its two
neighbours, hashed by CRC-32 into ``BUCKETS`` columns each, every row scaled by the root of how many it has.
"""

from __future__ import annotations

import datetime as dt
import re
import zlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from assistant.language.dates import Anchor, Grain, find_dates, normalise
from assistant.language.names import People

WINDOW = 2
BUCKETS = 1 << 15
OFFSETS = (0, -1, 1)
NEIGHBOUR_WEIGHT = 0.6
PROVISIONAL_GAP = dt.timedelta(14)
Floats = npt.NDArray[np.float32]

_WORD = re.compile(r"[a-z]+(?:'[a-z]+)?|\d+|[.?!,\"…]")
_NUMBER = {"ja": re.compile(r"[0-9一二三四五六七八九十百千]"),
           "en": re.compile(r"\d|\b(?:two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty|thirty|forty|fifty"
                            r"|hundred)\b", re.IGNORECASE)}
_SHORT, _LONG, _SCALE = {"ja": 12, "en": 25}, {"ja": 60, "en": 140}, {"ja": 60.0, "en": 130.0}


@dataclass(frozen=True, slots=True)
class Talk:
    """A conversation as the model reads it; ``speakers`` are empty where unknown."""

    lang: str
    speakers: Sequence[str]
    texts: Sequence[str]
    today: dt.date
    people: People

    def __len__(self) -> int:
        return len(self.texts)


@dataclass(frozen=True, slots=True)
class Hashed:
    """Sparse rows: ``columns`` of row i are ``columns[starts[i]:starts[i + 1]]`` with as many ``values``."""

    starts: npt.NDArray[np.int64]
    columns: npt.NDArray[np.int64]
    values: Floats


def dense(talk: Talk, vectors: Floats) -> Floats:
    """Shape (utterances, 5 x dimension + 5 x cues + places)."""
    return np.hstack([_window(vectors), counted(talk)])


def counted(talk: Talk) -> Floats:
    """The cues of each utterance and its neighbours, and where in the talk it stands: (utterances, columns)."""
    return np.hstack([_window(_cues(talk)), _places(talk)])


def hashed(talk: Talk) -> Hashed:
    """The words of each utterance, the one before and the one after."""
    return _pack([_buckets(text, talk.lang) for text in talk.texts])


def _pack(own: list[npt.NDArray[np.int64]]) -> Hashed:
    rows, weights, starts = [], [], [0]
    for i in range(len(own)):
        length = 0
        for block, offset in enumerate(OFFSETS):
            if 0 <= i + offset < len(own):
                found = own[i + offset]
                rows.append(found + block * BUCKETS)
                scale = (1.0 if offset == 0 else NEIGHBOUR_WEIGHT) / np.sqrt(max(1, len(found)))
                weights.append(np.full(len(found), scale, np.float32))
                length += len(found)
        starts.append(starts[-1] + length)
    empty = np.zeros(0, np.int64)
    return Hashed(np.array(starts), np.concatenate([empty, *rows]),
                  np.concatenate([np.zeros(0, np.float32), *weights]))


def _buckets(text: str, lang: str) -> npt.NDArray[np.int64]:
    found = {zlib.crc32((lang + gram).encode()) % BUCKETS for gram in grams(text, lang)}
    return np.array(sorted(found), np.int64)


def grams(text: str, lang: str) -> set[str]:
    """The n-grams of a text with its ends marked: 1 to 4 characters in Japanese, 1 to 3 words in English."""
    clean = normalise(text).lower()
    if lang == "ja":
        marked = f"^{clean}$"
        return {marked[i:i + n] for n in (1, 2, 3, 4) for i in range(len(marked) - n + 1)}
    words = ["^", *_WORD.findall(clean), "$"]
    return {" ".join(words[i:i + n]) for n in (1, 2, 3) for i in range(len(words) - n + 1)}


def _window(rows: Floats) -> Floats:
    edge = np.zeros((WINDOW, rows.shape[1]), np.float32)
    padded = np.vstack([edge, rows, edge])
    return np.hstack([padded[k:k + len(rows)] for k in range(2 * WINDOW + 1)])


def _cues(talk: Talk) -> Floats:
    rows = [_cue(talk, i) for i in range(len(talk))]
    return np.array(rows, np.float32).reshape(len(talk), -1)


def _cue(talk: Talk, i: int) -> list[float]:
    text = normalise(talk.texts[i])
    dates = find_dates(text, talk.lang, Anchor(talk.today, talk.today + PROVISIONAL_GAP))
    ahead = [date for date in dates if not date.past]
    grains = {date.grain for date in ahead}
    others = [name for name in talk.people.find(text) if name.name != talk.speakers[i]]
    length = len(text)
    return [float(value) for value in (
        bool(ahead), len(ahead) > 1, any(date.past for date in dates), Grain.DAY in grains, Grain.WEEKDAY in grains,
        Grain.MEETING in grains, bool(others), any(name.start < 3 for name in others),
        any(name.end >= length - 3 for name in others), bool(_NUMBER[talk.lang].search(text)), length < _SHORT[talk.lang],
        length > _LONG[talk.lang], "?" in text, text.rstrip().endswith("?"), "「" in text or '"' in text,
        length / _SCALE[talk.lang],
    )]


def _places(talk: Talk) -> Floats:
    count = len(talk)
    rows = []
    for i in range(count):
        same = [bool(talk.speakers[i]) and 0 <= i + d < count and talk.speakers[i + d] == talk.speakers[i]
                for d in (-2, -1, 1, 2)]
        rows.append([i / count, (count - 1 - i) / count, i < 2, count - 1 - i < 3, *same, talk.lang == "ja"])
    return np.array(rows, np.float32).reshape(count, -1)
