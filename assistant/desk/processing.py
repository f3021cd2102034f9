"""Taking a file in, step by step: the pipeline that the jobs room drives. Each step may run again at any time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from assistant.desk.heard_file import load_heard, save_heard
from assistant.desk.minutes import MinutesDesk
from assistant.desk.places import Places
from assistant.desk.voice_naming import VoiceNaming
from assistant.errors import FileRejected, NotFound, RenkeiError, StepFailed
from assistant.model import Attendee, Kind, Meeting, MeetingStatus, Organisation, Passage, Step, Transcript, Utterance
from assistant.passages import passages_of
from assistant.ports.documents import FileReader, ReadText
from assistant.ports.records import Ledger
from assistant.ports.search import Index
from assistant.ports.speech import Heard, Recording, SpeechHints, SpeechReader, Watch

SPEECH_STEPS = [Step.DECODE, Step.TRANSCRIBE, Step.SPEAKERS]
TEXT_STEPS = [Step.STORE, Step.EMBED, Step.MINUTES]


@dataclass(frozen=True)
class Processing:
    """Implements ``assistant.ports.work.Pipeline``."""

    ledger: Ledger
    places: Places
    files: FileReader
    speech: SpeechReader
    index: Index
    minutes: MinutesDesk
    _later: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(1, "reindex"))

    def steps(self, meeting_id: str) -> list[Step]:
        recording = self.ledger.meeting(meeting_id).kind == Kind.RECORDING
        return (SPEECH_STEPS if recording else []) + TEXT_STEPS

    def run(self, step: Step, meeting_id: str, options: Mapping[str, Any], watch: Watch) -> None:
        meeting = self.ledger.meeting(meeting_id)
        if meeting.status != MeetingStatus.PROCESSING:
            meeting = self.ledger.update_meeting(meeting_id, "system", status=MeetingStatus.PROCESSING)
        try:
            self._take(step, meeting, options, watch)
        except RenkeiError as error:
            if "name" in error.values:  # people know the file by the name they gave it
                error.values["name"] = meeting.source
            raise

    def _take(self, step: Step, meeting: Meeting, options: Mapping[str, Any], watch: Watch) -> None:
        match step:
            case Step.DECODE:
                self._decode(meeting, watch)
            case Step.TRANSCRIBE:
                self._transcribe(meeting, options, watch)
            case Step.SPEAKERS:
                self._separate(meeting, options, watch)
            case Step.STORE:
                self._store(meeting, options)
            case Step.EMBED:
                self.index_now(meeting.id)
            case Step.MINUTES:
                self.minutes.write(self.ledger.meeting(meeting.id), "system", str(options.get("engine") or "auto"))

    def finished(self, meeting_id: str, failed: bool) -> None:
        state = MeetingStatus.FAILED if failed else MeetingStatus.READY
        self.ledger.update_meeting(meeting_id, "system", status=state)

    def index_now(self, meeting_id: str) -> None:
        """Make the passages of a meeting again and put them, embedded, where search finds them."""
        self.index.put(meeting_id, self.passages(meeting_id))

    def passages(self, meeting_id: str) -> tuple[Passage, ...]:
        """The passages of a meeting as its transcript stands now."""
        transcript = self.ledger.transcript(meeting_id)
        return passages_of(self.ledger.meeting(meeting_id), transcript.utterances, transcript.sections)

    def index_later(self, meeting_id: str) -> Future[None]:
        """The same beside the request, so that correcting a word does not wait for it."""
        return self._later.submit(self._index_if_there, meeting_id)

    def close(self) -> None:
        """Finish what was put off."""
        self._later.shutdown(wait=True)

    def _index_if_there(self, meeting_id: str) -> None:
        try:
            self.index_now(meeting_id)
        except NotFound:
            return  # deleted meanwhile

    def _decode(self, meeting: Meeting, watch: Watch) -> None:
        recording = self.speech.decode(self._original(meeting), self.places.work(meeting.id), watch)
        self.ledger.update_meeting(meeting.id, "system", duration_s=recording.duration_s)

    def _transcribe(self, meeting: Meeting, options: Mapping[str, Any], watch: Watch) -> None:
        work = self.places.work(meeting.id)
        heard = self.speech.transcribe(self._recording(meeting), self._hints(meeting, options), work, watch)
        save_heard(heard, work / "heard.json")
        if heard.lang != meeting.lang:
            meeting = self.ledger.update_meeting(meeting.id, "system", lang=heard.lang)
        self._file(meeting, heard)

    def _separate(self, meeting: Meeting, options: Mapping[str, Any], watch: Watch) -> None:
        work = self.places.work(meeting.id)
        heard = load_heard(work / "heard.json")
        separated = self.speech.separate(self._recording(meeting), heard, self._hints(meeting, options), work, watch)
        save_heard(separated, work / "separated.json")

    def _store(self, meeting: Meeting, options: Mapping[str, Any]) -> None:
        if meeting.kind == Kind.RECORDING:
            separated = self.places.work(meeting.id) / "separated.json"
            if separated.is_file():
                heard = load_heard(separated)
                self._file(meeting, VoiceNaming(self.ledger, self.places).name(meeting, heard))
            return
        original = self._original(meeting)
        self._store_text(meeting, self.files.read(original, self.files.sniff(original)), options)

    def _store_text(self, meeting: Meeting, read: ReadText, options: Mapping[str, Any]) -> None:
        if not read.utterances:
            raise FileRejected("desk.no_text", name=meeting.source)
        changes = _learnt(meeting, read, options)
        if changes:
            meeting = self.ledger.update_meeting(meeting.id, "system", **changes)
        heard = Heard(meeting.lang, read.utterances, engine="text")
        self._file(meeting, heard, read.sections)

    def _file(self, meeting: Meeting, heard: Heard, sections: tuple[tuple[int, str], ...] = ()) -> None:
        organisation = self.ledger.organisation()
        spoken = tuple(_placed(u, meeting, organisation) for u in heard.utterances)
        self.ledger.save_transcript(
            Transcript(meeting.id, spoken, heard.gaps, engine=heard.engine, sections=sections), "system")

    def _hints(self, meeting: Meeting, options: Mapping[str, Any]) -> SpeechHints:
        organisation = self.ledger.organisation()
        words = [a.name for a in meeting.attendees]
        words += [g.term for g in organisation.glossary] + [p.name for p in organisation.people]
        return SpeechHints(str(options.get("lang") or "auto"), tuple(dict.fromkeys(words)), options.get("speakers"))

    def _original(self, meeting: Meeting) -> Path:
        found = self.places.original(meeting.id)
        if found is None:
            raise StepFailed("desk.original_gone", name=meeting.source)
        return found

    def _recording(self, meeting: Meeting) -> Recording:
        work = self.places.work(meeting.id)
        return Recording(work / "audio.wav", work / "play.m4a", meeting.duration_s)


def _learnt(meeting: Meeting, read: ReadText, options: Mapping[str, Any]) -> dict[str, Any]:
    """What the file itself told about the meeting and nobody said when adding it."""
    guess, changes = read.guess, dict[str, Any]()
    last = max((u.end_s for u in read.utterances), default=0.0)
    if last > meeting.duration_s:
        changes["duration_s"] = last
    if guess.lang and options.get("lang") not in ("ja", "en"):
        changes["lang"] = guess.lang
    if guess.title and not options.get("title"):
        changes["title"] = guess.title
    if guess.date and not options.get("date") and guess.date <= dt.date.today() + dt.timedelta(days=366):
        changes["date"] = guess.date
    if guess.series and not meeting.series:
        changes["series"] = guess.series
    if guess.start and not meeting.start:
        changes["start"] = guess.start
    speakers = dict.fromkeys(u.speaker for u in read.utterances if u.speaker)
    if not meeting.attendees and (guess.attendees or speakers):
        changes["attendees"] = guess.attendees or tuple(Attendee(name) for name in speakers)
    return {name: value for name, value in changes.items() if getattr(meeting, name) != value}


def _placed(u: Utterance, meeting: Meeting, organisation: Organisation) -> Utterance:
    """The utterance with its speaker's department, as the attendees or the organisation know it."""
    if not u.speaker or u.department:
        return u
    known = next((a.department for a in meeting.attendees if a.name == u.speaker and a.department), "")
    return replace(u, department=known or organisation.department_of(u.speaker) or "")
