"""A place in a Gradio page that one of our own script modules draws in."""

from __future__ import annotations

import gradio as gr


def island(name: str) -> None:
    """An empty column; ``static/app.js`` moves the stage with the page ``name`` into it."""
    gr.Column(elem_id="island", elem_classes=[f"island-{name}"])
