"""Every page of the interface: its path, the word for it, and its place in the navigation."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    """``path`` is its address, ``name`` the page (and its script), ``nav`` the navigation entry that is lit on it.
    ``scripted`` pages are drawn by an island, the others by Gradio components alone."""

    path: str
    name: str
    nav: str
    scripted: bool = True


HOME = Place("/", "home", "home")
PLACES = (
    HOME,
    Place("/meetings", "meetings", "meetings"),
    Place("/meeting", "meeting", "meetings"),
    Place("/agendas", "agendas", "agendas"),
    Place("/agenda", "agenda", "agendas"),
    Place("/ask", "ask", "ask"),
    Place("/actions", "actions", "actions"),
    Place("/feedback", "feedback", "feedback"),
    Place("/organisation", "organisation", "organisation", scripted=False),
    Place("/add", "add", "add"),
)
NAVIGATION = ("home", "meetings", "agendas", "ask", "actions", "feedback", "organisation")
FEEDBACK_VIEWS = ("review", "themes", "imports", "rules")


def place_at(path: str) -> Place | None:
    """The page at ``path``, None where there is none."""
    wanted = path.rstrip("/") or "/"
    return next((place for place in PLACES if place.path == wanted), None)


def pretty(path: str, query: str) -> str | None:
    """Where a pretty address leads: /meeting/7?t=61 → /meeting?id=7&t=61, None when ``path`` is not one."""
    if path.startswith("/feedback/") and path.removeprefix("/feedback/").strip("/") in FEEDBACK_VIEWS:
        return f"/feedback?view={path.removeprefix('/feedback/').strip('/')}" + (f"&{query}" if query else "")
    for prefix, parameter in (("/meeting/", "id"), ("/agenda/", "series"), ("/feedback/", "id")):
        rest = path.removeprefix(prefix).strip("/")
        if path.startswith(prefix) and rest and "/" not in rest:
            return f"{prefix.rstrip('/')}?{parameter}={rest}" + (f"&{query}" if query else "")
    return None
