"""Errors as people read them: ``{"error": one sentence in their language}`` with a fitting status."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse

from assistant.errors import (
    Ambiguous,
    Busy,
    Cancelled,
    Conflict,
    FileRejected,
    IndexBroken,
    InvalidInput,
    ModelUnavailable,
    NotFound,
    RenkeiError,
    StepFailed,
)
from assistant.web.i18n import language, say

_STATUS: dict[type[RenkeiError], int] = {
    NotFound: 404, Ambiguous: 409, InvalidInput: 400, Conflict: 409, FileRejected: 422, StepFailed: 500,
    Cancelled: 409, ModelUnavailable: 503, IndexBroken: 503, Busy: 423,
}


def as_json(error: RenkeiError, lang: str) -> dict[str, Any]:
    """The error as the islands read it; ``have`` tells an upload where to go on."""
    told: dict[str, Any] = {"error": error.say(lang), "key": error.key}
    if "have" in error.values:
        told["have"] = error.values["have"]
    return told


def add_handlers(app: FastAPI, otherwise: str) -> None:
    """Teach ``app`` to tell errors; ``otherwise`` is the language where the browser says none."""

    async def ours(request: Request, error: Exception) -> JSONResponse:
        assert isinstance(error, RenkeiError)
        status = next((code for kind, code in _STATUS.items() if isinstance(error, kind)), 400)
        return JSONResponse(as_json(error, language(request.headers, otherwise)), status)

    async def unreadable(request: Request, _error: Exception) -> JSONResponse:
        return JSONResponse({"error": say("bad_request", language(request.headers, otherwise))}, 400)

    async def broken(request: Request, _error: Exception) -> JSONResponse:
        return JSONResponse({"error": say("broken", language(request.headers, otherwise))}, 500)

    app.add_exception_handler(RenkeiError, ours)
    app.add_exception_handler(RequestValidationError, unreadable)
    app.add_exception_handler(Exception, broken)
