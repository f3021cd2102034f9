"""Minutes written by a chat model: one reading of the transcript, in parts where it is long.

What the model returns is material: dates are worked out by our own reader, owners are people of the house, and every
line passes the same verifier as the built-in engine's (``assistant.evidence``).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from assistant.errors import ModelUnavailable
from assistant.evidence import checked
from assistant.language.names import People, is_label
from assistant.minutes import written
from assistant.minutes.brief import MinutesBrief
from assistant.minutes.builtin import coverage
from assistant.minutes.doubts import doubted
from assistant.minutes.engine import MinutesEngine
from assistant.minutes.parts import Part, halves, line, parts
from assistant.model import Decision, Minutes, Utterance
from assistant.ports.llm import ChatModel, Prompts
from assistant.ports.records import FiledLine

REPLY_TOKENS = 3000
LEAST_ROOM = 300
MOST_PEOPLE, MOST_ACTIONS, MOST_DECISIONS = 40, 30, 15
LONGEST_TITLE = 120
CUT_SMALLER = frozenset({"llm.too_long", "llm.cut_off"})
"""What a smaller part may cure."""

Reply = Mapping[str, Any]


class LlmMinutes:
    """Implements ``assistant.minutes.engine.MinutesEngine``; ModelUnavailable as soon as one part cannot be read, so
    that minutes are never made from half a meeting. ``builtin`` writes where nothing was said."""

    def __init__(self, model: ChatModel, prompts: Prompts, builtin: MinutesEngine) -> None:
        self._model = model
        self._prompts = prompts
        self._builtin = builtin

    def draft(self, brief: MinutesBrief) -> Minutes:
        said = brief.transcript.utterances
        if not any(u.text.strip() for u in said):
            return self._builtin.draft(brief)
        known = written.Known.of(brief, MOST_ACTIONS, MOST_DECISIONS)
        values = _values(brief, known)
        replies = list(self._read(brief, values))
        minutes = Minutes(meeting_id=brief.meeting.id, engine="llm",
                          coverage=replace(coverage(brief), parts=len(replies)))
        drafted = written.minutes(minutes, replies, known)
        return doubted(checked(drafted, said, brief.meeting), said, known.people)

    def _read(self, brief: MinutesBrief, values: dict[str, str]) -> Iterator[tuple[Part, Reply]]:
        lang = brief.meeting.lang
        empty = self._prompts.fill("minutes.extract", lang, part="", transcript="", **values)
        reserved = min(REPLY_TOKENS, self._model.context_tokens // 3)
        room = self._model.context_tokens - self._model.count(empty.system + empty.user) - reserved
        if room < LEAST_ROOM:
            raise ModelUnavailable("llm.too_long")
        every = list(parts(brief.transcript.utterances, room, self._model.count))
        for n, part in enumerate(every, 1):
            yield from self._read_part(brief, part, values | {"part": f"{n}/{len(every)}"})

    def _read_part(self, brief: MinutesBrief, part: Part, values: dict[str, str]) -> Iterator[tuple[Part, Reply]]:
        """What the model finds in a part; in its halves where it proves too long to read or to answer."""
        shown = "\n".join(_shown(part, brief.sections))
        try:
            reply = self._model.reply(
                self._prompts.fill("minutes.extract", brief.meeting.lang, transcript=shown, **values))
        except ModelUnavailable as error:
            smaller = halves(part) if error.key in CUT_SMALLER else None
            if smaller is None:
                raise
            for half in smaller:
                yield from self._read_part(brief, half, values)
        else:
            yield part, reply


def _values(brief: MinutesBrief, known: written.Known) -> dict[str, str]:
    meeting = brief.meeting
    day = f"{meeting.date.isoformat()} ({meeting.date:%a})"
    return {
        "meeting": f"{meeting.title[:LONGEST_TITLE]} · {meeting.series[:LONGEST_TITLE]} · {day}",
        "people": "\n".join(_people(brief, known.people)) or "–",
        "departments": ", ".join(d.name for d in brief.organisation.departments) or "–",
        "open_actions": "\n".join(f"{key}: {_clipped(f.action.text)} ({f.action.owner or '?'})"
                                  for key, f in known.actions.items()) or "–",
        "decisions": "\n".join(f"{key}: {_clipped(_decided(f))}" for key, f in known.decisions.items()) or "–",
    }


def _people(brief: MinutesBrief, people: People) -> Iterator[str]:
    """Those present first, then those who are spoken of; not the whole house."""
    said = brief.transcript.utterances
    present = [u.speaker for u in said if u.speaker] + [a.name for a in brief.meeting.attendees]
    named = [mention.name for u in said for mention in people.find(u.text)]
    for name in list(dict.fromkeys([*present, *named]))[:MOST_PEOPLE]:
        department = people.department.get(name, "")
        yield f"{name} ({department})" if department and not is_label(name) else name


def _shown(part: Sequence[Utterance], sections: Sequence[tuple[int, str]]) -> Iterator[str]:
    headings = dict(sections)
    for utterance in part:
        if heading := headings.get(utterance.i):
            yield f"# {heading}"
        if utterance.text.strip():
            yield line(utterance)


def _decided(filed: FiledLine) -> str:
    assert isinstance(filed.line, Decision)
    return filed.line.text


def _clipped(text: str) -> str:
    return text if len(text) <= LONGEST_TITLE else text[:LONGEST_TITLE] + "…"

