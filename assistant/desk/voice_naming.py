"""A recording's voices get their names as it is stored; why is kept beside it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from assistant.desk.places import Places
from assistant.language.names import is_label
from assistant.language.voices import VoiceName, name_voices
from assistant.model import Meeting, Utterance
from assistant.ports.records import Ledger
from assistant.ports.speech import Heard


@dataclass(frozen=True)
class VoiceNaming:
    """``name`` puts names where labels were; ``given`` tells which and why."""

    ledger: Ledger
    places: Places

    def name(self, meeting: Meeting, heard: Heard) -> Heard:
        """The transcript with its sure voices named. Once a person has named a voice, naming is left to people."""
        if self._named_by_people(meeting):
            return heard
        organisation = self.ledger.organisation()
        given = name_voices(heard.utterances, meeting.attendees, organisation.people, heard.lang,
                            organisation.departments)
        _save(given, self._file(meeting.id))
        return replace(heard, utterances=tuple(_with_name(u, given) for u in heard.utterances))

    def given(self, meeting_id: str) -> dict[str, VoiceName]:
        """Label → the name it was given, with the utterances that say so; empty where nothing was sure."""
        path = self._file(meeting_id)
        if not path.is_file():
            return {}
        plain: dict[str, Any] = json.loads(path.read_text("utf-8"))
        return {label: VoiceName(v["name"], tuple(v["evidence"]), v["confidence"]) for label, v in plain.items()}

    def _named_by_people(self, meeting: Meeting) -> bool:
        ours = {given.name for given in self.given(meeting.id).values()}
        return _renamed(self.ledger.transcript(meeting.id).utterances, ours)

    def _file(self, meeting_id: str) -> Path:
        return self.places.work(meeting_id) / "voices.json"


def _renamed(utterances: Iterable[Utterance], ours: set[str]) -> bool:
    return any(u.edited and u.speaker and not is_label(u.speaker) and u.speaker not in ours for u in utterances)


def _with_name(utterance: Utterance, given: Mapping[str, VoiceName]) -> Utterance:
    named = given.get(utterance.speaker)
    return replace(utterance, speaker=named.name) if named else utterance


def _save(given: Mapping[str, VoiceName], path: Path) -> None:
    partial = path.with_suffix(".partial")
    partial.write_text(json.dumps({label: asdict(name) for label, name in given.items()}, ensure_ascii=False), "utf-8")
    partial.replace(path)
