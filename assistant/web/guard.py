"""Who may talk to us: our own pages at our own address, and nobody through somebody else's page.

A page of another site must not change anything here (cross-site requests), nor read anything by pointing its own
name at this machine (DNS rebinding). Addresses given as numbers cannot be rebound; names must be known.
"""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Iterable
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.web.i18n import language, say

_READING = {"GET", "HEAD", "OPTIONS"}
_LARGEST_BODY = 64 * 1024 * 1024
_ALWAYS = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "x-frame-options": "DENY",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(self)",
}


class Guard:
    """ASGI middleware: checks Host, Origin and size, and puts the protective headers on every answer."""

    def __init__(self, app: ASGIApp, hosts: Iterable[str] = (), lang: str = "ja") -> None:
        self._app = app
        self._names = {"localhost", socket.gethostname().lower(), *(host.lower() for host in hosts if host)}
        self._lang = lang

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        refused = self._refusal(scope["method"], headers)
        if refused:
            status, name = refused
            answer = PlainTextResponse(say(name, language(headers, self._lang)), status, headers=_ALWAYS)
            await answer(scope, receive, send)
            return
        await self._app(scope, receive, _with_headers(send))

    def _refusal(self, method: str, headers: Headers) -> tuple[int, str] | None:
        if not self._known(headers.get("host", "")):
            return 421, "refused_host"
        if int(_digits(headers.get("content-length"))) > _LARGEST_BODY:
            return 413, "refused_size"
        if method not in _READING and not _same_origin(headers):
            return 403, "refused_origin"
        return None

    def _known(self, host: str) -> bool:
        name = (urlsplit("//" + host).hostname or "").rstrip(".").lower()
        return name in self._names or name.endswith(".localhost") or _is_address(name)


def _same_origin(headers: Headers) -> bool:
    origin = headers.get("origin")
    if origin is not None:
        return urlsplit(origin).netloc.lower() == headers.get("host", "").lower()
    return headers.get("sec-fetch-site", "none") in ("same-origin", "none")


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def _digits(value: str | None) -> str:
    return value if value and value.isdecimal() else "0"


def _with_headers(send: Send) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            present = {name.lower() for name, _ in message["headers"]}
            extra = [(k.encode(), v.encode()) for k, v in _ALWAYS.items() if k.encode() not in present]
            message["headers"] = [*message["headers"], *extra]
        await send(message)

    return sending
