"""The chat model over a real HTTP connection, with everything that goes wrong there."""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from typing import Any

import pytest

from assistant.errors import ModelUnavailable
from assistant.llm import open_chat_model
from assistant.llm.chat import OpenAiChat
from assistant.llm.endpoint import Endpoint
from assistant.llm.wire import Wire
from assistant.ports.llm import Prompt
from assistant.settings import Settings
from prompts import library
from tests.adapters.scripted_llm import Say, ScriptedLlm, dead_port, scripted

SCHEMA: dict[str, Any] = {
    "type": "object", "additionalProperties": False, "required": ["name", "count"],
    "properties": {"name": {"type": "string", "maxLength": 20}, "count": {"type": "integer", "minimum": 0}},
}
PROMPT = Prompt("test", "1", "system words", "user words", SCHEMA)
WORDS = Prompt("test", "1", "system words", "user words", {})
GOOD = Say.value({"name": "a", "count": 1})
FITTING = {"name": "a", "count": 1}


def model(url: str, timeout_s: float = 5.0, context_tokens: int = 4000) -> tuple[OpenAiChat, list[float]]:
    """A chat model whose pauses are noted and not slept."""
    slept: list[float] = []
    end = Endpoint(url, "the-key", "scripted")
    chat = OpenAiChat(end, Wire(end), library, timeout_s=timeout_s, context_tokens=context_tokens, sleep=slept.append)
    return chat, slept


def asked(script: list[Say], prompt: Prompt = PROMPT, **more: Any) -> tuple[Any, ScriptedLlm, list[float]]:
    """The reply or the key of the error, the server, and the pauses made."""
    with scripted(*script) as server:
        chat, slept = model(server.url, **more)
        try:
            return chat.reply(prompt), server, slept
        except ModelUnavailable as error:
            assert error.say("ja") != error.say("en")
            return error.key, server, slept


def test_a_reply_is_asked_for_by_its_schema_with_the_key_in_the_header() -> None:
    reply, server, _ = asked([GOOD])
    assert reply == FITTING
    (request,) = server.asked
    assert request.path == "/v1/chat/completions"
    assert request.headers["authorization"] == "Bearer the-key"
    assert request.body["response_format"]["json_schema"] == {"name": "reply", "strict": True, "schema": SCHEMA}
    assert [m["role"] for m in request.body["messages"]] == ["system", "user"]
    assert 0 < request.body["max_tokens"] < 4000


@pytest.mark.parametrize("text", [
    '{"name": "a", "count": 1}', '```json\n{"name": "a", "count": 1}\n```', 'Here you are: {"name": "a", "count": 1}!',
    '<think>{"name": "b"} or so?</think>{"name": "a", "count": 1}', 'no opening mark</think>{"name": "a", "count": 1}',
    '{"name": " a ", "count": "[1]", "extra": true}', '{"name": "a", "count": 1.0}',
])
def test_what_stands_around_the_json_does_not_matter(text: str) -> None:
    reply, server, _ = asked([Say(text)])
    assert reply == FITTING
    assert len(server.asked) == 1


@pytest.mark.parametrize("broken", ['{"name": "a", "count": ', '{"name": "a"}', '{"name": 3, "count": "many"}'])
def test_a_reply_of_the_wrong_form_is_mended_once_without_reading_the_prompt_again(broken: str) -> None:
    reply, server, _ = asked([Say(broken), GOOD])
    assert reply == FITTING
    first, second = server.asked
    assert "user words" in first.text
    assert "user words" not in second.text
    assert broken.strip() in second.text


def test_prose_instead_of_json_is_asked_for_again_with_the_prompt() -> None:
    reply, server, _ = asked([Say("I would rather chat."), GOOD])
    assert reply == FITTING
    assert "user words" in server.asked[1].text


def test_a_reply_that_stays_wrong_is_given_up_after_one_repair() -> None:
    key, server, _ = asked([Say("{}")])
    assert key == "llm.unfit"
    assert len(server.asked) == 2


@pytest.mark.parametrize(("say", "key"), [
    (Say("x", finish="length"), "llm.cut_off"), (Say("x", finish="content_filter"), "llm.filtered"),
    (Say("", refusal="I cannot help with that"), "llm.refused"), (Say(""), "llm.empty"),
    (Say("<think>for ever"), "llm.empty"),
    (Say(status=401), "llm.bad_key"), (Say(status=403), "llm.forbidden"), (Say(status=404), "llm.no_model"),
    (Say(status=413), "llm.too_long"), (Say(status=429, error="insufficient_quota"), "llm.no_quota"),
    (Say(status=400, error="the request exceeds the available context size"), "llm.too_long"),
    (Say(status=400, error="flagged by our content management policy: content_filter"), "llm.filtered"),
    (Say(status=302, headers={"location": "http://elsewhere.invalid/"}), "llm.redirected"),
    (Say(status=307, headers={"location": "http://elsewhere.invalid/"}), "llm.redirected"),
    (Say(raw="<html>welcome</html>"), "llm.not_chat"), (Say(raw='{"choices": null}'), "llm.not_chat"),
    (Say(raw='{"choices": []}'), "llm.not_chat"), (Say(raw="[1]"), "llm.not_chat"),
])
def test_each_failure_has_its_own_sentence_and_is_not_repeated(say: Say, key: str) -> None:
    found, server, slept = asked([say])
    assert (found, len(server.asked), slept) == (key, 1, [])


def test_a_rate_limit_is_waited_for_as_long_as_the_server_says() -> None:
    reply, server, slept = asked([Say(status=429, headers={"retry-after": "2"}), GOOD])
    assert (reply, len(server.asked), slept) == (FITTING, 2, [2.0])


def test_a_rate_limit_longer_than_our_patience_is_not_waited_for() -> None:
    key, server, slept = asked([Say(status=429, headers={"retry-after": "3600"})])
    assert (key, len(server.asked), slept) == ("llm.rate_limited", 1, [])


def test_a_server_that_stumbles_is_tried_again_with_longer_pauses() -> None:
    reply, server, slept = asked([Say(status=500), Say(status=503), GOOD])
    assert (reply, len(server.asked)) == (FITTING, 3)
    assert slept[0] < slept[1]


def test_a_server_that_keeps_failing_is_given_up_after_three_tries() -> None:
    key, server, _ = asked([Say(status=500)])
    assert (key, len(server.asked)) == ("llm.server_error", 3)


def test_a_connection_cut_in_the_middle_is_tried_again() -> None:
    reply, server, _ = asked([Say(break_after=0), GOOD])
    assert (reply, len(server.asked)) == (FITTING, 2)


@pytest.mark.parametrize("slow", [Say(hang=True), Say(drip=True)])
def test_a_server_that_does_not_come_to_an_end_is_left_after_the_time_allowed(slow: Say) -> None:
    key, server, _ = asked([slow], timeout_s=0.3)
    assert (key, len(server.asked)) == ("llm.timeout", 1)


def test_a_reply_without_end_is_cut_off() -> None:
    key, _, _ = asked([Say("x" * 9_000_000)])
    assert key == "llm.too_big"


def test_nobody_listening_is_said_at_once() -> None:
    url = dead_port()
    chat, slept = model(url)
    with pytest.raises(ModelUnavailable) as raised:
        chat.reply(PROMPT)
    assert (raised.value.key, slept) == ("llm.unreachable", [])
    assert url.removesuffix("/v1").removeprefix("http://") in raised.value.say("ja")


def test_an_address_that_is_none_is_said_when_it_is_used() -> None:
    chat, _ = model("localhost:8080/v1")
    with pytest.raises(ModelUnavailable, match="not a URL"):
        chat.reply(PROMPT)


def test_what_a_server_refuses_is_left_out_from_then_on() -> None:
    refusals = [Say(status=400, error="Unsupported value: 'temperature' does not support 0"),
                Say(status=400, error="Unsupported parameter: 'max_tokens'. Use 'max_completion_tokens' instead."),
                Say(status=400, error="'maxLength' is not permitted"),
                Say(status=400, error="response_format json_schema is not supported"),
                Say(status=400, error="response_format is not supported")]
    with scripted(*refusals, GOOD) as server:
        chat, _ = model(server.url)
        assert chat.reply(PROMPT) == chat.reply(PROMPT) == FITTING
    bodies = [a.body for a in server.asked]
    formats = [json.dumps(b.get("response_format", "")) for b in bodies]
    assert len(bodies) == 7
    assert "maxLength" in formats[2]
    assert "json_schema" in formats[3]
    assert "maxLength" not in formats[3]
    assert "json_object" in formats[4]
    assert "response_format" not in bodies[5] | bodies[6]
    assert not {"temperature", "max_tokens"} & bodies[6].keys()
    assert '"maxLength":20' in server.asked[6].text


def test_a_failing_server_is_not_waited_for_again_within_the_minute() -> None:
    now = [0.0]
    with scripted(Say(status=500), Say(status=500), Say(status=500), GOOD) as server:
        end = Endpoint(server.url, "k", "scripted")
        chat = OpenAiChat(end, Wire(end), library, timeout_s=5, context_tokens=4000, clock=lambda: now[0],
                          sleep=lambda s: None)
        for _ in range(5):
            with pytest.raises(ModelUnavailable, match="has an error"):
                chat.reply(PROMPT)
        assert len(server.asked) == 3
        now[0] = 61.0
        assert chat.reply(PROMPT) == FITTING
        assert chat.reply(PROMPT) == FITTING


def test_a_reply_that_does_not_fit_says_nothing_against_the_server() -> None:
    with scripted(Say("{}"), Say("{}"), GOOD) as server:
        chat, _ = model(server.url)
        with pytest.raises(ModelUnavailable):
            chat.reply(PROMPT)
        assert chat.reply(PROMPT) == FITTING


def test_ping_asks_for_one_word_even_while_the_server_is_left_alone() -> None:
    with scripted(Say(status=401), Say("yes", finish="length")) as server:
        chat, _ = model(server.url)
        with pytest.raises(ModelUnavailable, match="RENKEI_LLM_API_KEY"):
            chat.ping()
        chat.ping()
        chat.ping()
    assert len(server.asked) == 3
    assert server.asked[0].body["max_tokens"] == 16


def test_a_prompt_longer_than_the_context_is_not_sent() -> None:
    key, server, _ = asked([GOOD], prompt=Prompt("t", "1", "", "会" * 4000, SCHEMA))
    assert (key, server.asked) == ("llm.too_long", [])


def test_a_stream_arrives_in_pieces_and_without_thoughts() -> None:
    with scripted(Say("<think>hm, let me see</think>\n出荷は来週です[1]。", pieces=12)) as server:
        chat, _ = model(server.url)
        pieces = list(chat.stream(WORDS))
    assert "".join(pieces) == "出荷は来週です[1]。"
    assert len(pieces) > 1
    assert server.asked[0].body["stream"] is True
    assert "response_format" not in server.asked[0].body


@pytest.mark.parametrize(("say", "key"), [
    (Say("some words here", break_after=2), "llm.broken_off"), (Say("some words", finish="length"), "llm.cut_off"),
    (Say("some words", finish="content_filter"), "llm.filtered"), (Say(""), "llm.empty"),
    (Say("", refusal="no"), "llm.empty"),
])
def test_a_stream_that_does_not_come_to_a_good_end_raises_there(say: Say, key: str) -> None:
    with scripted(say) as server:
        chat, _ = model(server.url)
        with pytest.raises(ModelUnavailable) as raised:
            list(chat.stream(WORDS))
    assert (raised.value.key, len(server.asked)) == (key, 1)


def test_a_stream_is_tried_again_before_its_first_word() -> None:
    with scripted(Say(status=503), Say("yes")) as server:
        chat, slept = model(server.url)
        assert "".join(chat.stream(WORDS)) == "yes"
    assert len(slept) == 1


def test_a_stream_may_be_read_from_several_threads_one_after_another() -> None:
    with scripted(Say("one two three four five", pieces=5)) as server, ThreadPoolExecutor(3) as pool:
        chat, _ = model(server.url)
        pieces = chat.stream(WORDS)
        said = []
        while (piece := pool.submit(copy_context().run, next, pieces, None).result()) is not None:
            said.append(piece)
    assert "".join(said) == "one two three four five"
    assert len(said) > 2


def test_only_a_few_requests_are_under_way_at_once() -> None:
    with scripted(Say(hang=True)) as server:
        chat, _ = model(server.url, timeout_s=1.0)
        keys: list[str] = []

        def ask() -> None:
            try:
                chat.reply(PROMPT)
            except ModelUnavailable as error:
                keys.append(error.key)

        threads = [threading.Thread(target=ask) for _ in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert len(server.asked) <= 4
    assert set(keys) <= {"llm.timeout", "llm.busy"}


@pytest.fixture
def tempted(monkeypatch: pytest.MonkeyPatch) -> Iterator[ScriptedLlm]:
    """Another server that every variable of the environment points at."""
    with scripted(Say(status=500)) as other:
        host = other.url.removesuffix("/v1")
        for name in ("LANGSMITH_ENDPOINT", "LANGCHAIN_ENDPOINT", "OPENAI_PROXY", "HTTP_PROXY", "http_proxy",
                     "ALL_PROXY", "LANGSMITH_GATEWAY", "LANGSMITH_GATEWAY_URL", "OPENAI_API_BASE", "OPENAI_BASE_URL"):
            monkeypatch.setenv(name, host)
        for name in ("LANGSMITH_TRACING", "LANGCHAIN_TRACING_V2", "LANGSMITH_TRACING_V2"):
            monkeypatch.setenv(name, "true")
        for name in ("LANGSMITH_API_KEY", "LANGSMITH_GATEWAY_API_KEY", "OPENAI_API_KEY"):
            monkeypatch.setenv(name, "another-key")
        yield other


def test_nothing_but_the_configured_address_is_contacted(tempted: ScriptedLlm) -> None:
    with scripted(GOOD, Say("words")) as server:
        chat, _ = model(server.url)
        assert chat.reply(PROMPT) == FITTING
        assert list(chat.stream(WORDS))
    from langchain_core.tracers.langchain import wait_for_all_tracers

    wait_for_all_tracers()
    assert tempted.asked == []
    assert {a.headers["authorization"] for a in server.asked} == {"Bearer the-key"}


def test_the_log_tells_what_a_call_took_and_nothing_that_was_said(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "renkei.llm")
    asked([GOOD], prompt=Prompt("minutes.extract", "7", "secret system", "secret user", SCHEMA))
    line = next(r.getMessage() for r in caplog.records if r.name == "renkei.llm")
    assert "minutes.extract" in line
    assert "tokens_in=10" in line
    assert "secret" not in line


def test_offline_only_a_model_on_this_machine_is_opened(settings: Settings) -> None:
    def opened(**values: Any) -> bool:
        return open_chat_model(settings.model_copy(update={"llm_model": "m", **values})) is not None

    assert not opened()
    assert opened(llm_base_url="https://example.org/v1")
    assert not opened(llm_base_url="https://example.org/v1", offline=True)
    assert not opened(llm_base_url="http://localhost.example.org/v1", offline=True)
    assert not opened(llm_base_url="http://127.0.0.1@example.org/v1", offline=True)
    assert opened(llm_base_url="http://127.0.0.1:8080/v1", offline=True)
    assert opened(llm_base_url="http://[::1]:8080/v1", offline=True)
    assert open_chat_model(settings) is None
