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
        """The transcript with its sure voices named. Once a person has named a voice, no further name is given; those
        given before stay."""
        organisation, before = self.ledger.organisation(), {v.name for v in self.given(meeting.id).values()}
        names = name_voices(heard.utterances, meeting.attendees, organisation.people, heard.lang,
                            organisation.departments)
        if by_people := _named_by_people(self.ledger.transcript(meeting.id).utterances, before):
            names = {label: v for label, v in names.items() if v.name in before - by_people}
        _save(names, self._file(meeting.id))
        return replace(heard, utterances=tuple(_with_name(u, names) for u in heard.utterances))

    def given(self, meeting_id: str) -> dict[str, VoiceName]:
        """Label → the name it was given, with the utterances that say so; empty where nothing was sure."""
        path = self._file(meeting_id)
        if not path.is_file():
            return {}
        plain: dict[str, Any] = json.loads(path.read_text("utf-8"))
        return {label: VoiceName(v["name"], tuple(v["evidence"]), v["confidence"]) for label, v in plain.items()}

    def _file(self, meeting_id: str) -> Path:
        return self.places.work(meeting_id) / "voices.json"


def _named_by_people(utterances: Iterable[Utterance], before: set[str]) -> set[str]:
    """The names that people, not this naming, put on voices."""
    return {u.speaker for u in utterances if u.edited and u.speaker and not is_label(u.speaker)} - before


def _with_name(utterance: Utterance, given: Mapping[str, VoiceName]) -> Utterance:
    named = given.get(utterance.speaker)
    return replace(utterance, speaker=named.name) if named else utterance


def _save(given: Mapping[str, VoiceName], path: Path) -> None:
    partial = path.with_suffix(".partial")
    partial.write_text(json.dumps({label: asdict(name) for label, name in given.items()}, ensure_ascii=False), "utf-8")
    partial.replace(path)
