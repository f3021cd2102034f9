"""Questions, their answers as they are written, and the search of the top bar."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING

from fastapi import APIRouter
from fastapi.responses import StreamingResponse

from assistant.errors import RenkeiError
from assistant.web.api.asking import WHO, Lang, Plain, chosen
from assistant.web.api.errors import as_json

if TYPE_CHECKING:
    from assistant.desk import Desk

_SCOPE = ("series", "meeting", "department")


def routes(desk: Desk) -> APIRouter:
    """Routes under /api/ask, /api/search and /api/conversations."""
    router = APIRouter()

    @router.post("/api/ask")
    def ask(body: Plain, lang: Lang) -> StreamingResponse:
        lines = _lines(desk, body, lang)
        return StreamingResponse(lines, media_type="application/x-ndjson", headers={"cache-control": "no-store"})

    @router.get("/api/search")
    def search(q: str, k: int = 8, series: str = "", meeting: str = "", department: str = "") -> Plain:
        return desk.ask.search(q, k=min(k, 50), series=series, meeting=meeting, department=department)

    @router.get("/api/suggestions")
    def suggestions(lang: Lang, series: str = "", meeting: str = "") -> Plain:
        return desk.ask.suggestions(lang, series=series, meeting=meeting)

    @router.get("/api/conversations")
    def conversations() -> Plain:
        return desk.ask.conversations(WHO)

    @router.get("/api/conversations/{conversation}")
    def conversation(conversation: str) -> Plain:
        return desk.ask.conversation(conversation)

    return router


def _lines(desk: Desk, body: Plain, lang: str) -> Iterator[str]:
    """The answer, one JSON object a line; kept in its conversation once whole."""
    question, conversation = str(body.get("question", "")), str(body.get("conversation", ""))
    try:
        for event in desk.ask.stream(question, **chosen(body, *_SCOPE)):
            if event.get("type") == "done" and conversation:
                turn = {key: value for key, value in event.items() if key != "type"}
                desk.ask.save(conversation, WHO, turn | {"scope": chosen(body, *_SCOPE)})
            yield json.dumps(event, ensure_ascii=False) + "\n"
    except RenkeiError as error:
        yield json.dumps({"type": "error", **as_json(error, lang)}, ensure_ascii=False) + "\n"
