"""Customers' voices: lists, the review queue, follow-through, what is learned from, themes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Query, Response

from assistant.errors import InvalidInput
from assistant.web.api.asking import WHO, Lang, Plain, chosen
from assistant.web.api.files import download

if TYPE_CHECKING:
    from assistant.desk import Desk

MOST = 500


def routes(desk: Desk) -> APIRouter:
    """Routes under /api/feedback, but for those of files."""
    router = APIRouter(prefix="/api/feedback")
    _lists(router, desk)
    _messages(router, desk)
    _review(router, desk)
    _cuts(router, desk)
    _follow(router, desk)
    _lessons(router, desk)
    _themes(router, desk)
    return router


def _lists(router: APIRouter, desk: Desk) -> None:
    feedback = desk.feedback

    @router.get("/counts")
    def counts() -> Plain:
        return feedback.counts()

    @router.get("/points")
    def points(lang: Lang, review: bool | None = None, department: str = "", state: str = "", q: str = "",
               late: bool = False, limit: Annotated[int, Query(ge=1, le=MOST)] = 50,
               offset: Annotated[int, Query(ge=0)] = 0) -> Plain:
        return feedback.list(review=review, department=department or None, state=state or None, q=q, lang=lang,
                             limit=limit, offset=offset, late=late)

    @router.post("/route")
    def route(body: Plain, lang: Lang) -> Plain:
        items = body.get("items")
        if not isinstance(items, list) or not all(isinstance(i, dict) for i in items):
            raise InvalidInput("web.bad_request")
        return feedback.route(items, lang=lang, **chosen(body, "engine"))


def _messages(router: APIRouter, desk: Desk) -> None:
    feedback, follow = desk.feedback, desk.feedback_follow

    @router.post("/messages")
    def add(body: Plain, lang: Lang) -> Plain:
        return feedback.add_text(str(body.get("text") or ""), WHO, lang=lang, date=body.get("date") or None,
                                 customer=str(body.get("customer") or ""), channel=str(body.get("channel") or "other"))

    @router.get("/messages/{message}")
    def one(message: str, lang: Lang) -> Plain:
        return feedback.get(message, lang)

    @router.post("/messages/{message}/points")
    def mark(message: str, body: Plain, lang: Lang) -> Plain:
        start, end = _number(body, "start"), _number(body, "end")
        return desk.feedback_review.add_point(message, start, end, WHO, lang)

    @router.post("/messages/{message}/story")
    def story(message: str, body: Plain, lang: Lang) -> Plain:
        join = body.get("join")
        return follow.join(message, str(join), WHO, lang) if join else follow.part(message, WHO, lang)

    @router.post("/messages/{message}/reply/draft")
    def draft(message: str, body: Plain, lang: Lang) -> Plain:
        facts = _names(body, "facts") if "facts" in body else []
        return follow.draft_reply(message, WHO, lang, facts, **chosen(body, "engine"))

    @router.put("/messages/{message}/reply")
    def reply(message: str, body: Plain, lang: Lang) -> Plain:
        return follow.save_reply(message, str(body.get("text") or ""), WHO, bool(body.get("approve")), lang)

    @router.get("/messages/{message}/reply/file")
    def reply_file(message: str) -> Response:
        return download(follow.reply_file(message))

    @router.post("/messages/{message}/answered")
    def answered(message: str, body: Plain, lang: Lang) -> Plain:
        return follow.mark_answered(message, WHO, bool(body.get("answered", True)), lang)


def _review(router: APIRouter, desk: Desk) -> None:
    review = desk.feedback_review

    @router.get("/review")
    def queue(lang: Lang, limit: Annotated[int, Query(ge=1, le=MOST)] = 20) -> Plain:
        return review.queue(lang, limit)

    @router.post("/points/{point}/correct")
    def correct(point: str, body: Plain, lang: Lang) -> Plain:
        return review.correct(point, _names(body, "departments"), WHO, lang, bool(body.get("effect", True)))

    @router.post("/points/{point}/accept")
    def accept(point: str, lang: Lang) -> Plain:
        return review.accept(point, WHO, lang)

    @router.post("/moves")
    def moves(body: Plain, lang: Lang) -> Plain:
        return review.apply_moves(_names(body, "ids"), WHO, lang)

    @router.post("/points/{point}/snooze")
    def snooze(point: str, body: Plain, lang: Lang) -> Plain:
        return review.snooze(point, body.get("until") or None, WHO, lang)

    @router.post("/points/{point}/undo")
    def undo(point: str, lang: Lang) -> Plain:
        return review.undo(point, WHO, lang)


def _cuts(router: APIRouter, desk: Desk) -> None:
    review = desk.feedback_review

    @router.post("/points/{point}/split")
    def split(point: str, body: Plain, lang: Lang) -> Plain:
        return review.split(point, _number(body, "at"), WHO, lang)

    @router.post("/points/{point}/merge")
    def merge(point: str, body: Plain, lang: Lang) -> Plain:
        return review.merge(point, str(body.get("other") or ""), WHO, lang)


def _follow(router: APIRouter, desk: Desk) -> None:
    follow = desk.feedback_follow

    @router.post("/points/{point}/state")
    def state(point: str, body: Plain, lang: Lang) -> Plain:
        return follow.set_state(point, str(body.get("state") or ""), WHO, lang)

    @router.post("/points/{point}/assign")
    def assign(point: str, body: Plain, lang: Lang) -> Plain:
        return follow.assign(point, WHO, lang, **chosen(body, "owner", "due", "paused"))

    @router.get("/points/{point}/history")
    def history(point: str, lang: Lang) -> Plain:
        return follow.history(point, lang)

    @router.get("/stories")
    def stories(lang: Lang, open_only: Annotated[bool, Query(alias="open")] = True,
                limit: Annotated[int, Query(ge=1, le=MOST)] = 100, offset: Annotated[int, Query(ge=0)] = 0) -> Plain:
        return follow.stories(open_only, lang, limit, offset)


def _lessons(router: APIRouter, desk: Desk) -> None:
    review = desk.feedback_review

    @router.get("/corrections")
    def corrections(lang: Lang) -> Plain:
        return review.corrections(lang)

    @router.patch("/corrections/{point}")
    def edit(point: str, body: Plain, lang: Lang) -> Plain:
        return review.edit_correction(point, _names(body, "departments"), WHO, lang)

    @router.delete("/corrections/{point}")
    def forget(point: str, lang: Lang) -> Plain:
        return review.forget_correction(point, WHO, lang)

    @router.get("/examples")
    def examples(department: str) -> Plain:
        return review.examples_of(department)

    @router.put("/examples")
    def teach(department: str, body: Plain, lang: Lang) -> Plain:
        return review.teach(department, _names(body, "texts"), WHO, lang)

    @router.get("/rules")
    def rules() -> Plain:
        return review.rules()

    @router.put("/rules")
    def save_rules(body: Plain) -> Plain:
        rules = body.get("rules")
        if not isinstance(rules, list) or not all(isinstance(r, dict) for r in rules):
            raise InvalidInput("web.bad_request")
        return review.save_rules(rules, WHO)

    @router.get("/honesty")
    def honesty(days: Annotated[int, Query(ge=1, le=3650)] = 30) -> Plain:
        return review.honesty(days)


def _themes(router: APIRouter, desk: Desk) -> None:
    themes = desk.feedback_themes

    @router.get("/overview")
    def overview(lang: Lang, weeks: int = 12) -> Plain:
        return themes.overview(weeks, lang)

    @router.get("/themes")
    def listed(lang: Lang, department: str = "", weeks: int = 12) -> Plain:
        return themes.list(department or None, weeks, lang)

    @router.get("/themes/{theme}")
    def one(theme: str, lang: Lang) -> Plain:
        return themes.get(theme, lang)

    @router.post("/themes/{theme}/done")
    def done(theme: str, body: Plain, lang: Lang) -> Plain:
        return themes.done(theme, str(body.get("note") or ""), WHO, lang)

    @router.get("/export")
    def export(lang: Lang, format: str = "csv", department: str = "", review: bool | None = None,
               state: str = "", q: str = "", late: bool = False) -> Response:
        return download(themes.export(format, lang, department or None, review, state or None, q, late))


def _names(body: Plain, field: str) -> list[str]:
    given = body.get(field)
    if not isinstance(given, list) or not all(isinstance(name, str) for name in given):
        raise InvalidInput("web.bad_request")
    return given


def _number(body: Plain, field: str) -> int:
    given = body.get(field)
    if not isinstance(given, int) or isinstance(given, bool):
        raise InvalidInput("web.bad_request")
    return given
