"""What people have taught: corrections, rules, and how often the engine's claims turned out right."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from assistant.desk.feedback.making import settled
from assistant.desk.feedback.room import Plain, Room
from assistant.errors import InvalidInput, NotFound
from assistant.model.feedback import Example, Rule
from assistant.ports.feedback import Settled

LEVELS = (0.95, 0.9, 0.8, 0.7, 0.5, 0.0)
LONGEST_WORD = 60
LONGEST_VOICE = 1000


@dataclass(frozen=True)
class Lessons(Room):
    """Lists, changes and removes what routing learns from."""

    def corrections(self, lang: str = "ja", limit: int = 500, offset: int = 0) -> Plain:  # noqa: ARG002 - same in all
        """Newest first."""
        return {"corrections": [
            {"point": c.example.point_id, "text": c.example.text, "departments": list(c.example.departments),
             "at": c.at.isoformat(), "who": c.who} for c in self.voices.corrections(limit, offset)]}

    def edit_correction(self, point_id: str, departments: Sequence[str], who: str, lang: str = "ja") -> Plain:
        """Another answer for a past correction; its point goes along."""
        names = self._departments(departments)
        example = next((e for e in self.voices.examples() if e.point_id == point_id), None)
        if example is None:
            raise NotFound("feedback.no_correction")
        changed = Example(point_id, example.text, names)
        found = self.voices.points_with([point_id])
        if found:
            self.voices.save_points([settled(found[0][0], names)], who, "feedback.correct", examples=[changed])
        else:
            self.voices.save_example(changed, who)
        return self.corrections(lang)

    def forget_correction(self, point_id: str, who: str, lang: str = "ja") -> Plain:
        """Learn from it no longer; the point itself stays where it was put."""
        self.voices.forget_example(point_id, who)
        return self.corrections(lang)

    def teach(self, department: str, texts: Sequence[str], who: str, lang: str = "ja") -> Plain:
        """What a department's voices typically sound like, in place of what was told of it before: routing learns
        from them like from corrections."""
        [name] = self._departments([department])
        wanted = {_taught_id(name, text): text.strip()[:LONGEST_VOICE] for text in texts if text.strip()}
        there = {e.point_id: e for e in self._taught(name)}
        for id_ in there.keys() - wanted.keys():
            self.voices.forget_example(id_, who)
        for id_ in wanted.keys() - there.keys():
            self.voices.save_example(Example(id_, wanted[id_], (name,)), who)
        return self.corrections(lang)

    def examples_of(self, department: str) -> Plain:
        """The texts ``teach`` was given last."""
        [name] = self._departments([department])
        return {"texts": [e.text for e in self._taught(name)]}

    def _taught(self, name: str) -> list[Example]:
        return [e for e in self.voices.examples() if e.point_id.startswith(_taught_id(name))]

    def rules(self) -> Plain:
        return {"rules": [{"words": list(r.words), "department": r.department} for r in self.voices.feedback_rules()]}

    def save_rules(self, rules: Iterable[Mapping[str, Any]], who: str) -> Plain:
        """In place of all rules, in their order: the first that fits decides."""
        self.voices.save_feedback_rules([self._rule(r) for r in rules], who)
        return self.rules()

    def honesty(self, days: int = 30) -> Plain:
        """Whether claims can be believed, on the points people settled in the last days: for each level of confidence
        how many were shown and how many of these were right; ``auto`` is the share that was not sent to review,
        ``auto_right`` how many of those were right, ``of`` how many points that rests on."""
        since = self.clock.now() - dt.timedelta(days=days)
        found = self.voices.settled(since)
        claimed = [s for s in found if s.first is not None]
        auto = [s for s in found if not s.asked]
        right = sum(map(_was_right, auto))
        return {
            "levels": [{"from": low} | _counted(claimed, low, high)
                       for low, high in zip(LEVELS, (1.01, *LEVELS), strict=False)],
            "auto": _share(len(auto), len(found)), "auto_right": _share(right, len(auto)), "of": len(found),
        }

    def _rule(self, plain: Mapping[str, Any]) -> Rule:
        given = plain.get("words") or ()
        words = [str(w).strip() for w in ([given] if isinstance(given, str) else given)]
        kept = tuple(dict.fromkeys(w[:LONGEST_WORD] for w in words if w))
        known = self.reading.ledger.organisation().department(str(plain.get("department") or ""))
        if not kept or known is None:
            raise InvalidInput("feedback.bad_rule")
        return Rule(kept, known.name)


def _taught_id(department: str, text: str = "") -> str:
    """An id that follows from the words, so that saving them again adds nothing; without a text what all ids of the
    department begin with."""
    told = [hashlib.sha256(words.strip().encode()).hexdigest()[:10] for words in (department, text)]
    return f"card-{told[0]}-{told[1] if text else ''}"


def _counted(claimed: Sequence[Settled], low: float, high: float) -> Plain:
    here = [s for s in claimed if s.first and low <= s.first.confidence < high]
    return {"shown": len(here), "right": sum(map(_was_right, here))}


def _was_right(settled: Settled) -> bool:
    return settled.first is not None and settled.first.name in settled.departments


def _share(part: int, whole: int) -> float | None:
    return round(part / whole, 3) if whole else None
