"""The house around Gradio's pages: title, language, navigation, top bar, content security.

Gradio serves one index.html; this rewrites it on its way out, so that the navigation is on the screen before Gradio
has started, every page has its own title, and no script runs but ours and Gradio's (by nonce).
"""

from __future__ import annotations

import re
import secrets

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.web.frame import body, head, missing
from assistant.web.i18n import language, theme
from assistant.web.places import Place, place_at, pretty

_HEARTBEAT = "/gradio_api/heartbeat/"
_OWN = ("/api/", "/ui/", "/media/", "/gradio_api/", "/healthz", "/assets/", "/static/", "/theme.css")


def policy(nonce: str) -> str:
    """The content security policy of a page: everything from here, scripts by nonce, no frames, no plugins."""
    return (
        "default-src 'self'; img-src 'self' data: blob:; media-src 'self' blob:; font-src 'self' data:; "
        f"connect-src 'self'; script-src 'self' 'nonce-{nonce}'; style-src 'self' 'unsafe-inline'; "
        "worker-src 'self' blob:; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'"
    )


class Shell:
    """ASGI middleware. ``version`` stands in the addresses of our own scripts and styles."""

    def __init__(self, app: ASGIApp, version: str, lang: str = "ja") -> None:
        self._app = app
        self._version = version
        self._lang = lang

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        answer = self._own_answer(scope)
        if answer is not None:
            await answer(scope, receive, send)
            return
        place = place_at(scope["path"])
        if place is None or scope["method"] != "GET":
            await self._app(scope, receive, send)
            return
        await self._page(place, scope, receive, send)

    def _own_answer(self, scope: Scope) -> Response | None:
        path: str = scope["path"]
        if path.startswith(_HEARTBEAT):
            return Response(status_code=204)  # an endless request a tab would use up the browser's six connections
        raw = scope.get("raw_path", path.encode()).decode("latin-1").split("?")[0]
        target = pretty(raw, scope["query_string"].decode("latin-1"))
        if target:
            return RedirectResponse(target, 307)
        headers = Headers(scope=scope)
        wants_page = scope["method"] == "GET" and headers.get("sec-fetch-dest", "") == "document"
        if wants_page and place_at(path) is None and not path.startswith(_OWN):
            nonce = secrets.token_urlsafe(16)
            text = missing(language(headers, self._lang), theme(headers), self._version, nonce)
            return HTMLResponse(text, 404, headers={"content-security-policy": policy(nonce)})
        return None

    async def _page(self, place: Place, scope: Scope, receive: Receive, send: Send) -> None:
        headers = Headers(scope=scope)
        lang, look = language(headers, self._lang), theme(headers)
        started: list[Message] = []
        collected = bytearray()

        async def rewriting(message: Message) -> None:
            if message["type"] == "http.response.start":
                started.append(message)
                return
            collected.extend(message.get("body", b""))
            if message.get("more_body"):
                return
            nonce = secrets.token_urlsafe(16)
            page = rewrite(collected.decode("utf-8"), place, lang, look, self._version, nonce).encode("utf-8")
            start = started[0]
            kept = MutableHeaders(raw=[h for h in start["headers"] if h[0].lower() != b"content-length"])
            kept["content-length"] = str(len(page))
            kept["content-security-policy"] = policy(nonce)
            kept["cache-control"] = "no-store"
            await send({**start, "headers": kept.raw})
            await send({"type": "http.response.body", "body": page})

        await self._app({**scope, "headers": _uncompressed(scope)}, receive, rewriting)


def rewrite(page: str, place: Place, lang: str, look: str, version: str, nonce: str) -> str:
    """Gradio's index.html as our page."""
    page = page.replace('lang="en"', f'lang="{lang}" data-lang="{lang}" data-theme="{look}" data-page="{place.name}"', 1)
    page = page.replace('<base href="./" />', '<base href="/" />', 1)
    page = page.replace('control_page_title="true"', 'control_page_title="false"', 1)
    page = re.sub(r"<meta\s+(?:property=\"og:|name=\"twitter:)[^>]*>", "", page)
    page = page.replace("<head>", "<head>" + head(place, lang, version), 1)
    page = re.sub(r"(<body[^>]*>)", lambda found: found[1] + body(place, lang, look), page, count=1)
    return re.sub(r"<script(?![^>]*nonce=)", f'<script nonce="{nonce}"', page)


def _uncompressed(scope: Scope) -> list[tuple[bytes, bytes]]:
    return [header for header in scope["headers"] if header[0].lower() != b"accept-encoding"]
