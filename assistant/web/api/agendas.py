"""Agendas. The series is a parameter and not part of the path, as its name may hold anything."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import APIRouter

from assistant.web.api.asking import WHO, Plain, chosen

if TYPE_CHECKING:
    from assistant.desk import Desk

_ITEM = ("topic", "why", "minutes", "lead", "department", "left_out")


def routes(desk: Desk) -> APIRouter:
    """Routes under /api/agenda."""
    router = APIRouter()
    agendas = desk.agendas

    @router.get("/api/agenda")
    def read(series: str, date: str | None = None) -> Plain:
        return agendas.get(series, date=date or None)

    @router.post("/api/agenda/draft")
    def draft(series: str, date: str | None = None) -> Plain:
        return agendas.draft(series, date=date or None, who=WHO)

    @router.patch("/api/agenda")
    def meeting(series: str, body: Plain) -> Plain:
        return agendas.set_meeting(series, WHO, **chosen(body, "date", "time", "length_minutes"))

    @router.post("/api/agenda/items")
    def add(series: str, body: Plain, date: str | None = None) -> Plain:
        return agendas.add_item(series, WHO, str(body.get("topic", "")), date=date or None,
                                **chosen(body, "minutes", "department", "lead"))

    @router.patch("/api/agenda/items/{item}")
    def change(series: str, item: str, body: Plain, date: str | None = None) -> Plain:
        return agendas.set_item(series, item, WHO, date=date or None, **chosen(body, *_ITEM))

    @router.post("/api/agenda/items/{item}/move")
    def move(series: str, item: str, body: Plain, date: str | None = None) -> Plain:
        return agendas.move_item(series, item, int(body.get("position", 0)), WHO, date=date or None)

    @router.post("/api/agenda/approve")
    def approve(series: str, body: Plain, date: str | None = None) -> Plain:
        return agendas.approve(series, WHO, approved=bool(body.get("approved", True)), date=date or None)

    return router
