"""The REST routes the islands (and the command line's hand-over) call: a few lines each over the verbs of the desk."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import FastAPI

from assistant.settings import Settings
from assistant.web.api import agendas, ask, feedback, feedback_files, files, house, intake, meetings, minutes, verbs
from assistant.web.api.errors import add_handlers

if TYPE_CHECKING:
    from assistant.desk import Desk


def add_routes(app: FastAPI, desk: Desk, settings: Settings, token: str | None) -> None:
    """All routes, and how their errors are told."""
    app.state.lang = settings.lang
    add_handlers(app, settings.lang)
    for room in (house, meetings, minutes, agendas, ask, intake, files, feedback_files, feedback):
        app.include_router(room.routes(desk))
    app.include_router(verbs.routes(desk, token))
