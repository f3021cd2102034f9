"""Utterances to passages: texts of bounded size for retrieval, which never split a turn and overlap a little.

A passage is a window of a few utterances, so that what is found points at the answer and not at a page of talk. An
utterance longer than a passage (a monologue, a paragraph of written notes) becomes several passages of whole sentences
with the same ``from_i`` and ``to_i``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.model import Meeting, Passage, Utterance

_SENTENCE = re.compile(r".+?(?:[。！？!?]+[」』）)]*|[.]+(?=\s)|\n|$)\s*", re.DOTALL)
_JAPANESE = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")


@dataclass(frozen=True, slots=True)
class Size:
    """Bounds of a passage: utterances, and characters (of Japanese; other scripts get two and a half times as many,
    which is about as much said). ``overlap`` utterances begin the next passage again."""

    utterances: int = 6
    characters: int = 450
    overlap: int = 3


WINDOW = Size()


def passages_of(
    meeting: Meeting, utterances: Sequence[Utterance], sections: Sequence[tuple[int, str]] = (), size: Size = WINDOW
) -> tuple[Passage, ...]:
    """The passages of a meeting, in order. ``sections`` are (first utterance, heading) of written notes: a passage
    stays within its section and carries the heading. Utterances without words are left out."""
    spoken = [utterance for utterance in utterances if utterance.text.strip()]
    found: list[Passage] = []
    for heading, part in _by_section(spoken, sections):
        for window in _windows(part, size):
            found.extend(_passages(meeting, window, heading, size))
    return tuple(found)


def _by_section(
    utterances: Sequence[Utterance], sections: Sequence[tuple[int, str]]
) -> Iterator[tuple[str, list[Utterance]]]:
    starts = sorted(sections)
    bounds = [(0, ""), *starts] if not starts or starts[0][0] > 0 else starts
    for n, (first, heading) in enumerate(bounds):
        end = bounds[n + 1][0] if n + 1 < len(bounds) else None
        part = [u for u in utterances if u.i >= first and (end is None or u.i < end)]
        if part:
            yield heading, part


def _windows(utterances: Sequence[Utterance], size: Size) -> Iterator[list[Utterance]]:
    """Windows that grow until one bound is reached; the next one starts ``overlap`` before the end of the last."""
    start = 0
    while start < len(utterances):
        end, length = start, 0.0
        while end < len(utterances) and end - start < size.utterances:
            length += _length(utterances[end].text)
            if end > start and length > size.characters:
                break
            end += 1
        yield list(utterances[start:end])
        if end >= len(utterances):
            return
        start = max(start + 1, end - min(size.overlap, (end - start) // 2))


def _passages(meeting: Meeting, window: list[Utterance], heading: str, size: Size) -> Iterator[Passage]:
    first, last = window[0], window[-1]
    stem = f"{meeting.id}:{first.i}-{last.i}"
    texts = ["\n".join(_line(utterance, utterance.text) for utterance in window)]
    if len(window) == 1 and _length(first.text) > size.characters:
        texts = [_line(first, part) for part in _parts(first.text, size.characters)]
    for n, text in enumerate(texts):
        yield Passage(
            id=stem if n == 0 else f"{stem}.{n + 1}", meeting_id=meeting.id, from_i=first.i, to_i=last.i,
            start_s=first.start_s, text=f"{heading}\n{text}" if heading and heading not in text else text,
            series=meeting.series, date=meeting.date,
            speakers=tuple(dict.fromkeys(u.speaker for u in window if u.speaker)),
            departments=tuple(dict.fromkeys(u.department for u in window if u.department)),
        )


def _line(utterance: Utterance, text: str) -> str:
    return f"{utterance.speaker}: {text.strip()}" if utterance.speaker else text.strip()


def _parts(text: str, characters: int) -> Iterator[str]:
    """A long text in parts of whole sentences; a sentence longer than a part is cut."""
    part = ""
    for sentence in _short_sentences(text, characters):
        if part and _length(part) + _length(sentence) > characters:
            yield part.strip()
            part = ""
        part += sentence
    if part.strip():
        yield part.strip()


def _short_sentences(text: str, characters: int) -> Iterator[str]:
    for match in _SENTENCE.finditer(text):
        sentence = match.group()
        step = characters if _JAPANESE.search(sentence) else characters * 5 // 2
        yield from (sentence[n : n + step] for n in range(0, len(sentence), step))


def _length(text: str) -> float:
    """Length in Japanese characters: what is written in letters says as much in two and a half times as many."""
    return len(text) if _JAPANESE.search(text) else len(text) / 2.5
