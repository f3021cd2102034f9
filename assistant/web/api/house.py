"""What concerns the whole house: the first page, the organisation, the sample company, whether all is well."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import APIRouter

from assistant.web.api.asking import WHO, Lang, Plain

if TYPE_CHECKING:
    from assistant.desk import Desk


def routes(desk: Desk) -> APIRouter:
    """/healthz and the routes under /api/home, /api/organisation, /api/demo, /api/doctor."""
    router = APIRouter()

    @router.get("/healthz")
    def health() -> Plain:
        return {"ok": True}

    @router.get("/api/home")
    def home(lang: Lang) -> Plain:
        return desk.home.show(lang, WHO)

    @router.get("/api/organisation")
    def organisation() -> Plain:
        return desk.organisation.show()

    @router.post("/api/demo")
    def demo(lang: Lang) -> Plain:
        return {"loaded": desk.demo.load(lang)}

    @router.get("/api/doctor")
    def doctor(lang: Lang) -> Plain:
        return desk.doctor.report(lang)

    return router
