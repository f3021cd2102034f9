"""Points cut anew: split, merged, marked in a part of a message where none was seen."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, replace

from assistant.desk.feedback.making import with_due
from assistant.desk.feedback.room import Plain, Room
from assistant.errors import InvalidInput
from assistant.model.feedback import FeedbackPoint, Message, ReadPoint


@dataclass(frozen=True)
class Cutting(Room):
    """Each part is a verbatim part of its message, routed as if the engine had cut it so."""

    def split(self, point_id: str, at: int, who: str, lang: str = "ja") -> Plain:
        """Cut a point in two at an offset in its text."""
        point, message = self.voices.point(point_id)
        cut = point.read.start + at
        spans = [_trimmed(message, point.read.start, cut), _trimmed(message, cut, point.read.end)]
        if not 0 < at < len(point.read.text) or any(start >= end for start, end in spans):
            raise InvalidInput("feedback.bad_split")
        first, second = self._route(message, spans)
        new = FeedbackPoint(secrets.token_hex(6), message.id, second, owner=point.owner)
        return self._replace(message, [point], [replace(point, read=first, first=None), self._due(new, message)], who,
                             "feedback.split", lang)

    def merge(self, point_id: str, other_id: str, who: str, lang: str = "ja") -> Plain:
        """Make two neighbouring points of a message one, with what stands between them."""
        pair = sorted((self.voices.point(id_) for id_ in (point_id, other_id)), key=lambda f: f[0].read.start)
        (first, message), (last, same) = pair
        span = first.read.start, max(first.read.end, last.read.end)
        between = [p for p in self._points(message) if p.id not in (first.id, last.id) and _overlaps(p, *span)]
        if message.id != same.id or first.id == last.id or between:
            raise InvalidInput("feedback.bad_merge")
        [read] = self._route(message, [span])
        kept = first if first.id == point_id else last
        return self._replace(message, [first, last], [replace(kept, read=read, first=None)], who, "feedback.merge",
                             lang)

    def add_point(self, message_id: str, start: int, end: int, who: str, lang: str = "ja") -> Plain:
        """A point of a part that no other point covers."""
        message = self.voices.message(message_id)
        if not 0 <= start < end <= len(message.text):
            raise InvalidInput("feedback.bad_range")
        start, end = _trimmed(message, start, end)
        if start >= end:
            raise InvalidInput("feedback.bad_range")
        if any(_overlaps(p, start, end) for p in self._points(message)):
            raise InvalidInput("feedback.range_taken")
        [read] = self._route(message, [(start, end)])
        new = FeedbackPoint(secrets.token_hex(6), message.id, read)
        return self._replace(message, [], [self._due(new, message)], who, "feedback.add", lang)

    def _route(self, message: Message, spans: list[tuple[int, int]]) -> list[ReadPoint]:
        routed = self.reading.route([message.text[start:end] for start, end in spans], message.lang)
        return [replace(read, text=message.text[start:end], start=start, end=end)
                for read, (start, end) in zip(routed, spans, strict=True)]

    def _replace(self, message: Message, old: list[FeedbackPoint], new: list[FeedbackPoint], who: str, what: str,
                 lang: str) -> Plain:
        gone = {p.id for p in old}
        kept = [p for p in self._points(message) if p.id not in gone]
        points = sorted((*kept, *new), key=lambda p: p.read.start)
        self.voices.replace_points(message.id, points, who, what)
        return self._points_of(message, lang)

    def _due(self, point: FeedbackPoint, message: Message) -> FeedbackPoint:
        return with_due(point, message, self.clock.now())


def _overlaps(point: FeedbackPoint, start: int, end: int) -> bool:
    return point.read.start < end and start < point.read.end


def _trimmed(message: Message, start: int, end: int) -> tuple[int, int]:
    """The range without white space at its ends."""
    part = message.text[start:end]
    return start + len(part) - len(part.lstrip()), end - len(part) + len(part.rstrip())
