"""The web interface as one ASGI application: REST routes, static files, and Gradio in its shell."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fastapi import FastAPI, Response
from starlette.staticfiles import StaticFiles

from assistant.messages import LANGUAGES
from assistant.settings import Settings
from assistant.web.api import add_routes
from assistant.web.guard import Guard
from assistant.web.i18n import words_module
from assistant.web.shell import Shell

if TYPE_CHECKING:
    from assistant.desk import Desk

STATIC = Path(__file__).parent / "static"
_KEEP = "public, max-age=31536000, immutable"


def build(desk: Desk, settings: Settings, token: str | None = None, hosts: Sequence[str] = ()) -> FastAPI:
    """The application to serve.

    ``token`` opens the generic verb route to the command line; ``hosts`` are names this server may be called by
    besides localhost, this machine's name and plain addresses.
    """
    app = FastAPI(title="Renkei", docs_url=None, redoc_url=None, openapi_url=None)
    add_routes(app, desk, settings, token)
    version = _version()
    _add_static(app, version)
    mounted = _mount_pages(app, desk, settings)
    mounted.add_middleware(Shell, version=version, lang=settings.lang)
    mounted.add_middleware(Guard, hosts=hosts, lang=settings.lang)
    return mounted


def _mount_pages(app: FastAPI, desk: Desk, settings: Settings) -> FastAPI:
    _quiet_gradio(settings)
    import gradio as gr

    from assistant.web.pages import build_pages
    from assistant.web.theme import house_theme

    blocks, i18n = build_pages(desk, settings)
    mounted: FastAPI = gr.mount_gradio_app(
        app, blocks, path="/", footer_links=[], run_history=False, show_error=False, allowed_paths=[], blocked_paths=[],
        ssr_mode=False, max_file_size="10mb", enable_monitoring=False, pwa=False, mcp_server=False, i18n=i18n,
        theme=house_theme(),
    )
    return mounted


def _quiet_gradio(settings: Settings) -> None:
    """No telemetry, and nothing written outside the data folder."""
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
    os.environ["HF_HUB_DISABLE_TELEMETRY"] = "1"
    os.environ["GRADIO_TEMP_DIR"] = str(settings.data_dir / "work" / "forms")


def _add_static(app: FastAPI, version: str) -> None:
    for lang in LANGUAGES:
        app.add_api_route(f"/ui/{version}/words.{lang}.js", _words_route(lang), methods=["GET"])
    app.mount(f"/ui/{version}", _KeptFiles(directory=STATIC), name="ui")


def _words_route(lang: str) -> Any:
    def words() -> Response:
        return Response(words_module(lang), media_type="text/javascript", headers={"cache-control": _KEEP})

    return words


class _KeptFiles(StaticFiles):
    """Files whose address changes with their content, so that browsers may keep them for good."""

    def file_response(self, *args: Any, **kwargs: Any) -> Response:
        response = super().file_response(*args, **kwargs)
        response.headers["cache-control"] = _KEEP
        return response


def _version() -> str:
    digest = hashlib.sha256()
    for path in sorted(STATIC.rglob("*")):
        if path.is_file():
            digest.update(path.read_bytes())
    for lang in LANGUAGES:
        digest.update(words_module(lang).encode())
    return digest.hexdigest()[:12]
