"""The markup of the frame: head, navigation rail, top bar. Nothing here comes from a record."""

from __future__ import annotations

from html import escape

from assistant.web.i18n import say
from assistant.web.places import NAVIGATION, PLACES, Place

STYLES = ("tokens", "frame", "controls", "lists", "meeting", "minutes", "pages", "feedback", "sorting", "gradio")
_EARLY = ("core/dom", "core/api", "core/words", "core/time", "core/toast", "core/keys", "core/overlay")

# Drawn on a 20 × 20 grid with one stroke, so that they sit with the text.
_ICONS = {
    "home": "M3.5 9 10 3.5 16.5 9v7.5h-4.5v-4.5h-4v4.5H3.5Z",
    "meetings": "M3.5 4.5h13v9h-7l-3.5 3v-3H3.5ZM6.500 7.700h7M6.500 10.300h4.500",
    "agendas": "M5 3.500h10v13H5ZM7.500 7h5M7.500 10h5M7.500 13h3",
    "ask": "M9 3.500a5.500 5.500 0 1 0 0 11 5.500 5.500 0 0 0 0-11ZM13 13l3.800 3.800",
    "actions": "M3.500 5.500 5 7l2.500-3M3.500 12.500 5 14l2.500-3M10 6h6.500M10 13h6.500",
    "feedback": "M3.500 11 5.500 4h9l2 7v5.500h-13ZM3.500 11H7a3 3 0 0 0 6 0h3.500",
    "organisation": "M7.500 3.500h5v4h-5ZM3.500 12.500h5v4h-5ZM11.500 12.500h5v4h-5ZM10 7.500V10M6 12.500V10h8v2.500",
    "add": "M10 4v12M4 10h12",
    "search": "M9 4a5 5 0 1 0 0 10 5 5 0 0 0 0-10ZM12.700 12.700 16.500 16.500",
    "theme": "M10 3.500a6.500 6.500 0 1 0 0 13ZM10 3.500a6.500 6.500 0 0 1 0 13",
    "keys": "M3 6h14v9H3ZM6 9h.01M9 9h.01M12 9h.01M15 9h.01M7 12h6",
}


def icon(name: str) -> str:
    """An icon as inline SVG, hidden from screen readers."""
    return (f'<svg class="icon" viewBox="0 0 20 20" width="20" height="20" aria-hidden="true" focusable="false">'
            f'<path d="{_ICONS[name]}"/></svg>')


def title(place: Place, lang: str) -> str:
    """What the browser's tab says."""
    return f"{say('title_' + place.name, lang)} · Renkei"


def head(place: Place | None, lang: str, version: str) -> str:
    """Title, styles and scripts, for the beginning of ``<head>``."""
    words = title(place, lang) if place else f"{say('title_missing', lang)} · Renkei"
    base = f"/ui/{version}"
    styles = "".join(f'<link rel="stylesheet" href="{base}/css/{name}.css">' for name in STYLES)
    early = [*_EARLY, *([place.name] if place and place.scripted else [])]
    preload = "".join(f'<link rel="modulepreload" href="{base}/{name}.js">' for name in early)
    return (
        f"<title>{escape(words)}</title>"
        f'<link rel="icon" type="image/svg+xml" href="{base}/icon.svg">'
        f'<meta name="color-scheme" content="light dark"><meta name="renkei-base" content="{base}">'
        f'<script type="module" src="{base}/boot.js"></script>{styles}{preload}'
        f'<link rel="modulepreload" href="{base}/words.{lang}.js"><script type="module" src="{base}/app.js"></script>'
    )


def body(place: Place | None, lang: str, look: str) -> str:
    """Everything that stands around the page, and the stage its island draws on."""
    heading = f"<h1>{escape(say('title_' + place.name, lang))}</h1>" if place and not place.scripted else ""
    lead = f'<p class="lead">{escape(say("lead_" + place.name, lang))}</p>' if heading and place else ""
    return (
        f'<a class="skip" href="#stage">{escape(say("skip", lang))}</a>'
        f"{_rail(place, lang)}{_top(lang, look)}"
        f'<div id="stage" class="stage" tabindex="-1">{heading}{lead}</div>'
        f'<div id="toasts" class="toasts" role="status" aria-live="polite"></div>'
    )


def missing(lang: str, look: str, version: str, nonce: str) -> str:
    """The page for an address that leads nowhere."""
    base = f"/ui/{version}"
    styles = "".join(f'<link rel="stylesheet" href="{base}/css/{name}.css">' for name in STYLES)
    return (
        f'<!doctype html><html lang="{lang}" data-lang="{lang}" data-theme="{look}" data-page="missing"><head>'
        f'<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(say('title_missing', lang))} · Renkei</title>"
        f'<link rel="icon" type="image/svg+xml" href="{base}/icon.svg">{styles}'
        f'<script type="module" src="{base}/app.js" nonce="{nonce}"></script><meta name="renkei-base" content="{base}">'
        f"</head><body>{_rail(None, lang)}{_top(lang, look)}"
        f'<main id="stage" class="stage" tabindex="-1"><h1>{escape(say("title_missing", lang))}</h1>'
        f'<p>{escape(say("missing_lead", lang))}</p><p><a href="/">{escape(say("missing_home", lang))}</a></p></main>'
        f'<div id="toasts" class="toasts" role="status" aria-live="polite"></div></body></html>'
    )


def _rail(place: Place | None, lang: str) -> str:
    links = "".join(_nav_link(name, place, lang) for name in NAVIGATION)
    return (
        f'<nav class="rail" aria-label="{escape(say("nav_label", lang))}"><a class="brand" href="/">'
        f'<span class="brand-mark" aria-hidden="true"></span><span>Renkei</span></a><div class="rail-links">{links}</div>'
        f'<button type="button" class="rail-foot quiet-button" id="show-keys">{icon("keys")}'
        f'<span>{escape(say("keys_title", lang))}</span></button></nav>'
    )


def _nav_link(name: str, place: Place | None, lang: str) -> str:
    path = next(p.path for p in PLACES if p.name == name)
    current = ' aria-current="page"' if place and place.nav == name else ""
    return f'<a class="rail-link" href="{path}"{current}>{icon(name)}<span>{escape(say("nav_" + name, lang))}</span></a>'


def _top(lang: str, look: str) -> str:
    def word(name: str) -> str:
        return escape(say(name, lang))

    other, label = ("en", "English") if lang == "ja" else ("ja", "日本語")
    return (
        f'<header class="top"><a class="brand brand-small" href="/"><span class="brand-mark" aria-hidden="true"></span>'
        f'<span class="hidden">Renkei</span></a>'
        f'<div class="search" role="search">{icon("search")}<input id="search" type="search" autocomplete="off"'
        f' spellcheck="false" maxlength="200" aria-label="{word("search_label")}" placeholder="{word("search_hint")}"'
        f' role="combobox" aria-expanded="false" aria-controls="search-results" aria-autocomplete="list">'
        f'<kbd aria-hidden="true">/</kbd><div id="search-results" class="search-results" role="listbox"'
        f' aria-label="{word("search_label")}" hidden></div></div>'
        f'<a class="button primary add-button" href="/add" aria-label="{word("add_meeting")}">{icon("add")}'
        f'<span>{word("add_meeting")}</span></a>'
        f'<button type="button" class="quiet-button" id="switch-lang" data-lang="{other}" lang="{other}">{label}</button>'
        f'<button type="button" class="quiet-button icon-button" id="switch-theme" data-theme="{look}"'
        f' aria-label="{word("theme_label")}" title="{word("theme_label")}">{icon("theme")}</button></header>'
    )
