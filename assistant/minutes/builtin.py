"""The built-in engine: a small learned model finds what was decided, promised, asked and quoted; rules work out dates,
names and departments. No network, no chat model; without an embedder it goes by the words alone and says so."""

from __future__ import annotations

from dataclasses import dataclass, replace

from assistant.evidence import checked
from assistant.language.names import people_of
from assistant.messages import text
from assistant.minutes import drafting, notes
from assistant.minutes.brief import MinutesBrief
from assistant.minutes.features import Talk
from assistant.minutes.reader import fits, read
from assistant.model import Coverage, Kind, Minutes
from assistant.ports.search import Embedder

ENGINE = "builtin"


@dataclass(frozen=True)
class BuiltinMinutes:
    """Implements ``assistant.minutes.engine.MinutesEngine``."""

    embedder: Embedder | None

    def draft(self, brief: MinutesBrief) -> Minutes:
        """Minutes of the brief's meeting; every line checked against the utterances it rests on."""
        talk = talk_of(brief)
        empty = Minutes(meeting_id=brief.meeting.id, engine=ENGINE, coverage=coverage(brief))
        if not len(talk):
            return empty
        usable = self.embedder if self.embedder is not None and fits(self.embedder.name) else None
        vectors = usable.embed(list(talk.texts), "passage") if usable else None
        reading = read(talk, vectors)
        draft = drafting.Draft(brief, talk, reading, vectors, usable)
        minutes = notes.minutes(draft, empty) if is_notes(brief) else drafting.minutes(draft, empty)
        said = () if usable else (text("minutes.words_only", brief.meeting.lang),)
        return replace(checked(minutes, brief.transcript.utterances, brief.meeting), notes=said)


def talk_of(brief: MinutesBrief) -> Talk:
    """The meeting as the model reads it."""
    utterances = brief.transcript.utterances
    lang = brief.meeting.lang if brief.meeting.lang in ("ja", "en") else "en"
    people = people_of(brief.meeting, brief.organisation, utterances)
    people.lang = lang
    return Talk(lang, [u.speaker for u in utterances], [u.text for u in utterances], brief.meeting.date, people)


def coverage(brief: MinutesBrief) -> Coverage:
    """What the minutes rest on."""
    said = brief.transcript.utterances
    start, end = (said[0].start_s, max(u.end_s for u in said)) if said else (0.0, 0.0)
    return Coverage(start, end, len(said), brief.transcript.gaps)


def is_notes(brief: MinutesBrief) -> bool:
    """Whether the text was written rather than said."""
    return brief.meeting.kind == Kind.NOTES


