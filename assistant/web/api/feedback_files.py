"""Files of customer messages: uploads in slices, imports that run behind, the tray of what could not be read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool

from assistant.web.api.asking import WHO, Lang, Plain
from assistant.web.api.files import download
from assistant.web.api.intake import size_of

if TYPE_CHECKING:
    from assistant.desk import Desk


def routes(desk: Desk) -> APIRouter:
    """Routes under /api/feedback/uploads, …/imports and …/unreadable."""
    router = APIRouter(prefix="/api/feedback")
    _uploads(router, desk)
    _imports(router, desk)
    _tray(router, desk)
    return router


def _uploads(router: APIRouter, desk: Desk) -> None:
    files = desk.feedback_files

    @router.post("/uploads")
    def receive(body: Plain) -> Plain:
        return files.receive(str(body.get("name", "")), size_of(body))

    @router.put("/uploads/{upload}")
    async def append(upload: str, offset: int, request: Request) -> Plain:
        piece = await request.body()
        return await run_in_threadpool(files.append, upload, offset, piece)

    @router.post("/uploads/{upload}/columns")
    def columns(upload: str) -> Plain:
        return files.uploaded_columns(upload)

    @router.post("/uploads/{upload}/finish")
    def finish(upload: str, body: Plain, lang: Lang) -> Plain:
        return files.finish(upload, WHO, body.get("mapping"), lang)

    @router.delete("/uploads/{upload}")
    def abandon(upload: str) -> Plain:
        files.abandon(upload)
        return {"abandoned": upload}


def _imports(router: APIRouter, desk: Desk) -> None:
    files = desk.feedback_files

    @router.get("/imports")
    def receipts(lang: Lang) -> Plain:
        return files.receipts(lang)

    @router.get("/imports/{batch}")
    def progress(batch: str, lang: Lang) -> Plain:
        return files.progress(batch, lang)

    @router.post("/imports/{batch}/cancel")
    def cancel(batch: str, lang: Lang) -> Plain:
        return files.cancel(batch, WHO, lang)

    @router.delete("/imports/{batch}")
    def undo(batch: str) -> Plain:
        return files.undo(batch, WHO)


def _tray(router: APIRouter, desk: Desk) -> None:
    files = desk.feedback_files

    @router.get("/unreadable")
    def unreadable(lang: Lang) -> Plain:
        return files.unreadable(lang)

    @router.get("/unreadable/{item}/raw")
    def raw(item: str) -> Response:
        return download(files.unreadable_raw(item))

    @router.delete("/unreadable/{item}")
    def forget(item: str) -> Plain:
        return files.forget_unreadable(item, WHO)
