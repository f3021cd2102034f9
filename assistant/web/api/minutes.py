"""Minutes and the actions across meetings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import APIRouter

from assistant.web.api.asking import WHO, Lang, Plain, chosen

if TYPE_CHECKING:
    from assistant.desk import Desk

_LINE = ("state", "text", "owner", "department", "due", "evidence", "sentiment", "urgency")


def routes(desk: Desk) -> APIRouter:
    """Routes under /api/meetings/…/minutes and /api/actions."""
    router = APIRouter()
    _minutes(router, desk)
    _actions(router, desk)
    return router


def _minutes(router: APIRouter, desk: Desk) -> None:
    minutes = desk.minutes

    @router.get("/api/meetings/{meeting}/minutes")
    def read(meeting: str) -> Plain:
        return minutes.get(meeting)

    @router.post("/api/meetings/{meeting}/minutes/draft")
    def draft(meeting: str) -> Plain:
        return minutes.draft(meeting, who=WHO)

    @router.post("/api/meetings/{meeting}/minutes/approve")
    def approve(meeting: str, body: Plain) -> Plain:
        return minutes.approve(meeting, WHO, approved=bool(body.get("approved", True)))

    @router.post("/api/meetings/{meeting}/lines")
    def add(meeting: str, body: Plain) -> Plain:
        return minutes.add_line(meeting, str(body.get("kind", "")), WHO, str(body.get("text", "")),
                                body.get("evidence") or [], **chosen(body, "owner", "department", "due"))

    @router.patch("/api/meetings/{meeting}/lines/{line}")
    def change(meeting: str, line: str, body: Plain) -> Plain:
        return minutes.set_line(meeting, line, WHO, **chosen(body, *_LINE))

    @router.post("/api/meetings/{meeting}/lines/{line}/undo")
    def undo(meeting: str, line: str) -> Plain:
        return minutes.undo_line(meeting, line, WHO)


def _actions(router: APIRouter, desk: Desk) -> None:
    actions = desk.actions

    @router.get("/api/actions")
    def listed() -> Plain:
        return actions.list()

    @router.patch("/api/actions/{action}")
    def update(action: str, body: Plain, lang: Lang) -> Plain:
        return actions.update(action, WHO, lang=lang, **chosen(body, "status", "due", "owner", "department", "task"))

    @router.get("/api/actions/{action}/history")
    def history(action: str) -> Plain:
        return actions.history(action)
