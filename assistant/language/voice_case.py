"""A recording whose voices want names: who may be who, and the cues for and against each pair, as numbers."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assistant.language.dates import normalise
from assistant.language.matching import MOST_COLUMNS
from assistant.language.names import is_label
from assistant.language.spoken_names import Names
from assistant.language.stopwords import STOP_WORDS
from assistant.language.voice_cues import (
    Cue,
    Mention,
    Turn,
    absent_names,
    cues_of,
    mentions_of,
    others_named,
    own_words,
    turns_of,
)
from assistant.model import Attendee, Department, Person, Utterance

Features = dict[str, float]

_MOST_OF_A_KIND = 4
_FORBIDDEN_FROM = 2
_LITTLE = 0.03
_HARD_TO_NAME = re.compile(r"[一-龠ァ-ヺー]{2,}|[A-Za-z]{4,}")


@dataclass(frozen=True, slots=True)
class VoiceCase:
    """``pairs[v][n]``: features of voice v bearing name n; ``alone[v]``: of it being nobody known; ``forbidden``: pairs
    (v, n) that cannot be; ``listed``: how many of the names are attendees."""

    voices: tuple[str, ...]
    names: tuple[str, ...]
    pairs: tuple[tuple[Features, ...], ...]
    alone: tuple[Features, ...]
    forbidden: frozenset[tuple[int, int]]
    cues: tuple[Cue, ...]
    listed: int


def case_of(utterances: Sequence[Utterance], attendees: Sequence[Attendee], people: Sequence[Person],
            departments: Sequence[Department] = ()) -> VoiceCase:
    """Everything the naming looks at. Voices are speakers with a label; names borne already are left out."""
    turns = turns_of(utterances)
    voices = tuple(dict.fromkeys(t.voice for t in turns if is_label(t.voice)))
    readings = {a.name: "" for a in attendees} | {p.name: p.reading for p in people}
    taken = {t.voice for t in turns if not is_label(t.voice)}
    mentions = mentions_of(turns, Names({name: reading for name, reading in readings.items() if name.strip()}))
    listed = {a.name for a in attendees if a.name.strip()} - taken
    names = _candidates(readings, taken, listed, mentions)
    cues = [cue for cue in cues_of(turns, mentions) if cue.voice in voices and cue.name in names]
    others = others_named(turns, mentions)
    forbidden = frozenset((v, n) for v, voice in enumerate(voices) for n, name in enumerate(names)
                          if others[voice, name] >= _FORBIDDEN_FROM)
    pairs = _Pairs(turns, cues, mentions, listed, _words_of(names, attendees, people, departments))
    rows = tuple(tuple(pairs.features(voice, name) for name in names) for voice in voices)
    known = listed & set(names)
    alone = tuple(_alone(voice, turns, len(voices), len(known)) for voice in voices)
    return VoiceCase(voices, names, rows, alone, forbidden, tuple(cues), len(known))


class _Pairs:
    """The features of a voice bearing a name."""

    def __init__(self, turns: Sequence[Turn], cues: Iterable[Cue], mentions: Sequence[Mention], listed: set[str],
                 words: dict[str, list[str]]) -> None:
        self._kinds: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
        for cue in cues:
            self._kinds[cue.voice, cue.name].update(cue.kinds)
        self._absent = absent_names(mentions)
        self._listed = listed
        self._said = Counter(mention.called.name for mention in mentions)
        self._length = Counter[str]()
        for turn in turns:
            self._length[turn.voice] += len(turn.text)
        self._words = {name: own_words(turns, said) for name, said in words.items()}

    def features(self, voice: str, name: str) -> Features:
        found: Features = {kind: float(min(n, _MOST_OF_A_KIND)) for kind, n in self._kinds[voice, name].items()}
        if self._listed:
            found["listed" if name in self._listed else "unlisted"] = 1.0
        else:
            found["no list"] = 1.0
        found["away"] = float(min(self._absent[name], 2))
        found["never said"] = float(not self._said[name])
        own, all_words = self._words[name]
        share = self._length[voice] / max(1, sum(self._length.values()))
        found["department"] = max(-2.0, min(2.0, math.log(
            (all_words[voice] + 1) / (sum(all_words.values()) * share + 1))))
        found["own department"] = float(min(own[voice], 2))
        return {kind: value for kind, value in found.items() if value}


def _candidates(readings: Iterable[str], taken: set[str], listed: set[str],
                mentions: Sequence[Mention]) -> tuple[str, ...]:
    """Attendees, then those said by name; without a list those said by name alone."""
    said = Counter(mention.called.name for mention in mentions)
    free = [name for name in readings if name not in taken and (name in listed or said[name])]
    return tuple(sorted(free, key=lambda name: (name not in listed, -said[name]))[:MOST_COLUMNS])


def _alone(voice: str, turns: Sequence[Turn], voices: int, listed: int) -> Features:
    length = sum(len(turn.text) for turn in turns if turn.voice == voice)
    little = length < _LITTLE * sum(len(turn.text) for turn in turns)
    return {"alone": 1.0, "alone, little said": float(little),
            "alone, more voices": float(max(0, min(3, voices - listed))),
            "alone, as many voices": float(voices == listed), "alone, no list": float(not listed)}


def _words_of(names: Sequence[str], attendees: Sequence[Attendee], people: Sequence[Person],
              departments: Sequence[Department]) -> dict[str, list[str]]:
    """The words of each name's department: its name, other names and what it answers for; and of the person's role."""
    where = {p.name: p.department for p in people} | {a.name: a.department for a in attendees if a.department}
    cards = {d.name: " ".join([*d.aliases, *d.responsibilities]) for d in departments}
    roles = {p.name: p.role for p in people}
    texts = {name: f"{where.get(name, '')} {cards.get(where.get(name, ''), '')} {roles.get(name, '')}" for name in names}
    found = {name: sorted({word for piece in _HARD_TO_NAME.findall(normalise(text)) if (word := _bare(piece))})
             for name, text in texts.items()}
    shared = Counter(word for name, words in found.items() for word in words)
    return {name: [word for word in words if shared[word] * 2 <= len(names) or len(names) < 3]
            for name, words in found.items()}


def _bare(word: str) -> str:
    bare = re.sub(r"(?:本部|部門|部|課|室|係|班|チーム|担当|窓口)$", "", word)
    return "" if len(bare) < 2 or bare.casefold() in STOP_WORDS else bare

