"""Messages that tell of the same happening become one story, each with the reason; a person can part them again."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from assistant.desk.feedback.vectors import kept_rows
from assistant.errors import NotFound
from assistant.model.feedback import Message
from assistant.ports.feedback import FeedbackLedger
from assistant.ports.search import Embedder, Vectors

if TYPE_CHECKING:
    from assistant.feedback.stories import StoryFinder

DAYS = 60
SLICE = 200
MOST_AT_HAND = 50_000
"""Messages kept ready for comparing, some 20 KB each; beyond, only those of the last days are read again."""

MOST_EMBEDDED = 500
"""Of more new messages than this at once only the words are compared: their meaning takes longer to read than all else of
an import, and words alone find five of six (training/cards/stories.json has both)."""


class Joining:
    """Looks for the story of new messages among those of the last days. What it has read it keeps at hand; any thread
    may call."""

    def __init__(self, voices: FeedbackLedger, embedder: Callable[[], Embedder | None], lang: str = "ja") -> None:
        self._voices, self._embedder, self._lang = voices, embedder, lang
        self._lock = threading.Lock()
        self._finder: StoryFinder | None = None
        self._seen: set[str] = set()
        self._since = dt.date.max

    def join(self, messages: Sequence[Message], who: str) -> int:
        """How many of these stored messages joined a story."""
        return sum(joined for _, joined in self.slices(messages, who))

    def slices(self, messages: Sequence[Message], who: str) -> Iterator[tuple[int, int]]:
        """The same in slices, oldest first, as one tells of what another told before: (messages looked at, how many of
        them joined)."""
        ordered = sorted(messages, key=lambda m: m.date)
        new = {m.id for m in ordered}
        for begin in range(0, len(ordered), SLICE):
            yield self._join(ordered[begin:begin + SLICE], new, who)

    def _join(self, messages: Sequence[Message], new: set[str], who: str) -> tuple[int, int]:
        with self._lock:
            finder = self._reaching(messages[0].date - dt.timedelta(days=DAYS), new)
            joined = 0
            vectors = self._vectors(messages) if len(new) <= MOST_EMBEDDED else [None] * len(messages)
            for message, vector in zip(messages, vectors, strict=True):
                story = finder.find(message, vector, self._lang)
                joined += story is not None and self._put(message, story.like, story.why, who)
                if message.id not in self._seen:
                    finder.add(message, vector)
                    self._seen.add(message.id)
            return len(messages), joined

    def forget(self) -> None:
        """Messages have been taken back: read anew what there is."""
        with self._lock:
            self._forget()

    def _forget(self) -> None:
        self._finder, self._seen, self._since = None, set(), dt.date.max

    def _put(self, message: Message, like: str, why: str, who: str) -> bool:
        try:
            self._voices.set_story(message.id, like, why, who)
        except NotFound:  # the other one was taken back meanwhile
            return False
        return True

    def _reaching(self, since: dt.date, new: set[str]) -> StoryFinder:
        """The finder, with every stored message from ``since`` on but the new ones."""
        from assistant.feedback.stories import StoryFinder

        if len(self._seen) > MOST_AT_HAND:
            self._forget()
        finder = self._finder = self._finder or StoryFinder()
        if since >= self._since:
            return finder
        earlier = [m for m in self._voices.messages(since=since, until=self._since, limit=MOST_AT_HAND // 2)
                   if m.id not in new and m.id not in self._seen]
        vectors = self._kept_vectors(earlier)
        for message in reversed(earlier):
            finder.add(message, vectors.get(message.id))
            self._seen.add(message.id)
        self._since = since
        return finder

    def _vectors(self, messages: Sequence[Message]) -> Sequence[Vectors | None]:
        """A row a message; those not kept yet are made and kept."""
        embedder = self._embedder()
        if embedder is None or not messages:
            return [None] * len(messages)
        rows = kept_rows(self._voices, embedder, [(m.id, m.id, m.text) for m in messages])
        return [rows[m.id] for m in messages]

    def _kept_vectors(self, messages: Sequence[Message]) -> dict[str, Vectors]:
        embedder = self._embedder()
        return self._voices.feedback_vectors(embedder.name, [m.id for m in messages]) if embedder else {}
