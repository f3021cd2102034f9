"""Words to utterances: about a sentence each, one speaker each, never a lone word torn from its sentence."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assistant.model import Utterance, Word

_ENDS = "。？！?!…"
_CLOSING = "」』）)”\"'"
_SOFT_ENDS = re.compile(r"(?:です|ます|でした|ました|ません|でしょう|ましょう|ください)(?:けど|よね|かね|[ねよかわな])?$")
_COMMAS = "、,，;；"
_LONG_PAUSE_S, _SOFT_PAUSE_S, _BREATH_S = 1.0, 0.3, 0.25
_LONG_S, _LONGEST_S = 14.0, 28.0
_SHORT_S, _SHORT_LETTERS = 1.2, 6
_GLUE_PAUSE_S, _GLUED_S = 0.8, 12.0
_DOUBTFUL_PROBABILITY = 0.5


@dataclass(frozen=True, slots=True)
class Spoken:
    """A word and the number of who said it, None while nobody knows. ``sure``: False where the voices of two people
    are too alike to tell."""

    word: Word
    who: int | None = None
    sure: bool = True


def make_utterances(spoken: Sequence[Spoken], names: Mapping[int | None, str] | None = None) -> tuple[Utterance, ...]:
    """Cut where the speaker changes, at sentence ends and long pauses; over-long ones at a comma or breath. What is
    too short to stand alone is joined to its neighbour by the same speaker. ``names`` of the speakers by number."""
    parts = [half for part in _cut(spoken) for half in _shortened(part)]
    return tuple(_utterance(i, part, names or {}) for i, part in enumerate(_glued(parts)))


def ends_sentence(word: Word) -> bool:
    """Whether a sentence ends with this word. A full stop within a number or an address does not count: those are
    one word with what follows."""
    text = word.text.rstrip().rstrip(_CLOSING)
    return text[-1:] in _ENDS or (text.endswith(".") and not text.endswith(("Mr.", "Ms.", "Mrs.", "Dr.", "No.")))


def ends_softly(words: Sequence[Word]) -> bool:
    """Whether a Japanese sentence may end here although the recogniser set no mark, as it often forgets to."""
    return bool(_SOFT_ENDS.search("".join(w.text for w in words[-6:]).rstrip(_COMMAS)))


def text_of(words: Sequence[Word]) -> str:
    """The words as they are written; those of languages with blanks bring theirs along."""
    return " ".join("".join(w.text for w in words).split())


def _cut(spoken: Sequence[Spoken]) -> list[list[Spoken]]:
    parts: list[list[Spoken]] = []
    for s in spoken:
        if not parts or _boundary(parts[-1], s):
            parts.append([])
        parts[-1].append(s)
    return parts


def _boundary(part: list[Spoken], after: Spoken) -> bool:
    before = part[-1]
    pause = after.word.start_s - before.word.end_s
    if before.who != after.who or pause >= _LONG_PAUSE_S or ends_sentence(before.word):
        return True
    return pause >= _SOFT_PAUSE_S and ends_softly([s.word for s in part])


def _shortened(part: list[Spoken]) -> list[list[Spoken]]:
    """In two, and those again, while longer than 14 s with a good place to cut, or longer than 28 s without one."""
    length = part[-1].word.end_s - part[0].word.start_s
    if length <= _LONG_S or len(part) < 4:
        return [part]
    at = max(range(1, len(part)), key=lambda i: _cut_value(part, i))
    if length <= _LONGEST_S and _cut_value(part, at) < 1.0:
        return [part]
    return _shortened(part[:at]) + _shortened(part[at:])


def _cut_value(part: list[Spoken], at: int) -> float:
    """A breath or a comma, near the middle."""
    start, end = part[0].word.start_s, part[-1].word.end_s
    middle = 1.0 - abs((part[at].word.start_s - start) / (end - start) - 0.5)
    pause = part[at].word.start_s - part[at - 1].word.end_s
    comma = part[at - 1].word.text.rstrip()[-1:] in _COMMAS
    return middle + (1.0 if pause >= _BREATH_S else 0.0) + (0.7 if comma else 0.0)


def _glued(parts: list[list[Spoken]]) -> list[list[Spoken]]:
    """Short parts go to the next one of the same speaker if it follows at once, else to the one before."""
    glued: list[list[Spoken]] = []
    for part in parts:
        if glued and _belongs(glued[-1], part):
            glued[-1] = glued[-1] + part
        else:
            glued.append(part)
    return glued


def _belongs(before: list[Spoken], after: list[Spoken]) -> bool:
    same = before[-1].who == after[0].who
    near = after[0].word.start_s - before[-1].word.end_s < _GLUE_PAUSE_S
    fits = after[-1].word.end_s - before[0].word.start_s <= _GLUED_S
    return same and near and fits and (_is_short(before) or _is_short(after))


def _is_short(part: list[Spoken]) -> bool:
    letters = sum(c.isalnum() for s in part for c in s.word.text)
    return part[-1].word.end_s - part[0].word.start_s < _SHORT_S or letters < _SHORT_LETTERS


def _utterance(i: int, part: list[Spoken], names: Mapping[int | None, str]) -> Utterance:
    words = tuple(s.word for s in part)
    length = sum(max(0.05, w.end_s - w.start_s) for w in words)
    probability = sum(w.probability * max(0.05, w.end_s - w.start_s) for w in words) / length
    unsure = sum(not s.sure for s in part) * 2 > len(part)
    return Utterance(
        i, words[0].start_s, max(words[0].start_s + 0.05, words[-1].end_s), names.get(part[0].who, ""),
        text_of(words), doubtful=probability < _DOUBTFUL_PROBABILITY or unsure, words=words)

