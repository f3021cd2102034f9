"""What customers say: the inbox, the review queue, themes, imports, and the rules.

Drawn by its island (``static/feedback.js``) over the REST routes, where a form of components would be felt as slow.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from assistant.settings import Settings
from assistant.web.pages.island import island

if TYPE_CHECKING:
    from assistant.desk import Desk


def layout(_desk: Desk, _settings: Settings, _i18n: Any) -> None:
    """The place the island is drawn in."""
    island("feedback")
