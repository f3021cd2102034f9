"""One request to an OpenAI-compatible server through LangChain, and every way it can fail.

LangChain's tracing is switched off around each call whatever the environment says, and its own retries are not used:
``assistant.llm.chat`` decides about those.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import Context, copy_context
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import httpx

from assistant.llm import failures
from assistant.llm.bounds import bounded_client
from assistant.llm.endpoint import Endpoint
from assistant.llm.failures import Failed

if TYPE_CHECKING:
    from langchain_core.messages import AIMessage, AIMessageChunk, BaseMessage
    from langchain_openai.chat_models.base import BaseChatOpenAI

LONGEST_CONNECT_S = 10.0
NO_KEY = "none"
_NONSENSE = (ValueError, KeyError, TypeError, IndexError, AttributeError)


@dataclass(frozen=True, slots=True)
class Reply:
    """What a server sent: text (a piece of it when streamed), why it ended ("stop", "length", …; "" while it goes on),
    a refusal in its own field, and the tokens it counted (0 where it did not say)."""

    text: str
    finish: str = ""
    refused: bool = False
    tokens_in: int = 0
    tokens_out: int = 0


class Wire:
    """The connection to one endpoint. Raises ``Failed`` and nothing else."""

    def __init__(self, endpoint: Endpoint) -> None:
        self._endpoint = endpoint

    def send(self, system: str, user: str, fields: Mapping[str, Any], timeout_s: float) -> Reply:
        """Ask and wait for the whole reply, at most ``timeout_s`` seconds."""
        with self._understood(timeout_s):
            return _reply(_untraced().run(self._model.invoke, _messages(system, user), extra_body=dict(fields),
                                          timeout=_timeout(timeout_s)))

    def stream(self, system: str, user: str, fields: Mapping[str, Any], timeout_s: float) -> Iterator[Reply]:
        """Ask and hand on what comes, piece by piece."""
        with self._understood(timeout_s):
            context = _untraced()
            pieces = self._model.stream(_messages(system, user), extra_body=dict(fields), timeout=_timeout(timeout_s))
            while (piece := context.run(next, pieces, None)) is not None:
                yield _reply(piece)

    @cached_property
    def _model(self) -> BaseChatOpenAI:
        from langchain_openai import AzureChatOpenAI, ChatOpenAI

        end = self._endpoint
        common: dict[str, Any] = {
            "api_key": end.key or NO_KEY, "max_retries": 0, "use_responses_api": False, "openai_proxy": "",
            "http_client": bounded_client(end.local), "stream_usage": end.hosted, "cache": False,
        }
        if end.azure_version:
            return AzureChatOpenAI(azure_endpoint=end.origin, azure_deployment=end.model,
                                   api_version=end.azure_version, **common)
        return ChatOpenAI(model=end.model, base_url=end.url, **common)

    @contextmanager
    def _understood(self, timeout_s: float) -> Iterator[None]:
        """Every failure of the libraries below as ``Failed``."""
        import openai

        end = self._endpoint
        try:
            yield
        except openai.APIStatusError as error:
            raise Failed(failures.of_status(error, end)) from error
        except (openai.APIConnectionError, httpx.HTTPError) as error:
            raise Failed(failures.of_connection(error, end, timeout_s)) from error
        except (openai.OpenAIError, *_NONSENSE) as error:
            raise Failed(failures.of_nonsense(end, str(error))) from error


def _untraced() -> Context:
    """A context in which LangChain traces nothing. One of its own, since a stream may be read from several threads."""
    from langsmith import tracing_context

    with tracing_context(enabled=False):
        return copy_context()


def _messages(system: str, user: str) -> list[BaseMessage]:
    from langchain_core.messages import HumanMessage, SystemMessage

    return [SystemMessage(system), HumanMessage(user)]


def _timeout(seconds: float) -> httpx.Timeout:
    return httpx.Timeout(seconds, connect=min(seconds, LONGEST_CONNECT_S))


def _reply(message: AIMessage | AIMessageChunk) -> Reply:
    used: Mapping[str, Any] = message.usage_metadata or {}
    return Reply(
        text=str(message.text), finish=str(message.response_metadata.get("finish_reason") or ""),
        refused=bool(message.additional_kwargs.get("refusal")),
        tokens_in=int(used.get("input_tokens", 0)), tokens_out=int(used.get("output_tokens", 0)),
    )
