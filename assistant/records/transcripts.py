"""Transcripts in versions, with people's edits kept apart and laid over them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, Row, delete, func, insert, select

from assistant.errors import NotFound
from assistant.model import Gap, Meeting, Transcript, Utterance, Word
from assistant.records import tables
from assistant.records.carrying import carried
from assistant.records.changes import described
from assistant.records.codec import pack, unpack
from assistant.records.meetings import meeting_of
from assistant.records.organisation import organisation_of
from assistant.records.store import Repository

_T, _U, _E = tables.transcripts, tables.utterances, tables.utterance_edits
_Gaps = tuple[Gap, ...]


class Transcripts(Repository):
    """What was said."""

    def save_transcript(self, transcript: Transcript, who: str) -> Transcript:
        """The new version as it reads with the edits carried over. Saving the newest version once more changes
        nothing, so that a step may be repeated."""
        meeting_id = transcript.meeting_id
        with self.store.writing() as connection:
            meeting_of(connection, meeting_id, lock=True)
            version = newest_version(connection, meeting_id)
            before = _base(connection, meeting_id, version)
            if version and replace(before, version=1) == _plain(transcript):
                return _edited(connection, before)
            saved = replace(_plain(transcript), version=version + 1)
            self._insert(connection, saved)
            _carry_edits(connection, before, saved)
            self.store.audit(connection, who, "transcript.save", meeting_id,
                             f"version {saved.version}, {len(saved.utterances)} utterances", meeting_id)
            return _edited(connection, saved)

    def transcript(self, meeting_id: str, version: int | None = None) -> Transcript:
        """The newest version (or ``version``) with people's edits; version 0 and empty when there is none yet."""
        with self.store.reading() as connection:
            meeting_of(connection, meeting_id)
            wanted = newest_version(connection, meeting_id) if version is None else version
            return _edited(connection, _base(connection, meeting_id, wanted))

    def edit_utterance(self, meeting_id: str, i: int, text: str | None, speaker: str | None, who: str) -> Utterance:
        """``None`` leaves a part as it is; what equals the present words is no edit."""
        with self.store.writing() as connection:
            meeting = meeting_of(connection, meeting_id, lock=True)
            before = _utterance(connection, meeting_id, i)
            after = {} if text is None else {"text": text}
            if speaker is not None:
                after["speaker"] = speaker
            seen = {"text": before.text, "speaker": before.speaker}
            change = {name: value for name, value in after.items() if seen[name] != value}
            if change:
                self._insert_edits(connection, meeting, (i,), change, who)
                detail = described(seen, change)
                self.store.audit(connection, who, "utterance.edit", f"{meeting_id}#{i}", detail, meeting_id)
            return _utterance(connection, meeting_id, i)

    def rename_speaker(self, meeting_id: str, old: str, new: str, who: str) -> int:
        with self.store.writing() as connection:
            meeting = meeting_of(connection, meeting_id, lock=True)
            now = _edited(connection, _base(connection, meeting_id, newest_version(connection, meeting_id)))
            places = tuple(u.i for u in now.utterances if u.speaker == old) if old != new else ()
            if places:
                self._insert_edits(connection, meeting, places, {"speaker": new}, who)
                detail = f"{old} → {new} ({len(places)})"
                self.store.audit(connection, who, "speaker.rename", meeting_id, detail, meeting_id)
            return len(places)

    def undo_edit(self, meeting_id: str, i: int, who: str) -> Utterance:
        """NotFound when nobody has edited the utterance."""
        with self.store.writing() as connection:
            meeting_of(connection, meeting_id, lock=True)
            version = newest_version(connection, meeting_id)
            last = connection.execute(select(func.max(_E.c.n)).where(
                _E.c.meeting_id == meeting_id, _E.c.version == version, _E.c.i == i)).scalar()
            if last is None:
                raise NotFound("records.nothing_to_undo")
            connection.execute(delete(_E).where(_E.c.n == last))
            self.store.audit(connection, who, "utterance.undo", f"{meeting_id}#{i}", meeting_id=meeting_id)
            return _utterance(connection, meeting_id, i)

    def _insert(self, connection: Connection, saved: Transcript) -> None:
        key = {"meeting_id": saved.meeting_id, "version": saved.version}
        head = {"engine": saved.engine, "gaps": pack(saved.gaps, _Gaps), "sections": list(saved.sections),
                "at": self.store.now()}
        connection.execute(insert(_T).values(**key, **head))
        if saved.utterances:
            connection.execute(insert(_U), [key | _columns(u) for u in saved.utterances])

    def _insert_edits(self, connection: Connection, meeting: Meeting, places: Iterable[int], change: dict[str, str],
                      who: str) -> None:
        if "speaker" in change:
            change = change | {"department": _department(connection, meeting, change["speaker"])}
        key = {"meeting_id": meeting.id, "version": newest_version(connection, meeting.id), "who": who,
               "at": self.store.now()}
        parts = {"text": None, "speaker": None, "department": None}
        connection.execute(insert(_E), [key | parts | change | {"i": i} for i in places])


def newest_version(connection: Connection, meeting_id: str) -> int:
    """The newest transcript's version; 0 when there is none."""
    return connection.execute(select(func.max(_T.c.version)).where(_T.c.meeting_id == meeting_id)).scalar() or 0


def _department(connection: Connection, meeting: Meeting, speaker: str) -> str:
    attendee = next((a.department for a in meeting.attendees if a.name == speaker), "")
    return attendee or organisation_of(connection).department_of(speaker) or ""


def _plain(transcript: Transcript) -> Transcript:
    """As the engine gave it: numbered in order, free of marks that belong to edits."""
    if any(u.i != place for place, u in enumerate(transcript.utterances)):
        raise ValueError("utterances are numbered 0, 1, 2 … in order")
    return replace(transcript, version=1, utterances=tuple(replace(u, edited=False) for u in transcript.utterances))


def _base(connection: Connection, meeting_id: str, version: int) -> Transcript:
    head = connection.execute(select(_T).where(_T.c.meeting_id == meeting_id, _T.c.version == version)).first()
    if head is None:
        if version:
            raise NotFound("records.no_version", version=version)
        return Transcript(meeting_id, (), version=0)
    rows = connection.execute(select(_U).where(_U.c.meeting_id == meeting_id, _U.c.version == version).order_by(_U.c.i))
    return Transcript(meeting_id, tuple(_from(row) for row in rows), unpack(_Gaps, head.gaps), version, head.engine,
                      tuple((i, heading) for i, heading in head.sections))


def _utterance(connection: Connection, meeting_id: str, i: int) -> Utterance:
    version = newest_version(connection, meeting_id)
    query = select(_U).where(_U.c.meeting_id == meeting_id, _U.c.version == version, _U.c.i == i)
    row = connection.execute(query).first()
    if row is None:
        raise NotFound("records.no_utterance", i=i)
    return _laid_over(_from(row), _edits(connection, meeting_id, version, i).get(i, ()))


def _edits(connection: Connection, meeting_id: str, version: int, i: int | None = None) -> Mapping[int, list[Row[Any]]]:
    query = select(_E).where(_E.c.meeting_id == meeting_id, _E.c.version == version).order_by(_E.c.n)
    found: dict[int, list[Row[Any]]] = defaultdict(list)
    for row in connection.execute(query if i is None else query.where(_E.c.i == i)):
        found[row.i].append(row)
    return found


def _edited(connection: Connection, base: Transcript) -> Transcript:
    edits = _edits(connection, base.meeting_id, base.version)
    return replace(base, utterances=tuple(_laid_over(u, edits.get(u.i, ())) for u in base.utterances))


def _laid_over(utterance: Utterance, edits: Sequence[Row[Any]]) -> Utterance:
    for edit in edits:
        change = {name: value for name in ("text", "speaker", "department")
                  if (value := getattr(edit, name)) is not None}
        if "text" in change:  # the words heard are no longer the words shown
            change["words"] = ()
        utterance = replace(utterance, edited=True, **change)
    return utterance


def _carry_edits(connection: Connection, old: Transcript, new: Transcript) -> None:
    edits = _edits(connection, old.meeting_id, old.version)
    places = carried(old.utterances, new.utterances, set(edits))
    kept = ((places[edit.i], edit) for rows in edits.values() for edit in rows if edit.i in places)
    rows = [edit._asdict() | {"version": new.version, "i": i} for i, edit in sorted(kept, key=lambda pair: pair[1].n)]
    if rows:
        connection.execute(insert(_E), [{name: value for name, value in row.items() if name != "n"} for row in rows])


def _columns(u: Utterance) -> dict[str, Any]:
    words = [[w.start_s, w.end_s, w.text, w.probability] for w in u.words]
    return {"i": u.i, "start_s": u.start_s, "end_s": u.end_s, "speaker": u.speaker, "department": u.department,
            "text": u.text, "doubtful": u.doubtful, "words": words}


def _from(row: Row[Any]) -> Utterance:
    return Utterance(row.i, row.start_s, row.end_s, row.speaker, row.text, row.department, row.doubtful,
                     tuple(Word(*word) for word in row.words))
