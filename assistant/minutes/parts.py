"""A long meeting in parts that a chat model can read, each a little into the next."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from assistant.model import Utterance

OVERLAP = 3
"""Utterances read twice, so that a promise and its answer are seen together wherever the cut falls."""

LEAST_UTTERANCES = 6
Part = tuple[Utterance, ...]


def line(utterance: Utterance) -> str:
    """An utterance as a model reads it."""
    return f"[{utterance.i}] {utterance.speaker or '?'}: {' '.join(utterance.text.split())}"


def parts(utterances: Sequence[Utterance], room: int, count: Callable[[str], int]) -> Iterator[Part]:
    """Consecutive parts of at most ``room`` tokens (one utterance at least), each but the first beginning with the
    last ``OVERLAP`` utterances of the one before."""
    held: list[Utterance] = []
    size = 0
    for utterance in utterances:
        cost = count(line(utterance)) + 1
        if held and size + cost > room:
            yield tuple(held)
            held = _overlap(held, room - cost, count)
            size = sum(count(line(u)) + 1 for u in held)
        held.append(utterance)
        size += cost
    if held:
        yield tuple(held)


def halves(part: Part) -> tuple[Part, Part] | None:
    """A part that proved too long, as two that overlap; None when it is too short to be cut."""
    if len(part) < LEAST_UTTERANCES:
        return None
    middle = len(part) // 2
    overlap = min(OVERLAP, middle // 2)
    return part[:middle], part[middle - overlap:]


def _overlap(before: Sequence[Utterance], room: int, count: Callable[[str], int]) -> list[Utterance]:
    kept: list[Utterance] = []
    for utterance in reversed(before[1:][-OVERLAP:]):
        room -= count(line(utterance)) + 1
        if room < 0:
            break
        kept.insert(0, utterance)
    return kept
