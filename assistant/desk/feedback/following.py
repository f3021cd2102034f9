"""From a sorted point to an answered customer: states, owners, due times, replies and stories."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.desk.feedback import history, shapes
from assistant.desk.feedback.replying import Replying
from assistant.desk.feedback.room import Plain, Room
from assistant.desk.feedback.solved import solved_notes
from assistant.desk.feedback.timing import spoken_due
from assistant.errors import InvalidInput
from assistant.feedback.due import resumed
from assistant.language.terms import is_japanese
from assistant.messages import text
from assistant.model.feedback import FeedbackPoint, Message, PointState, Reply, ReplyState


@dataclass(frozen=True)
class Following(Room):
    """Nothing is lost until every customer of a story is answered."""

    replying: Replying

    def set_state(self, point_id: str, state: str, who: str, lang: str = "ja") -> Plain:
        """new, on_hold, done or not_needed."""
        point, message = self.voices.point(point_id)
        return self._save(replace(point, state=_state(state)), message, who, "feedback.state", lang)

    def assign(self, point_id: str, who: str, lang: str = "ja", owner: str | None = None, due: str | None = None,
               paused: bool | None = None) -> Plain:
        """Whose it is, until when, and whether we wait for the customer; None leaves a thing as it is. ``due`` is an
        ISO date or time, words such as 来週の金曜, or "" for none. While it is paused the clock stands still: at the
        end its due time moves on by as much working time."""
        point, message = self.voices.point(point_id)
        now = self.clock.now()
        if owner is not None:
            point = replace(point, owner=owner.strip())
        if due is not None:
            point = replace(point, due=self._due(due, lang))
        if paused is not None and paused != (point.paused is not None):
            moved = resumed(point.due, point.paused, now) if point.due and point.paused else point.due
            point = replace(point, due=moved, paused=now if paused else None)
        return self._save(point, message, who, "feedback.assign", lang)

    def draft_reply(self, message_id: str, who: str, lang: str = "ja", facts: Sequence[str] = (),  # noqa: ARG002 - nothing is stored yet
                    engine: str = "auto") -> Plain:
        """A reply in the customer's language and tone from the facts at hand: ``facts`` and what was noted when a theme
        of theirs was solved. It is a draft until a person saves it."""
        message = self.voices.message(message_id)
        points = self._points(message)
        noted = solved_notes(self.reading.ledger, {p.id for p in points})
        known = [f.strip() for f in (*facts, *noted) if f.strip() and is_japanese(f) == (message.lang == "ja")]
        return self.replying.draft(message, points, list(dict.fromkeys(known)), engine, lang)

    def save_reply(self, message_id: str, text: str, who: str, approve: bool = False, lang: str = "ja") -> Plain:
        """Keep a reply as a person wrote it; ``approve`` makes it fit to be sent. "" takes a draft back to nothing."""
        if approve and not text.strip():
            raise InvalidInput("desk.empty_text")
        self.voices.message(message_id)
        state = ReplyState.APPROVED if approve else ReplyState.DRAFT
        self.voices.save_reply(Reply(message_id, text.strip(), state, who, self.clock.now()), who)
        return self._message(message_id, lang)

    def mark_answered(self, message_id: str, who: str, answered: bool = True, lang: str = "ja") -> Plain:
        """The customer has been answered; an approved reply counts as sent."""
        self.voices.set_answered(message_id, self.clock.now() if answered else None, who)
        reply = self.voices.reply(message_id)
        if answered and reply and reply.state == ReplyState.APPROVED:
            self.voices.save_reply(replace(reply, state=ReplyState.SENT), who)
        return self._message(message_id, lang)

    def reply_file(self, message_id: str) -> Plain:
        """The reply as a mail to open and send. NotFound while there is none, Conflict before it is approved."""
        return self.replying.file(self.voices.message(message_id), self.voices.reply(message_id))

    def stories(self, open_only: bool = True, lang: str = "ja", limit: int = 200, offset: int = 0) -> Plain:
        """What several messages tell of, last told first. One is done when every customer in it is answered."""
        return {"stories": [
            self._story(s.id, s.customers, s.answered, lang)
            for s in self.voices.stories(open_only=open_only, limit=limit, offset=offset)]}

    def join(self, message_id: str, story_id: str, who: str, lang: str = "ja") -> Plain:
        """A person says that the message belongs to that story."""
        story = self.voices.message(story_id)
        self.voices.set_story(message_id, story.id, text("feedback.joined_by_hand", lang), who)
        return self._message(message_id, lang)

    def part(self, message_id: str, who: str, lang: str = "ja") -> Plain:
        """Out of its story; the others stay together."""
        self.voices.set_story(message_id, message_id, "", who)
        return self._message(message_id, lang)

    def history(self, point_id: str, lang: str = "ja") -> Plain:
        """Newest first."""
        found = [history.entry(e, lang) for e in self.voices.point_history(point_id)]
        return {"history": found[::-1]}

    def _save(self, point: FeedbackPoint, message: Message, who: str, what: str, lang: str) -> Plain:
        self.voices.save_points([point], who, what)
        return self._shown([(point, message)], lang)[0]

    def _message(self, message_id: str, lang: str) -> Plain:
        shown = self._messages([self.voices.message(message_id)], lang)[0]
        return shown | {"reply": shapes.reply(self.voices.reply(message_id))}

    def _story(self, id_: str, customers: int, answered: int, lang: str) -> Plain:
        messages = self.voices.messages(story=id_)
        shown = self._messages(messages, lang)
        first = next((m for m in messages if m.id == id_), messages[-1])
        return {"id": id_, "text": first.text, "customers": customers, "answered": answered, "messages": shown,
                "done": answered == len(messages), "why": next((m.story_why for m in messages if m.story_why), "")}

    def _due(self, words: str, lang: str) -> dt.datetime | None:
        return spoken_due(words, lang, self.clock.now()) if words.strip() else None


def _state(value: str) -> PointState:
    try:
        return PointState(value)
    except ValueError:
        raise InvalidInput("desk.bad_status", value=value) from None
