"""Which utterance of a new transcript is the one a person edited in the old one."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Mapping, Sequence

from assistant.model import Utterance

_SAME_TIME = 0.6
"""Least share of time (intersection over union) two utterances must have in common to be the same."""


def carried(old: Sequence[Utterance], new: Sequence[Utterance], wanted: set[int]) -> dict[int, int]:
    """For each ``wanted`` index of ``old``, the index in ``new`` of the utterance at the same time. Utterances
    without times (written notes) are the same when their words are, the nearest of several. Others are left out."""
    places = _Places(new)
    found: dict[int, int] = {}
    taken: set[int] = set()
    for i in sorted(wanted):
        timed = old[i].end_s > old[i].start_s
        place = places.at_same_time(old[i]) if timed else places.of_same_words(old[i], i)
        if place is not None and place not in taken:
            found[i] = place
            taken.add(place)
    return found


class _Places:
    """The utterances of a transcript, by time and by words."""

    def __init__(self, utterances: Sequence[Utterance]) -> None:
        self._utterances = utterances
        self._starts = sorted((u.start_s, place) for place, u in enumerate(utterances))
        self._texts: dict[str, list[int]] = defaultdict(list)
        for place, utterance in enumerate(utterances):
            self._texts[utterance.text].append(place)

    def at_same_time(self, utterance: Utterance) -> int | None:
        # One that shares enough time cannot start earlier than this.
        earliest = utterance.end_s - (utterance.end_s - utterance.start_s) / _SAME_TIME
        best, found = _SAME_TIME, None
        for start_s, place in self._starts[bisect_left(self._starts, (earliest - 0.001, -1)):]:
            if start_s >= utterance.end_s:
                break
            share = _share(utterance, self._utterances[place])
            if share > best or (found is None and share >= best):
                best, found = share, place
        return found

    def of_same_words(self, utterance: Utterance, i: int) -> int | None:
        same: Mapping[str, list[int]] = self._texts
        return min(same.get(utterance.text, ()), key=lambda place: abs(place - i), default=None)


def _share(a: Utterance, b: Utterance) -> float:
    together = min(a.end_s, b.end_s) - max(a.start_s, b.start_s)
    return together / (max(a.end_s, b.end_s) - min(a.start_s, b.start_s))
