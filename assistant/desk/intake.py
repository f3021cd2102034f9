"""Files in: recordings, transcripts, notes, folders of them; from the command line or uploaded in slices."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from assistant.desk.lookup import parse_date, parse_time
from assistant.desk.places import Places
from assistant.desk.uploads import Uploads, safe_name
from assistant.errors import InvalidInput, NotFound, RenkeiError
from assistant.model import Attendee, Job, Meeting, MeetingStatus
from assistant.ports.clock import Clock
from assistant.ports.documents import FileReader, Guess, Sniffed
from assistant.ports.records import Ledger
from assistant.ports.work import Work

Plain = dict[str, Any]
LANGUAGES = ("auto", "ja", "en")


@dataclass(frozen=True)
class Told:
    """What the person adding files said about them; empty fields are guessed."""

    series: str = ""
    title: str = ""
    date: dt.date | None = None
    start: dt.time | None = None
    lang: str = "auto"
    attendees: tuple[Attendee, ...] = ()
    speakers: int | None = None


@dataclass(frozen=True)
class Intake:
    """Takes files in and queues the work on them."""

    ledger: Ledger
    places: Places
    files: FileReader
    work: Work
    clock: Clock
    default_lang: str = "ja"

    def add(self, paths: Iterable[str], who: str, series: str = "", title: str = "", date: str = "", start: str = "",
            lang: str = "auto", attendees: Iterable[tuple[str, str]] = (), speakers: int | None = None,
            engine: str = "auto") -> Plain:
        """Add files, or folders of them. A bad file is reported in its place and never stops the others."""
        told = _told(series, title, date, start, lang, attendees, speakers)
        return {"files": [self._add(path, path.name, told, who, engine) for path in _expand(paths)]}

    def guess(self, filename: str) -> Plain:
        """What a file's name tells, for the chips shown before an upload."""
        name = Path(safe_name(filename))
        guess = self.files.guess(name)
        return {"title": guess.title or name.stem, "lang": guess.lang, "series": self._series(guess),
                "date": (guess.date or self.clock.today()).isoformat()}

    def wait(self, jobs: Iterable[str], on_change: Any = None) -> list[Job]:
        return self.work.wait(list(jobs), on_change)

    def receive(self, name: str, size: int) -> Plain:
        """Begin an upload of ``size`` bytes; slices follow."""
        return self._uploads.receive(name, size)

    def append(self, upload: str, offset: int, body: bytes) -> Plain:
        """One slice at ``offset``; Conflict with ``have`` where the next one must begin."""
        return self._uploads.append(upload, offset, body)

    def finish(self, upload: str, who: str, **told: Any) -> Plain:
        """The upload is complete: take it in like any other file."""
        spoken = _told(**{"series": "", "title": "", "date": "", "start": "", "lang": "auto", "attendees": (),
                          "speakers": None} | told)
        named, name = self._uploads.complete(upload)
        result = self._add(named, name, spoken, who, "auto")
        self._uploads.abandon(upload)
        return {"files": [result]}

    def abandon(self, upload: str) -> None:
        self._uploads.abandon(upload)

    @property
    def _uploads(self) -> Uploads:
        return Uploads(self.places)

    def _add(self, path: Path, name: str, told: Told, who: str, engine: str) -> Plain:
        try:
            return self._take(path, name, told, who, engine)
        except RenkeiError as error:
            if error.values.get("name") == path.name:
                error.values["name"] = safe_name(name)  # an upload lies under a name of ours; its owner knows this one
            return {"path": str(path), "meeting": None, "status": "failed", "error": error.say("en"), "key": error.key,
                    "says": {lang: error.say(lang) for lang in ("ja", "en")}}

    def _take(self, path: Path, name: str, told: Told, who: str, engine: str) -> Plain:
        if not path.exists():
            raise NotFound("desk.no_file", name=name)
        name = safe_name(name)
        sniffed = self.files.sniff(path)
        same = self.ledger.meeting_with_hash(sniffed.sha256)
        if same:
            return {"path": str(path), "meeting": same.id, "status": "duplicate", "error": None, "title": same.title}
        meeting = self._meeting(path, name, sniffed, told, self.files.guess(Path(name)))
        earlier = self._earlier_version(meeting)
        if earlier:
            meeting = replace(meeting, id=earlier.id)
        kept = self.places.keep(path, meeting.id)
        if earlier:
            self.ledger.new_version(earlier.id, sniffed.sha256, name, who)
            self.ledger.update_meeting(earlier.id, who, kind=meeting.kind, status=MeetingStatus.QUEUED)
        else:
            self.ledger.add_meeting(meeting, sniffed.sha256, who)
        options = {"lang": told.lang, "title": told.title, "date": told.date.isoformat() if told.date else "",
                   "speakers": told.speakers, "engine": engine, "name": name}
        job = self.work.submit(meeting.id, str(kept), options)
        return {"path": str(path), "meeting": meeting.id, "status": "queued", "error": None, "job": job.id,
                "title": meeting.title, "new_version": earlier is not None}

    def _meeting(self, path: Path, name: str, sniffed: Sniffed, told: Told, guess: Guess) -> Meeting:
        modified = dt.datetime.fromtimestamp(path.stat().st_mtime).date()
        lang = told.lang if told.lang != "auto" else guess.lang or self.default_lang
        return Meeting(
            id=secrets.token_hex(5), title=told.title or guess.title or Path(name).stem,
            date=told.date or guess.date or min(modified, self.clock.today()),
            series=told.series or self._series(guess), start=told.start or guess.start, lang=lang,
            source=name, kind=sniffed.kind, attendees=told.attendees or guess.attendees,
        )

    def _series(self, guess: Guess) -> str:
        """An existing series that the title begins with, so that the next file of a series finds its place."""
        title = guess.series or guess.title
        return max((s for s in self.ledger.series() if s and title.startswith(s)), key=len, default=guess.series)

    def _earlier_version(self, new: Meeting) -> Meeting | None:
        """The meeting an edited copy of the same file belongs to: same file name, day and series."""
        for m in self.ledger.meetings_named(new.source):
            if (m.source, m.date, m.series) == (new.source, new.date, new.series):
                return m
        return None


def _told(series: str, title: str, date: str, start: str, lang: str, attendees: Iterable[tuple[str, str]],
          speakers: int | None) -> Told:
    if lang not in LANGUAGES:
        raise InvalidInput("desk.bad_lang", value=lang)
    if speakers is not None and not 1 <= speakers <= 50:
        raise InvalidInput("desk.bad_speakers")
    return Told(series.strip(), title.strip(), parse_date(date) if date else None, parse_time(start) if start else None,
                lang, tuple(Attendee(name.strip(), department.strip()) for name, department in attendees), speakers)


def _expand(paths: Iterable[str]) -> Iterator[Path]:
    for name in paths:
        path = Path(name)
        if path.is_dir():
            yield from sorted(p for p in path.rglob("*") if p.is_file() and not _hidden(p, path))
        else:
            yield path


def _hidden(path: Path, root: Path) -> bool:
    return any(part.startswith((".", "~$")) for part in path.relative_to(root).parts)
