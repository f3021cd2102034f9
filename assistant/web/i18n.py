"""Which language a request speaks, and the words of the pages in it (``assistant/messages/web*.yaml``)."""

from __future__ import annotations

import json
from http.cookies import CookieError, SimpleCookie

from starlette.datastructures import Headers

from assistant.messages import LANGUAGES, catalogue, text

COOKIE = "renkei_lang"
THEME_COOKIE = "renkei_theme"
_AREA = "web."
_AREAS = (_AREA, "web_feedback.")


def language(headers: Headers, otherwise: str) -> str:
    """The person's own choice (a cookie), else what the browser prefers, else ``otherwise``."""
    chosen = _cookie(headers, COOKIE)
    if chosen in LANGUAGES:
        return chosen
    for part in headers.get("accept-language", "").split(","):
        code = part.split(";")[0].strip().lower()[:2]
        if code in LANGUAGES:
            return code
    return otherwise if otherwise in LANGUAGES else "ja"


def theme(headers: Headers) -> str:
    """"light", "dark", or "auto" where the system decides."""
    chosen = _cookie(headers, THEME_COOKIE)
    return chosen if chosen in ("light", "dark") else "auto"


def say(name: str, lang: str, /, **values: object) -> str:
    """One sentence of the pages."""
    return text(_AREA + name, lang, **values)


def words(lang: str) -> dict[str, str]:
    """All words of the pages in one language: name → sentence."""
    return {key.removeprefix(area): said[lang] for area in _AREAS for key, said in catalogue().items()
            if key.startswith(area)}


def words_module(lang: str) -> str:
    """The words as a script module, so that the browser keeps them."""
    return f"export default {json.dumps(words(lang), ensure_ascii=False)};\n"


def _cookie(headers: Headers, name: str) -> str:
    try:
        morsel = SimpleCookie(headers.get("cookie", "")).get(name)
    except CookieError:
        return ""
    return morsel.value if morsel else ""
