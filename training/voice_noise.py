"""Conversations as a recogniser and a separation of speakers would give them: cut, mixed up and misspelt.

Everything is drawn from a seeded generator. ``Heard`` keeps who truly spoke each utterance.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from dataclasses import dataclass, replace

from assistant.model import Attendee, Person, Utterance
from training.conversation import Conversation

_KANJI = "山川田中村木林本島野原上下大小高松井石金清水藤吉岡崎沢谷"
_INTRODUCTIONS = {
    "ja": ["{d}の{n}です。", "{d}の{n}です。よろしくお願いします。", "{n}です。", "{n}と申します。", "おはようございます、{d}の{n}です。"],
    "en": ["{n} here.", "I'm {n}, {d}.", "Hi, this is {n} from {d}.", "It's {n}.", "My name's {n}, I'm in {d}.", "{n} from {d}."],
}


@dataclass(frozen=True)
class Heard:
    """``truth``: the true speaker of each utterance; voices are labels."""

    name: str
    lang: str
    utterances: list[Utterance]
    truth: list[str]
    attendees: list[Attendee]
    people: list[Person]
    noisy: bool = True

    def bearer(self, voice: str) -> str:
        """Whom most of a voice's words belong to; "" when it is less than two thirds."""
        length: Counter[str] = Counter()
        for utterance, true in zip(self.utterances, self.truth, strict=True):
            if utterance.speaker == voice:
                length[true] += len(utterance.text)
        best, most = length.most_common(1)[0]
        return best if most * 3 >= 2 * sum(length.values()) else ""


@dataclass
class _Line:
    true: str
    text: str
    voice: str = ""


def hear(c: Conversation, seed: int, strangers: list[str], noise: bool = True) -> Heard:
    """One hearing of a conversation. Without ``noise`` the turns, words and voices are as written."""
    rng = random.Random(f"{c.name} {seed}")
    lines = [_Line(u.speaker, u.text) for u in c.utterances]
    if noise and rng.random() < 0.25:
        lines = _introduced(lines, c, rng)
    if noise:
        lines = [piece for line in lines for piece in _cut(line, c.lang, rng)]
    for line in lines:
        line.voice = line.true
    if noise:
        _mix_up(lines, rng)
        _misspell(lines, c, rng)
    labels = {voice: f"{'話者' if c.lang == 'ja' else 'Speaker'} {n}"
              for n, voice in enumerate(dict.fromkeys(line.voice for line in lines if line.voice), 1)}
    heard = [Utterance(i, 4.0 * i, 4.0 * i + 3, labels.get(line.voice, ""), line.text) for i, line in enumerate(lines)]
    return Heard(c.name, c.lang, heard, [line.true for line in lines], *_lists(c, rng, strangers, noise), noise)


def _lists(c: Conversation, rng: random.Random, strangers: list[str], noise: bool) -> tuple[list[Attendee], list[Person]]:
    """Mostly the true list; sometimes none, one too many, or one missing."""
    attendees = [Attendee(name, department) for name, department in c.people.items()]
    people = [Person(name, department=department) for name, department in (c.people | c.absent).items()]
    people += [Person(name) for name in rng.sample(strangers, 4) if name not in c.people and name not in c.absent]
    draw = rng.random() if noise else 1.0
    if draw < 0.15:
        return [], people
    if draw < 0.3 and c.absent:
        name = rng.choice(list(c.absent))
        attendees.append(Attendee(name, c.absent[name]))
    elif draw < 0.4:
        gone = attendees.pop(rng.randrange(len(attendees))).name
        people = [p for p in people if p.name != gone or rng.random() < 0.5]
    rng.shuffle(attendees)
    return attendees, people


def _introduced(lines: list[_Line], c: Conversation, rng: random.Random) -> list[_Line]:
    """Some people say their names at the start of one of their first turns."""
    done: set[str] = set()
    for line in lines:
        if line.true not in done and line.true in c.people and rng.random() < 0.7:
            said = rng.choice(_INTRODUCTIONS[c.lang]).format(n=line.true, d=c.people[line.true])
            line.text = said + (" " if c.lang == "en" else "") + line.text
        done.add(line.true)
    return lines


def _cut(line: _Line, lang: str, rng: random.Random) -> list[_Line]:
    """A turn in sentences, as recognisers give it; some joined, some without punctuation."""
    pieces = re.findall(r".+?(?:[。?!]+」?|$)" if lang == "ja" else r".+?(?:[.?!]+\"?(?: |$)|$)", line.text)
    if rng.random() < 0.4:
        pieces = [line.text]
    if rng.random() < 0.15:
        pieces = [re.sub(r"[、。?!…]" if lang == "ja" else r"[,?!]", "", piece) for piece in pieces]
    return [_Line(line.true, piece.strip()) for piece in pieces if piece.strip()]


def _mix_up(lines: list[_Line], rng: random.Random) -> None:
    """Wrong voices here and there, at changes of turn more often; now and then a voice split or two made one."""
    voices = list(dict.fromkeys(line.true for line in lines))
    rate = rng.choice([0.0, 0.03, 0.06, 0.1])
    for before, line, after in zip([lines[0], *lines], lines, [*lines[1:], lines[-1]], strict=False):
        draw = rng.random() * (1.0 if len(line.text) > 12 else 0.5)
        if draw < rate:
            line.voice = rng.choice([before.true, after.true, rng.choice(voices), ""])
    if rng.random() < 0.12:
        split, start = rng.choice(voices), rng.randrange(len(lines))
        for line in lines[start:start + len(lines) // 3]:
            line.voice = f"{split}, again" if line.voice == split else line.voice
    elif rng.random() < 0.08 and len(voices) > 2:
        gone, kept = rng.sample(voices, 2)
        for line in lines:
            line.voice = kept if line.voice == gone else line.voice


def _misspell(lines: list[_Line], c: Conversation, rng: random.Random) -> None:
    rate = rng.choice([0.0, 0.1, 0.3])
    for name in {**c.people, **c.absent}:
        for line in lines:
            if name in line.text and rng.random() < rate:
                line.text = line.text.replace(name, _garbled(name, rng))


def _garbled(name: str, rng: random.Random) -> str:
    if not name.isascii():
        at = rng.randrange(len(name))
        return rng.choice([name[:at] + rng.choice(_KANJI) + name[at + 1:], "なに", rng.choice(_KANJI) + rng.choice(_KANJI)])
    vowels = [m.start() for m in re.finditer("[aeiouy]", name[1:])] or [0]
    at = rng.choice(vowels) + 1
    return rng.choice([name[:at] + rng.choice("aeiou") + name[at + 1:], name[:at] + "y" + name[at:], "the man", "Nemo"])


def relabelled(heard: Heard, labels: list[str]) -> Heard:
    """The same with other voices."""
    return replace(heard, utterances=[replace(u, speaker=s) for u, s in zip(heard.utterances, labels, strict=True)])
