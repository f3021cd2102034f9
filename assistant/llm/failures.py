"""What went wrong on the way to a model, as a sentence for people and a rule for us."""

from __future__ import annotations

import email.utils
import re
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import httpx

from assistant.errors import ModelUnavailable
from assistant.llm.bounds import ReplyTooBig

if TYPE_CHECKING:
    import openai

    from assistant.llm.endpoint import Endpoint

_TOO_LONG = re.compile(
    r"context_length_exceeded|exceed_context_size|context (?:length|window|size)|maximum context|prompt is too long"
    r"|input tokens exceed|ContextWindowExceeded", re.IGNORECASE)
_FILTERED = re.compile(r"content[_ ](?:filter|policy|management)", re.IGNORECASE)
_FORMAT = re.compile(r"response_format|json_schema|json schema|grammar|guided", re.IGNORECASE)
_NO_MONEY = re.compile(r"insufficient_quota|billing|exceeded your current quota", re.IGNORECASE)
RETRIED = frozenset({408, 409, 425, 429, 500, 502, 503, 504, 529})


@dataclass(frozen=True, slots=True)
class Failure:
    """``error`` for the caller; ``retried``: worth trying again, after ``wait_s`` where the server said how long;
    ``rests``: the server is left alone for a while; ``refusal``: its words when it refused the request's form."""

    error: ModelUnavailable
    retried: bool = False
    wait_s: float | None = None
    rests: bool = True
    refusal: str = ""


class Failed(Exception):
    """Carries a Failure from the wire to whoever decides what happens next."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(failure.error.key)
        self.failure = failure


def of_status(error: openai.APIStatusError, endpoint: Endpoint) -> Failure:
    """A reply with an HTTP status that is no success."""
    status = error.status_code
    words = _words(error)
    if status in (400, 422) or (status >= 500 and _FORMAT.search(words)):
        return _of_refused_form(status, words)
    if 300 <= status < 400:
        return Failure(ModelUnavailable("llm.redirected", host=endpoint.host))
    if status == 429:
        return _of_too_many(error, words)
    known = {401: "llm.bad_key", 403: "llm.forbidden", 404: "llm.no_model", 405: "llm.no_model", 413: "llm.too_long"}
    if key := known.get(status):
        return Failure(ModelUnavailable(key, host=endpoint.host, model=endpoint.model), rests=status != 413)
    unwell = ModelUnavailable("llm.server_error", status=status, host=endpoint.host)
    return Failure(unwell, retried=status in RETRIED, wait_s=retry_after_s(error.response.headers))


def of_connection(error: BaseException, endpoint: Endpoint, timeout_s: float) -> Failure:
    """No reply, or one that broke off. A server that cannot be reached at all is not tried again."""
    cause = _transport_error(error)
    if isinstance(cause, ReplyTooBig):
        return Failure(ModelUnavailable("llm.too_big"), rests=False)
    if isinstance(cause, httpx.TimeoutException):
        return Failure(ModelUnavailable("llm.timeout", seconds=round(timeout_s), host=endpoint.host))
    if isinstance(cause, (httpx.ReadError, httpx.RemoteProtocolError, httpx.WriteError)):
        return Failure(ModelUnavailable("llm.broken_off", host=endpoint.host), retried=True)
    return Failure(ModelUnavailable("llm.unreachable", host=endpoint.host))


def of_nonsense(endpoint: Endpoint, words: str) -> Failure:
    """A reply that is not a chat completion at all."""
    if _FILTERED.search(words):
        return Failure(ModelUnavailable("llm.filtered"), rests=False)
    return Failure(ModelUnavailable("llm.not_chat", host=endpoint.host))


def retry_after_s(headers: Mapping[str, str]) -> float | None:
    """Seconds to wait, as Retry-After says them: a number or a date; None where it does not."""
    value = headers.get("retry-after", "").strip()
    if re.fullmatch(r"[0-9]+(?:\.[0-9]+)?", value):
        return float(value)
    date = email.utils.parsedate_tz(value) if value else None
    return max(0.0, email.utils.mktime_tz(date) - time.time()) if date else None


def _transport_error(error: BaseException) -> BaseException:
    """The error of the connection itself, below the wrappings of the libraries above it."""
    cause: BaseException | None = error
    while cause is not None and not isinstance(cause, httpx.HTTPError):
        cause = cause.__cause__
    return cause or error


def _of_refused_form(status: int, words: str) -> Failure:
    if _TOO_LONG.search(words):
        return Failure(ModelUnavailable("llm.too_long"), rests=False)
    if _FILTERED.search(words):
        return Failure(ModelUnavailable("llm.filtered"), rests=False)
    return Failure(ModelUnavailable("llm.bad_request", status=status), rests=False, refusal=words or str(status))


def _of_too_many(error: openai.APIStatusError, words: str) -> Failure:
    if _NO_MONEY.search(words):
        return Failure(ModelUnavailable("llm.no_quota"))
    return Failure(ModelUnavailable("llm.rate_limited"), retried=True, wait_s=retry_after_s(error.response.headers))


def _words(error: openai.APIStatusError) -> str:
    body: Any = error.body
    code = body.get("code") or body.get("type") if isinstance(body, dict) else ""
    return f"{code or ''} {error.message}"
