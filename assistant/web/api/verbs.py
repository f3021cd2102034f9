"""Any verb of the desk by its name, for the command line of whoever owns the data folder.

``POST /api/verb/{room}.{verb}`` with the arguments as a JSON object answers ``{"result": …}``. The header
``x-renkei-token`` must hold the token that stands in the data folder's lock, readable by its owner alone.
"""

from __future__ import annotations

import base64
import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Header, Response
from fastapi.responses import JSONResponse

from assistant.errors import InvalidInput, NotFound
from assistant.web.api.asking import Lang, Plain
from assistant.web.i18n import say

if TYPE_CHECKING:
    from assistant.desk import Desk


def routes(desk: Desk, token: str | None) -> APIRouter:
    """The one route; without a token it answers nobody."""
    router = APIRouter()

    @router.post("/api/verb/{room}.{verb}")
    def call(room: str, verb: str, body: Plain, lang: Lang, x_renkei_token: Annotated[str, Header()] = "") -> Response:
        if not token or not secrets.compare_digest(x_renkei_token.encode(), token.encode()):
            return JSONResponse({"error": say("wrong_token", lang)}, 403)
        try:
            result = _verb(desk, room, verb)(**body)
        except TypeError as error:
            raise InvalidInput("web.bad_request") from error
        return JSONResponse({"result": plain(result)})

    return router


def _verb(desk: Desk, room: str, verb: str) -> Any:
    found = None if room.startswith("_") or verb.startswith("_") else getattr(getattr(desk, room, None), verb, None)
    if not callable(found):
        raise NotFound("web.no_verb", verb=f"{room}.{verb}")
    return found


def plain(value: Any) -> Any:
    """``value`` as JSON can carry it: bytes as {"$base64": …}, paths as text, iterators as lists."""
    if isinstance(value, bytes):
        return {"$base64": base64.b64encode(value).decode("ascii")}
    if isinstance(value, Path):
        return str(value)
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple | Iterator):
        return [plain(item) for item in value]
    return value
