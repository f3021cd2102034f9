"""A chat model that keeps its promises: valid replies or one clear error, within a bounded time."""

from __future__ import annotations

import json
import random
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, TypeVar

from assistant.errors import ModelUnavailable
from assistant.llm import replies
from assistant.llm.breaker import Breaker
from assistant.llm.dialect import Dialect, Shape
from assistant.llm.endpoint import Endpoint
from assistant.llm.failures import Failed, Failure
from assistant.llm.tokens import count_tokens
from assistant.llm.usage import Stopwatch
from assistant.llm.wire import Reply, Wire
from assistant.ports.llm import Prompt, Prompts

Result = TypeVar("Result")

MOST_TRIES = 3
FIRST_WAIT_S = 0.5
LEAST_REPLY_TOKENS = 256
MOST_REPLY_TOKENS = 8192
MESSAGE_TOKENS = 32
LONGEST_REPAIRED = 12_000
AT_ONCE = 4
AT_ONCE_LOCALLY = 2
PING_S = 20.0
PING_TOKENS = 16


class OpenAiChat:
    """Implements ``assistant.ports.llm.ChatModel`` over any OpenAI-compatible server.

    One exchange lasts at most ``timeout_s``, retries included; a reply takes at most two (the second repairs). What a
    server refuses (temperature, JSON Schema …) is left out from then on. ``clock`` and ``sleep`` are there for tests.
    """

    def __init__(self, endpoint: Endpoint, wire: Wire, prompts: Prompts, *, timeout_s: float, context_tokens: int,
                 clock: Callable[[], float] = time.monotonic, sleep: Callable[[float], None] = time.sleep) -> None:
        self.name = endpoint.model
        self.context_tokens = context_tokens
        self._endpoint = endpoint
        self._wire = wire
        self._prompts = prompts
        self._timeout_s = timeout_s
        self._clock = clock
        self._sleep = sleep
        self._breaker = Breaker(clock)
        self._dialect: Dialect | None = None
        self._slots: threading.Semaphore | None = None
        self._lock = threading.Lock()

    def reply(self, prompt: Prompt) -> dict[str, Any]:
        """See ``ChatModel.reply``. The prompt is read once; a reply of the wrong form is mended without reading it
        again, unless it held no JSON at all."""
        self._breaker.check()
        said = self._exchange(prompt)
        found = replies.read(said, prompt.schema)
        if isinstance(found, replies.Unfit):
            found = replies.read(self._exchange(self._mending(prompt, said, found)), prompt.schema)
        if isinstance(found, replies.Unfit):
            raise ModelUnavailable("llm.unfit", model=self.name)
        return found

    def stream(self, prompt: Prompt) -> Iterator[str]:
        """See ``ChatModel.stream``. Retries only before the first word."""
        self._breaker.check()
        return replies.thoughtless(self._streamed(prompt))

    def count(self, text: str) -> int:
        return count_tokens(text)

    def ping(self) -> None:
        """One word asked and answered. Asks even while the server is being left alone."""
        prompt = self._prompts.fill("reply.ping", "en")
        with self._slot(PING_S), Stopwatch(prompt, self.name) as watch:
            reply = self._tried(lambda dialect, left_s: self._wire.send(
                prompt.system, prompt.user, dialect.fields({}, PING_TOKENS), left_s), min(PING_S, self._timeout_s))
            watch.used(reply)

    def _exchange(self, prompt: Prompt) -> str:
        def once(dialect: Dialect, left_s: float) -> Reply:
            system, limit = self._prepared(prompt, dialect)
            return self._wire.send(system, prompt.user, dialect.fields(prompt.schema, limit), left_s)

        with self._slot(self._timeout_s), Stopwatch(prompt, self.name) as watch:
            reply = self._tried(once, self._timeout_s)
            watch.used(reply)
        return _checked(reply, replies.without_thoughts(reply.text))

    def _streamed(self, prompt: Prompt) -> Iterator[str]:
        def once(dialect: Dialect, left_s: float) -> tuple[Reply, Iterator[Reply]]:
            system, limit = self._prepared(prompt, dialect)
            pieces = self._wire.stream(system, prompt.user, dialect.fields({}, limit), left_s)
            return next(pieces, Reply("")), pieces

        with self._slot(self._timeout_s), Stopwatch(prompt, self.name) as watch:
            first, pieces = self._tried(once, self._timeout_s)
            yield from self._handed_on(first, pieces, watch)

    def _handed_on(self, piece: Reply, pieces: Iterator[Reply], watch: Stopwatch) -> Iterator[str]:
        said = ""
        finish, refused = "", False
        try:
            while True:
                said += piece.text
                finish, refused = piece.finish or finish, refused or piece.refused
                watch.used(piece)
                if piece.text:
                    yield piece.text
                following = next(pieces, None)
                if following is None:
                    break
                piece = following
        except Failed as failed:
            raise self._given_up(failed.failure) from failed
        _checked(Reply(said, finish, refused), replies.without_thoughts(said))

    def _tried(self, once: Callable[[Dialect, float], Result], timeout_s: float) -> Result:
        """``once`` until it succeeds, must not be tried again, or time is up; refused forms are left out."""
        until = self._clock() + timeout_s
        dialect = self._known_dialect()
        tries = 1
        while True:
            try:
                result = once(dialect, max(0.1, until - self._clock()))
            except Failed as failed:
                failure = failed.failure
                other = dialect.without(failure.refusal) if failure.refusal else None
                wait_s = 0.0 if other else _wait_s(failure, tries)
                if self._clock() + wait_s >= until or (not other and (not failure.retried or tries >= MOST_TRIES)):
                    raise self._given_up(failure) from failed
                if other:
                    dialect = other
                else:
                    tries += 1
                    self._sleep(wait_s)
            else:
                self._breaker.closed()
                self._dialect = dialect
                return result

    def _given_up(self, failure: Failure) -> ModelUnavailable:
        if failure.rests:
            self._breaker.opened(failure.error)
        else:
            self._breaker.closed()
        return failure.error

    def _prepared(self, prompt: Prompt, dialect: Dialect) -> tuple[str, int]:
        """The system text, with the schema in words where the dialect needs it, and the tokens left for the reply."""
        system = prompt.system
        if dialect.tells_schema(prompt.schema):
            shape = self._prompts.fill("reply.shape", prompt.lang, schema=_compact(prompt.schema))
            system = f"{system}\n\n{shape.system}\n{shape.user}"
        left = self.context_tokens - self.count(system) - self.count(prompt.user) - MESSAGE_TOKENS
        if left < LEAST_REPLY_TOKENS:
            raise ModelUnavailable("llm.too_long")
        return system, min(left, MOST_REPLY_TOKENS)

    def _mending(self, prompt: Prompt, said: str, unfit: replies.Unfit) -> Prompt:
        """A prompt that asks for the reply in the right form."""
        reply = said[:LONGEST_REPAIRED] if unfit.json else f"{prompt.user}\n\n{said[:LONGEST_REPAIRED]}"
        mending = self._prompts.fill("reply.repair", prompt.lang, schema=_compact(prompt.schema), error=unfit.problem,
                                     reply=reply)
        return Prompt(mending.name, mending.version, mending.system, mending.user, prompt.schema, prompt.lang)

    def _known_dialect(self) -> Dialect:
        if self._dialect is None:
            hosted = self._endpoint.hosted
            self._dialect = Dialect(Shape.NARROW_SCHEMA if hosted else Shape.SCHEMA,
                                    limit_name="max_completion_tokens" if hosted else "max_tokens")
        return self._dialect

    @contextmanager
    def _slot(self, timeout_s: float) -> Iterator[None]:
        """One of the places for requests under way; ModelUnavailable when none comes free in time."""
        with self._lock:
            if self._slots is None:
                self._slots = threading.Semaphore(AT_ONCE_LOCALLY if self._endpoint.local else AT_ONCE)
        if not self._slots.acquire(timeout=timeout_s):
            raise ModelUnavailable("llm.busy")
        try:
            yield
        finally:
            self._slots.release()


def _checked(reply: Reply, said: str) -> str:
    """``said`` if the reply is whole; ModelUnavailable when it was refused, filtered, cut off or empty."""
    if reply.refused:
        raise ModelUnavailable("llm.refused")
    if reply.finish == "content_filter":
        raise ModelUnavailable("llm.filtered")
    if reply.finish == "length":
        raise ModelUnavailable("llm.cut_off")
    if not said:
        raise ModelUnavailable("llm.empty")
    return said


def _wait_s(failure: Failure, tries: int) -> float:
    """As the server asked, else longer each time, with a little chance so that callers do not come back together."""
    if failure.wait_s is not None:
        return failure.wait_s
    return FIRST_WAIT_S * 2.0 ** (tries - 1) * random.uniform(0.8, 1.2)  # noqa: S311


def _compact(schema: Mapping[str, Any]) -> str:
    return json.dumps(schema, ensure_ascii=False, separators=(",", ":"))
