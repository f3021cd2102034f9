"""The places a question may be answered from: utterances around what the index found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from assistant.errors import NotFound
from assistant.model import Citation, Hit, Meeting, Scope, Transcript, Utterance
from assistant.ports.search import Index

HITS = 20
_BEFORE, _AFTER = 1, 2


class Reading(Protocol):
    """What answering reads of the records. ``Ledger`` is one."""

    def meeting(self, meeting_id: str) -> Meeting: ...

    def transcript(self, meeting_id: str) -> Transcript: ...


@dataclass(frozen=True, slots=True)
class Place:
    """One utterance that may hold the answer, with two on either side (fewer at the ends), and the best hit it lies
    in. ``support`` adds the scores of all hits it lies in or beside."""

    meeting: Meeting
    utterance: Utterance
    before: tuple[Utterance, ...]
    after: tuple[Utterance, ...]
    hit: Hit
    rank: int
    support: float

    @property
    def key(self) -> tuple[str, int]:
        """Meeting and number of the utterance."""
        return self.meeting.id, self.utterance.i


@dataclass(frozen=True, slots=True)
class Candidates:
    """All places, in order of their hits and then of the talk; ``hits`` best first."""

    hits: tuple[Hit, ...]
    places: tuple[Place, ...]


def gather(index: Index, reading: Reading, question: str, scope: Scope, count: int = HITS) -> Candidates:
    """Search, and read the utterances of what was found. Meetings deleted meanwhile are left out."""
    hits = index.search(question, count, scope, repeats=True)
    transcripts: dict[str, tuple[Meeting, dict[int, Utterance]]] = {}
    for hit in hits:
        name = hit.passage.meeting_id
        if name in transcripts:
            continue
        try:
            meeting, said = reading.meeting(name), reading.transcript(name).utterances
        except NotFound:
            continue
        transcripts[name] = meeting, {utterance.i: utterance for utterance in said}
    kept = tuple(hit for hit in hits if hit.passage.meeting_id in transcripts)
    return Candidates(kept, tuple(_places(kept, transcripts)))


def citation(place: Place) -> Citation:
    """The whole utterance as a citation."""
    return cite(place.meeting.id, place.utterance)


def cite(meeting_id: str, utterance: Utterance) -> Citation:
    return Citation(meeting_id, utterance.i, utterance.start_s, utterance.speaker, utterance.text.strip())


def _places(hits: Sequence[Hit], transcripts: dict[str, tuple[Meeting, dict[int, Utterance]]]) -> list[Place]:
    found: dict[tuple[str, int], Place] = {}
    for rank, hit in enumerate(hits):
        meeting, said = transcripts[hit.passage.meeting_id]
        for i in range(hit.passage.from_i - _BEFORE, hit.passage.to_i + 1 + _AFTER):
            key = meeting.id, i
            if i not in said or not said[i].text.strip():
                continue
            if key in found:
                found[key] = replace(found[key], support=found[key].support + hit.score)
                continue
            before = tuple(said[n] for n in (i - 2, i - 1) if n in said)
            after = tuple(said[n] for n in (i + 1, i + 2) if n in said)
            found[key] = Place(meeting, said[i], before, after, hit, rank, hit.score)
    return list(found.values())
