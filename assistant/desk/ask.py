"""Questions to the records, and plain search."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from assistant.answers.engine import Answering
from assistant.desk import shapes
from assistant.desk.lookup import find_meeting, find_series
from assistant.errors import InvalidInput
from assistant.messages import text
from assistant.model import Answer, Scope
from assistant.ports.records import Ledger
from assistant.ports.search import Index

Plain = dict[str, Any]
LONGEST_QUESTION = 2000


@dataclass(frozen=True)
class Ask:
    """Answers that say where they come from."""

    ledger: Ledger
    index: Index
    answering: Answering

    def answer(self, question: str, series: str = "", meeting: str = "", department: str = "", engine: str = "auto",
               lang: str | None = None) -> Plain:
        """Answer from the records, in the question's language unless ``lang`` says otherwise."""
        scope = self._scope(series, meeting, department)
        return self._with_titles(self.answering.answer(_checked(question), scope, engine, lang))

    def stream(self, question: str, series: str = "", meeting: str = "", department: str = "",
               engine: str = "auto", lang: str | None = None) -> Iterator[Plain]:
        """The same, word by word: {"type": "text", "text"} … and at last {"type": "done", **answer}."""
        scope = self._scope(series, meeting, department)
        for piece in self.answering.stream(_checked(question), scope, engine, lang):
            if isinstance(piece, Answer):
                yield {"type": "done"} | self._with_titles(piece)
            else:
                yield {"type": "text", "text": piece}

    def search(self, query: str, k: int = 10, series: str = "", meeting: str = "", department: str = "") -> Plain:
        """The passages alone, best first."""
        found = self.index.search(_checked(query), max(1, min(k, 100)), self._scope(series, meeting, department))
        titles = {m: self.ledger.meeting(m) for m in {h.passage.meeting_id for h in found}}
        return {"results": [
            shapes.hit(h) | {"title": titles[h.passage.meeting_id].title,
                             "date": titles[h.passage.meeting_id].date.isoformat(),
                             "speaker": ", ".join(h.passage.speakers)}
            for h in found
        ]}

    def suggestions(self, lang: str, series: str = "", meeting: str = "") -> Plain:
        """Questions that the records can answer, made from the newest minutes."""
        newest = self.ledger.meetings(series=series or None, limit=4)
        chosen = [find_meeting(self.ledger, meeting)] if meeting else newest
        questions: list[str] = []
        for m in chosen:
            if not self.ledger.has_minutes(m.id):
                continue
            minutes = self.ledger.minutes(m.id)
            if minutes.actions and minutes.actions[0].owner:
                questions.append(text("desk.ask_owner", lang, name=minutes.actions[0].owner, title=m.title))
            if minutes.decisions:
                questions.append(text("desk.ask_decided", lang, title=m.title))
            if minutes.feedback:
                questions.append(text("desk.ask_customers", lang, title=m.title))
        return {"questions": questions[:4]}

    def save(self, conversation_id: str, who: str, turn: Mapping[str, Any]) -> None:
        self.ledger.save_turn(conversation_id, who, turn)

    def conversation(self, conversation_id: str) -> Plain:
        return {"turns": self.ledger.conversation(conversation_id)}

    def conversations(self, who: str) -> Plain:
        return {"conversations": self.ledger.conversations(who)}

    def _scope(self, series: str, meeting: str, department: str) -> Scope:
        known = self.ledger.organisation().department(department) if department else None
        return Scope(
            meeting_id=find_meeting(self.ledger, meeting).id if meeting else "",
            series=find_series(self.ledger, series) if series else "",
            department=known.name if known else department,
        )

    def _with_titles(self, a: Answer) -> Plain:
        plain = shapes.answer(a)
        for c in (*plain["citations"], *plain["nearest"]):
            m = self.ledger.meeting(c["meeting"])
            c |= {"title": m.title, "date": m.date.isoformat()}
        return plain


def _checked(question: str) -> str:
    if not question.strip():
        raise InvalidInput("desk.empty_question")
    if len(question) > LONGEST_QUESTION:
        raise InvalidInput("desk.long_question", limit=LONGEST_QUESTION)
    return question.strip()
