"""The one door to chat models: any OpenAI-compatible server, or none.

``open_chat_model`` gives an ``assistant.ports.llm.ChatModel``. Nothing is imported or contacted before the first call.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assistant.ports.llm import ChatModel
    from assistant.settings import Settings


def open_chat_model(settings: Settings) -> ChatModel | None:
    """The configured chat model; None where none is configured or, offline, where it is not on this machine."""
    if not settings.has_llm:
        return None
    from assistant.llm.chat import OpenAiChat
    from assistant.llm.endpoint import Endpoint
    from assistant.llm.wire import Wire
    from prompts import library

    endpoint = Endpoint(settings.llm_base_url, settings.llm_api_key.get_secret_value(), settings.llm_model)
    return OpenAiChat(endpoint, Wire(endpoint), library, timeout_s=settings.llm_timeout_s,
                      context_tokens=settings.llm_context_tokens)
