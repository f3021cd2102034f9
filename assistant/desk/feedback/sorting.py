"""Customers' voices: understood, sorted to departments, listed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from assistant.desk.feedback import shapes
from assistant.desk.feedback.joining import Joining
from assistant.desk.feedback.making import message_of, points_of
from assistant.desk.feedback.room import Plain, Room
from assistant.desk.lookup import parse_date
from assistant.errors import InvalidInput
from assistant.model.feedback import Channel, PointState
from assistant.ports.feedback import ReadMessage

LONGEST_TEXT = 100_000
NOBODYS = "-"


@dataclass(frozen=True)
class Feedback(Room):
    """Routes texts, takes pasted ones in, lists what is stored."""

    joining: Joining

    def route(self, items: Iterable[Mapping[str, Any]], engine: str = "auto", lang: str = "ja") -> Plain:
        """The points of each {"id", "text"} and where they belong; nothing is stored."""
        given = tuple(items)
        understood = self.reading.read([str(i.get("text") or "") for i in given], engine, lang)
        return {
            "items": [{"id": i.get("id"), "points": [shapes.read_point(p, lang) for p in points]}
                      for i, points in zip(given, understood.points, strict=True)],
            "engine": understood.engine, "notes": list(understood.notes),
        }

    def list(self, review: bool | None = None, department: str | None = None, state: str | None = None, q: str = "",
             lang: str = "ja", limit: int | None = None, offset: int = 0, late: bool = False) -> Plain:
        """Points, newest message first. ``state`` may be "open"; ``late``: those somebody should have answered;
        ``department`` "-": what was settled as nobody's."""
        chosen: Plain = {"review": review, "department": self.reading.department(department), "state": state or None,
                         "words": q, "late_at": self.clock.now() if late else None}
        if department == NOBODYS:
            return self._nobodys(chosen, lang, limit, max(0, offset))
        found = self.voices.points(**chosen, limit=limit, offset=max(0, offset))
        whole = limit is None and not offset
        return {"points": self._shown(found, lang),
                "total": len(found) if whole else self.voices.count_points(**chosen)}

    def _nobodys(self, chosen: Plain, lang: str, limit: int | None, offset: int) -> Plain:
        found = [f for f in self.voices.points(**chosen | {"department": None, "review": False})
                 if not f[0].read.departments]
        shown = found[offset:] if limit is None else found[offset:offset + limit]
        return {"points": self._shown(shown, lang), "total": len(found)}

    def get(self, message_id: str, lang: str = "ja") -> Plain:
        """A message with its points, the others of its story, and the reply to its customer."""
        message = self.voices.message(message_id)
        others = [m for m in self.voices.messages(story=message.story or message.id) if m.id != message.id]
        first, *rest = self._messages([message, *others], lang)
        return {"message": first, "story": rest, "reply": shapes.reply(self.voices.reply(message.id))}

    def add_text(self, text: str, who: str, customer: str = "", channel: str = "other", date: str | None = None,
                 lang: str = "ja") -> Plain:
        """A message that somebody typed or pasted. The same words of the same customer on the same day are one."""
        if not text.strip():
            raise InvalidInput("desk.empty_text")
        if len(text) > LONGEST_TEXT:
            raise InvalidInput("feedback.too_long", limit=LONGEST_TEXT)
        day = parse_date(date) if date else self.clock.today()
        read = ReadMessage(1, text.strip(), day, customer.strip(), _channel(channel))
        message = message_of(read, "", self.clock.today())
        same = self.voices.message_with_key(message.key)
        if same:
            return {"message": self._messages([same], lang)[0], "new": False}
        [found] = self.reading.read([message.text], lang=lang, customers=[message.customer]).points
        self.voices.add_messages([(message, points_of(message, found, self.clock.now()))], who)
        self.joining.join([message], who)
        return {"message": self._messages([self.voices.message(message.id)], lang)[0], "new": True}

    def counts(self) -> Plain:
        """What waits: for review, for an answer, and past its time; for each department, too."""
        counted = {c.name: c for c in self.voices.department_counts(self.clock.now())}
        names = [d.name for d in self.reading.ledger.organisation().departments]
        rows = [(name, counted.get(name)) for name in dict.fromkeys((*names, *counted))]
        return {
            "review": self.voices.count_points(review=True), "open": self.voices.count_points(state="open"),
            "late": self.voices.count_points(late_at=self.clock.now()),
            "states": {str(state): self.voices.count_points(state=state, review=False) for state in PointState},
            "departments": [{"name": name} | {
                what: getattr(c, what) if c else 0
                for what in ("new", "on_hold", "done", "not_needed", "late", "review")} for name, c in rows],
        }


def _channel(name: str) -> Channel:
    try:
        return Channel(name or "other")
    except ValueError:
        raise InvalidInput("feedback.bad_channel", value=name) from None
