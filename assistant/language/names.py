"""Names in speech → people of the house."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from assistant.language.dates import normalise
from assistant.model import Meeting, Organisation, Utterance

HONORIFIC = r"(?:さん|くん|君|ちゃん|様|先生|部長|課長|室長|係長|主任|店長|社長|支店長|会長)"
_KANJI = "々〇一-龠ァ-ヶー"


@dataclass(frozen=True, slots=True)
class NameMention:
    """A known person named at ``start:end`` (honorific included) of the normalised text."""

    start: int
    end: int
    name: str


class People:
    """Everyone who may be meant: name → department, those present first."""

    def __init__(self, known: Mapping[str, str], lang: str) -> None:
        self.department = dict(known)
        self.lang = lang
        names = sorted((name for name in known if name), key=len, reverse=True)
        self._pattern = re.compile("|".join(self._one(name) for name in names)) if names else None
        self._by_text = {normalise(name).casefold(): name for name in names}

    def find(self, text: str) -> list[NameMention]:
        """Every known name in ``text``, in order."""
        clean = normalise(text)
        found = []
        for match in self._pattern.finditer(clean) if self._pattern else ():
            bare = next(group for group in match.groups() if group)
            name = self._by_text.get(bare.casefold())
            if name:
                found.append(NameMention(match.start(), match.end(), name))
        return found

    def _one(self, name: str) -> str:
        written = re.escape(normalise(name))
        if re.search(r"[A-Za-z]", name):
            return rf"(?<![A-Za-z])({written})(?![a-z])"
        if len(name) == 1:
            return rf"(?<![{_KANJI}])({written})(?={HONORIFIC}|[にがはもの、])(?:{HONORIFIC})?"
        return rf"({written})(?:{HONORIFIC})?"


def people_of(meeting: Meeting, organisation: Organisation, utterances: Iterable[Utterance]) -> People:
    """Those who spoke, attended, or work in the house."""
    known = {person.name: person.department for person in organisation.people}
    for department in organisation.departments:
        if department.head:
            known.setdefault(department.head, department.name)
    for utterance in utterances:
        if utterance.speaker and not is_label(utterance.speaker):
            known[utterance.speaker] = utterance.department or known.get(utterance.speaker, "")
    for attendee in meeting.attendees:
        known[attendee.name] = attendee.department or known.get(attendee.name, "")
    return People(known, meeting.lang)


def is_label(speaker: str) -> bool:
    """Whether a speaker is a voice nobody has named yet ("話者 1", "Speaker 2")."""
    return bool(re.fullmatch(r"(?:話者|Speaker|SPEAKER)[ _]?\w{1,3}", speaker))
