"""The pages, one file each: components laid out, and callbacks that call one verb of the desk.

Imported only when the interface is served, as Gradio is slow to load.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import gradio as gr

from assistant.settings import Settings
from assistant.web.i18n import words
from assistant.web.pages import actions, add, agenda, agendas, ask, feedback, home, meeting, meetings, organisation
from assistant.web.places import PLACES

if TYPE_CHECKING:
    from assistant.desk import Desk

_PAGES = {page.__name__.rsplit(".", 1)[-1]: page
          for page in (home, meetings, meeting, agendas, agenda, ask, actions, feedback, organisation, add)}


def build_pages(desk: Desk, settings: Settings) -> tuple[Any, Any]:
    """The Gradio application with all pages, and its translations."""
    i18n = gr.I18n(ja=words("ja"), en=words("en"))
    with gr.Blocks(title="Renkei", analytics_enabled=False, fill_width=True) as blocks:
        home.layout(desk, settings, i18n)
    for place in PLACES[1:]:
        with blocks.route(place.name, place.path):
            _PAGES[place.name].layout(desk, settings, i18n)
    return blocks, i18n
