"""Gradio's components in the house's colours: every variable points at a token of ``static/css/tokens.css``, which
knows light and dark itself."""

from __future__ import annotations

from typing import Any

FONTS = ("Hiragino Sans", "Yu Gothic UI", "Noto Sans JP", "Noto Sans CJK JP", "Meiryo", "sans-serif")

_VALUES = {
    "body_background_fill": "var(--paper)",
    "body_text_color": "var(--ink)",
    "body_text_color_subdued": "var(--quiet)",
    "background_fill_primary": "var(--panel)",
    "background_fill_secondary": "var(--paper)",
    "border_color_primary": "var(--line)",
    "border_color_accent": "var(--accent)",
    "color_accent_soft": "var(--accent-soft)",
    "link_text_color": "var(--accent)",
    "link_text_color_hover": "var(--accent)",
    "link_text_color_active": "var(--accent)",
    "link_text_color_visited": "var(--accent)",
    "block_background_fill": "transparent",
    "block_border_width": "0px",
    "block_shadow": "none",
    "block_label_background_fill": "transparent",
    "block_label_border_width": "0px",
    "block_label_text_color": "var(--quiet)",
    "block_title_text_color": "var(--quiet)",
    "block_info_text_color": "var(--quiet)",
    "panel_background_fill": "transparent",
    "panel_border_width": "0px",
    "input_background_fill": "var(--panel)",
    "input_background_fill_focus": "var(--panel)",
    "input_border_color": "var(--line-strong)",
    "input_border_color_focus": "var(--accent)",
    "input_border_color_hover": "var(--quiet)",
    "input_border_width": "1px",
    "input_placeholder_color": "var(--quiet)",
    "input_shadow": "none",
    "input_shadow_focus": "none",
    "button_primary_background_fill": "var(--accent)",
    "button_primary_background_fill_hover": "var(--accent-strong)",
    "button_primary_text_color": "var(--on-accent)",
    "button_primary_text_color_hover": "var(--on-accent)",
    "button_primary_border_color": "var(--accent)",
    "button_secondary_background_fill": "var(--panel)",
    "button_secondary_background_fill_hover": "var(--hover)",
    "button_secondary_text_color": "var(--ink)",
    "button_secondary_text_color_hover": "var(--ink)",
    "button_secondary_border_color": "var(--line-strong)",
    "error_background_fill": "var(--panel)",
    "error_text_color": "var(--late)",
    "table_even_background_fill": "var(--panel)",
    "table_odd_background_fill": "var(--panel)",
    "table_border_color": "var(--line)",
}
_SIZES = {"button_transition": "none", "button_large_radius": "8px", "button_small_radius": "8px", "input_radius": "8px",
          "block_radius": "8px", "container_radius": "8px"}


def house_theme() -> Any:
    """The theme to give to Gradio."""
    import gradio as gr

    theme = gr.themes.Base(font=list(FONTS), font_mono=["ui-monospace", "monospace"], radius_size="md", text_size="md")
    both = dict(_VALUES)
    for name, value in _VALUES.items():
        both[f"{name}_dark"] = value
    known = {key: value for key, value in {**both, **_SIZES}.items() if hasattr(theme, key)}
    return theme.set(**known)
