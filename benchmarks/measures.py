"""Who spoke when, measured: the diarization error rate."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray


class Turn(NamedTuple):
    """Somebody speaks from ``start`` to ``end`` (seconds)."""

    start: float
    end: float
    speaker: str


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


def diarization_error(reference: Sequence[Turn], found: Sequence[Turn], duration_s: float,
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


def _within(turns: Iterable[Turn], duration_s: float) -> list[Turn]:
    clipped = (Turn(max(0.0, t.start), min(duration_s, t.end), t.speaker) for t in turns)
    return [turn for turn in clipped if turn.end > turn.start]


def _boundaries(turns: Iterable[Turn]) -> list[float]:
    return [t for turn in turns for t in (turn.start, turn.end)]


def _edges(turns: Iterable[Turn], reference: list[float], duration_s: float, collar_s: float) -> NDArray[np.float64]:
    around = [t + d for t in reference for d in (-collar_s, collar_s)]
    return np.unique(np.clip([0.0, duration_s, *_boundaries(turns), *around], 0.0, duration_s))


def _activity(turns: list[Turn], middles: NDArray[np.float64]) -> NDArray[np.bool_]:
    """(speakers, intervals): who talks in which interval."""
    who = sorted({turn.speaker for turn in turns})
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
