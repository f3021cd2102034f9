"""Transcripts, minutes and agendas as files to take away."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from fastapi import APIRouter, Response

from assistant.web.api.asking import Lang

if TYPE_CHECKING:
    from assistant.desk import Desk


def routes(desk: Desk) -> APIRouter:
    """Routes under /api/export."""
    router = APIRouter()

    @router.get("/api/export/transcript")
    def transcript(meeting: str, format: str, lang: Lang) -> Response:
        return download(desk.exports.transcript(meeting, format, lang))

    @router.get("/api/export/minutes")
    def minutes(meeting: str, format: str, lang: Lang) -> Response:
        return download(desk.exports.minutes(meeting, format, lang))

    @router.get("/api/export/agenda")
    def agenda(series: str, format: str, lang: Lang, date: str | None = None) -> Response:
        return download(desk.exports.agenda(series, format, lang, date=date or None))

    return router


def download(made: dict[str, Any]) -> Response:
    """A file of the desk's, always as an attachment: a file made here must never run as a page of ours."""
    disposition = f"attachment; filename*=UTF-8''{quote(made['name'], safe='')}"
    return Response(made["content"], media_type=made["mime"], headers={
        "content-disposition": disposition, "content-security-policy": "sandbox; default-src 'none'",
    })
