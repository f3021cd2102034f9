"""What writes minutes."""

from __future__ import annotations

from typing import Protocol

from assistant.minutes.brief import MinutesBrief
from assistant.model import Minutes


class MinutesEngine(Protocol):
    """Both engines, built-in and chat model, keep this shape; every line they return was verified (``assistant.evidence``)."""

    def draft(self, brief: MinutesBrief) -> Minutes:
        """Minutes of the brief's meeting. A chat model that does not answer raises ModelUnavailable."""
