"""Meetings, transcripts and the recording itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import APIRouter, Response
from fastapi.responses import FileResponse

from assistant.errors import NotFound
from assistant.web.api.asking import WHO, Plain, chosen

if TYPE_CHECKING:
    from assistant.desk import Desk


def routes(desk: Desk) -> APIRouter:
    """Routes under /api/meetings and /media."""
    router = APIRouter()
    meetings = desk.meetings

    @router.get("/api/meetings")
    def listed(series: str | None = None) -> Plain:
        return meetings.list(series=series or None)

    @router.get("/api/series")
    def series() -> Plain:
        return meetings.series()

    @router.get("/api/meetings/{meeting}")
    def one(meeting: str) -> Plain:
        return meetings.get(meeting)

    @router.patch("/api/meetings/{meeting}")
    def update(meeting: str, body: Plain) -> Plain:
        return meetings.update(meeting, WHO, **chosen(body, "title", "series", "date", "start"))

    @router.delete("/api/meetings/{meeting}")
    def delete(meeting: str) -> Plain:
        return meetings.delete(meeting, WHO)

    @router.get("/api/meetings/{meeting}/transcript")
    def transcript(meeting: str) -> Plain:
        return meetings.transcript(meeting)

    @router.patch("/api/meetings/{meeting}/utterances/{i}")
    def edit(meeting: str, i: int, body: Plain) -> Plain:
        return meetings.edit_utterance(meeting, i, WHO, **chosen(body, "text", "speaker"))

    @router.post("/api/meetings/{meeting}/utterances/{i}/undo")
    def undo(meeting: str, i: int) -> Plain:
        return meetings.undo_edit(meeting, i, WHO)

    @router.post("/api/meetings/{meeting}/speakers")
    def rename(meeting: str, body: Plain) -> Plain:
        return meetings.rename_speaker(meeting, str(body.get("old", "")), str(body.get("new", "")), WHO)

    @router.api_route("/media/{meeting}", methods=["GET", "HEAD"])
    def media(meeting: str) -> Response:
        path = meetings.media(meeting)
        if path is None:
            raise NotFound("web.no_recording")
        return FileResponse(path, media_type="audio/mp4", headers={"cache-control": "private, max-age=0"})

    return router
