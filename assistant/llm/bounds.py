"""Limits of one HTTP exchange that a per-read timeout does not give: all of the reply's time, and its size."""

from __future__ import annotations

import time
from collections.abc import Iterator

import httpx

LONGEST_REPLY_BYTES = 8 * 1024 * 1024
STARTED = "renkei.started"


class ReplyTooBig(httpx.TransportError):
    """The server keeps sending."""


class BoundedStream(httpx.SyncByteStream):
    """A reply's bytes, cut off with errors of httpx after ``until`` (monotonic seconds) or ``most`` bytes."""

    def __init__(self, inner: httpx.SyncByteStream, until: float, most: int = LONGEST_REPLY_BYTES) -> None:
        self._inner = inner
        self._until = until
        self._left = most

    def __iter__(self) -> Iterator[bytes]:
        for chunk in self._inner:
            self._left -= len(chunk)
            if self._left < 0:
                raise ReplyTooBig("the reply is too big")
            if time.monotonic() > self._until:
                raise httpx.ReadTimeout("the reply takes too long")
            yield chunk

    def close(self) -> None:
        self._inner.close()


def bounded_client(local: bool) -> httpx.Client:
    """A client that follows no redirects (they would carry the transcript elsewhere), keeps to the limits above, and
    uses proxies of the environment only for servers that are not on this machine."""
    return httpx.Client(follow_redirects=False, trust_env=not local,
                        event_hooks={"request": [_start], "response": [_bound]})


def _start(request: httpx.Request) -> None:
    request.extensions[STARTED] = time.monotonic()


def _bound(response: httpx.Response) -> None:
    request = response.request
    allowed = request.extensions.get("timeout", {}).get("read")
    stream = response.stream
    if allowed is not None and isinstance(stream, httpx.SyncByteStream):
        response.stream = BoundedStream(stream, request.extensions[STARTED] + allowed)
