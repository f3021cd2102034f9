"""The company."""
from __future__ import annotations
from typing import TYPE_CHECKING, Any
from assistant.settings import Settings
if TYPE_CHECKING:
    from assistant.desk import Desk
def layout(desk: Desk, settings: Settings, i18n: Any) -> None:
    import gradio as gr
    gr.Column(elem_id="island")
