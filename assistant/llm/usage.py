"""What a call took: tokens and time, logged without a word of its content."""

from __future__ import annotations

import logging
import time
from types import TracebackType

import structlog

from assistant.llm.wire import Reply
from assistant.ports.llm import Prompt

# over the standard library's logging, so that nothing is printed on standard output where nobody set logging up
_log = structlog.wrap_logger(
    logging.getLogger("renkei.llm"), wrapper_class=structlog.stdlib.BoundLogger,
    processors=[structlog.stdlib.filter_by_level, structlog.processors.KeyValueRenderer(key_order=["event"])],
)


class Stopwatch:
    """Times one call and logs it at the end, failed or not."""

    def __init__(self, prompt: Prompt, model: str) -> None:
        self._prompt = prompt
        self._model = model
        self._started = time.monotonic()
        self._tokens = (0, 0)

    def used(self, reply: Reply) -> None:
        """Take the tokens from a reply or a piece of one."""
        if reply.tokens_in or reply.tokens_out:
            self._tokens = (reply.tokens_in, reply.tokens_out)

    def __enter__(self) -> Stopwatch:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None,
                 trace: TracebackType | None) -> None:
        spent_ms = round(1000 * (time.monotonic() - self._started))
        _log.info("model called", prompt=self._prompt.name, version=self._prompt.version, model=self._model,
                  tokens_in=self._tokens[0], tokens_out=self._tokens[1], ms=spent_ms, failed=getattr(error, "key", ""))
