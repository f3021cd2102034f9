"""Who asks, and in which language."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import Depends, Request

from assistant.web.i18n import language

WHO = "local"
"""The person using this server, until people sign in."""

Plain = dict[str, Any]


def _spoken(request: Request) -> str:
    return language(request.headers, request.app.state.lang)


Lang = Annotated[str, Depends(_spoken)]
"""The language of the request: "ja" or "en"."""


def chosen(body: Plain, *names: str) -> Plain:
    """Only the named fields of a body, so that nothing else reaches a verb."""
    return {name: body[name] for name in names if name in body}
