"""How well speech was heard: error rates of words, characters and speakers."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Turn = tuple[float, float, str]
"""Start and end in seconds, and who."""


@dataclass(frozen=True, slots=True)
class SpeakerError:
    """Seconds of speech by reference speaker (``total``), and of it missed, falsely claimed, and given to the wrong
    speaker. ``speakers`` as (in the reference, found)."""

    total: float
    missed: float
    false_alarm: float
    confused: float
    speakers: tuple[int, int] = (0, 0)

    @property
    def rate(self) -> float:
        """The diarization error rate."""
        return (self.missed + self.false_alarm + self.confused) / max(self.total, 1e-9)

    def __add__(self, other: SpeakerError) -> SpeakerError:
        """Both recordings pooled."""
        return SpeakerError(self.total + other.total, self.missed + other.missed,
                            self.false_alarm + other.false_alarm, self.confused + other.confused)


def speaker_error(reference: Sequence[Turn], found: Sequence[Turn], duration_s: float,
                  collar_s: float = 0.0) -> SpeakerError:
    """Diarization error by exact intervals, overlapping speech scored, speakers mapped one to one for the best match.

    As defined by NIST (Rich Transcription 2009 evaluation plan, md-eval): ``collar_s`` seconds on each side of every
    reference boundary are not scored."""
    reference, found = _within(reference, duration_s), _within(found, duration_s)
    edges = _edges([*reference, *found], _boundaries(reference), duration_s, collar_s)
    lengths, middles = np.diff(edges), (edges[1:] + edges[:-1]) / 2
    if collar_s:
        for t in _boundaries(reference):
            lengths = lengths * ~((middles > t - collar_s) & (middles < t + collar_s))
    true, guess = _activity(reference, middles), _activity(found, middles)
    here, there = true.sum(0), guess.sum(0)
    correct = _correct(true, guess, lengths)
    return SpeakerError(
        float((here * lengths).sum()), float((np.maximum(here - there, 0) * lengths).sum()),
        float((np.maximum(there - here, 0) * lengths).sum()),
        float(((np.minimum(here, there) - correct) * lengths).sum()), (len(true), len(guess)))


def read_rttm(path: Path) -> list[Turn]:
    """The turns of an RTTM file."""
    rows = [line.split() for line in path.read_text("utf-8").splitlines() if line.startswith("SPEAKER")]
    return [(float(r[3]), float(r[3]) + float(r[4]), r[7]) for r in rows]


def word_error_rate(reference: str, found: str) -> float:
    """Substituted, inserted and missing words for each word of the reference; case and punctuation do not count."""
    return _error_rate(_words(reference), _words(found))


def character_error_rate(reference: str, found: str) -> float:
    """The same over characters, for Japanese; width, punctuation and blanks do not count. Spelling variants do."""
    return _error_rate(_characters(reference), _characters(found))


def _words(text: str) -> list[str]:
    plain = unicodedata.normalize("NFKC", text).lower().replace("’", "'")
    return re.findall(r"[\w']+", re.sub(r"(?<=\w)-(?=\w)", " ", plain))


def _characters(text: str) -> list[str]:
    return [c for c in unicodedata.normalize("NFKC", text).lower() if c.isalnum() or c == "ー"]


def _error_rate(reference: Sequence[str], found: Sequence[str]) -> float:
    """Levenshtein distance over the length of the reference, one row of the table at a time."""
    codes = {token: i for i, token in enumerate(dict.fromkeys([*reference, *found]))}
    other = np.array([codes[t] for t in found], dtype=np.int64)
    steps = np.arange(len(found) + 1)
    row = steps.copy()
    for i, token in enumerate(reference, 1):
        best = np.concatenate([[i], np.minimum(row[1:] + 1, row[:-1] + (other != codes[token]))])
        row = np.minimum.accumulate(best - steps) + steps
    return float(row[-1]) / max(len(reference), 1)


def _within(turns: Iterable[Turn], duration_s: float) -> list[Turn]:
    clipped = ((max(0.0, start), min(duration_s, end), who) for start, end, who in turns)
    return [turn for turn in clipped if turn[1] > turn[0]]


def _boundaries(turns: Iterable[Turn]) -> list[float]:
    return [t for start, end, _ in turns for t in (start, end)]


def _edges(turns: Iterable[Turn], reference: list[float], duration_s: float, collar_s: float) -> NDArray[np.float64]:
    around = [t + d for t in reference for d in (-collar_s, collar_s)]
    return np.unique(np.clip([0.0, duration_s, *_boundaries(turns), *around], 0.0, duration_s))


def _activity(turns: list[Turn], middles: NDArray[np.float64]) -> NDArray[np.bool_]:
    """(speakers, intervals): who talks in which interval."""
    who = sorted({turn[2] for turn in turns})
    active = np.zeros((len(who), len(middles)), bool)
    for start, end, name in turns:
        active[who.index(name)] |= (middles > start) & (middles < end)
    return active


def _correct(true: NDArray[np.bool_], guess: NDArray[np.bool_], lengths: NDArray[np.float64]) -> NDArray[np.float64]:
    """How many speakers of each interval are right under the best one-to-one mapping."""
    from scipy.optimize import linear_sum_assignment

    shared = (true * lengths) @ guess.T.astype(float)
    rows, columns = linear_sum_assignment(-shared)
    return (true[rows] & guess[columns]).sum(0).astype(float) if len(rows) else np.zeros(len(lengths))
