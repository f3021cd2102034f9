"""Files in: slices of an upload that can be resumed, and the jobs that take them in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool

from assistant.errors import InvalidInput
from assistant.web.api.asking import WHO, Lang, Plain

if TYPE_CHECKING:
    from assistant.desk import Desk

_OPTIONS = ("series", "title", "date", "start", "lang", "speakers")


def routes(desk: Desk) -> APIRouter:
    """Routes under /api/uploads and /api/jobs."""
    router = APIRouter()
    _uploads(router, desk)
    _jobs(router, desk)
    return router


def _uploads(router: APIRouter, desk: Desk) -> None:
    intake = desk.intake

    @router.get("/api/guess")
    def guess(name: str) -> Plain:
        return intake.guess(name)

    @router.post("/api/uploads")
    def receive(body: Plain) -> Plain:
        return intake.receive(str(body.get("name", "")), size_of(body))

    @router.put("/api/uploads/{upload}")
    async def append(upload: str, offset: int, request: Request) -> Plain:
        piece = await request.body()
        return await run_in_threadpool(intake.append, upload, offset, piece)

    @router.post("/api/uploads/{upload}/finish")
    def finish(upload: str, body: Plain) -> Plain:
        return intake.finish(upload, WHO, **_options(body))

    @router.delete("/api/uploads/{upload}")
    def abandon(upload: str) -> Plain:
        intake.abandon(upload)
        return {"abandoned": upload}


def _jobs(router: APIRouter, desk: Desk) -> None:

    @router.get("/api/jobs")
    def jobs(lang: Lang) -> Plain:
        return desk.jobs.list(lang)

    @router.post("/api/jobs/{job}/cancel")
    def cancel(job: str) -> Plain:
        return {"job": desk.jobs.cancel(job, WHO)}

    @router.post("/api/jobs/{job}/retry")
    def retry(job: str) -> Plain:
        return {"job": desk.jobs.retry(job, WHO)}


def _options(body: Plain) -> Plain:
    """What was filled in on the form; empty fields are left to be guessed."""
    given: Plain = {name: body[name] for name in _OPTIONS if body.get(name)}
    people = [(str(p.get("name", "")), str(p.get("department", ""))) for p in body.get("attendees") or []]
    if people:
        given["attendees"] = people
    return given


def size_of(body: Plain) -> int:
    """The announced size of an upload, in bytes; InvalidInput when it is none."""
    size = body.get("size")
    if not isinstance(size, int) or size < 0:
        raise InvalidInput("web.bad_request")
    return size
