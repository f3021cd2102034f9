"""The parts of the chat model that need no server."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.llm import replies
from assistant.llm.dialect import Dialect, Shape, narrow
from assistant.llm.endpoint import Endpoint
from assistant.llm.failures import retry_after_s
from assistant.llm.tokens import count_tokens

SCHEMA: dict[str, Any] = {
    "type": "object", "additionalProperties": False, "required": ["lines", "owner"],
    "properties": {
        "lines": {"type": "array", "maxItems": 2, "items": {"type": "string", "maxLength": 3}},
        "owner": {"type": ["string", "null"], "maxLength": 5},
    },
}
KEYS = st.sampled_from(["lines", "owner", "x"])
JSON = st.recursive(st.none() | st.booleans() | st.integers() | st.text(max_size=5),
                    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner), max_leaves=8)


@pytest.mark.parametrize(("text", "most"), [
    ("出荷は来週の金曜までにお願いします。", 30), ("Let's ship it by Friday next week, please.", 20),
    ("ロット番号 4321-A を 14 時に", 25), ("", 0),
])
def test_tokens_are_counted_on_the_high_side_but_not_absurdly(text: str, most: int) -> None:
    assert len(text.split()) <= count_tokens(text) <= most


@settings(deadline=None)
@given(st.text(), st.text())
def test_a_longer_text_never_counts_less_nor_more_than_its_bytes(a: str, b: str) -> None:
    assert count_tokens(a + b) >= max(count_tokens(a), count_tokens(b)) - 2
    assert count_tokens(a) <= len(a.encode("utf-8", "surrogatepass")) + 1


@settings(deadline=None)
@given(st.text(alphabet=st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF)))
def test_every_kanji_counts_as_more_than_one_token(text: str) -> None:
    assert count_tokens(text) >= len(text)


@settings(deadline=None)
@given(JSON)
def test_whatever_json_a_model_returns_comes_out_valid_or_as_a_reason(value: Any) -> None:
    found = replies.read(json.dumps(value), SCHEMA)
    if isinstance(found, replies.Unfit):
        assert found.problem
    else:
        assert set(found) == {"lines", "owner"}
        assert len(found["lines"]) <= 2
        assert all(len(line) <= 3 for line in found["lines"])


@settings(deadline=None)
@given(st.text())
def test_no_text_makes_reading_a_reply_fail(text: str) -> None:
    replies.read(text, SCHEMA)


@pytest.mark.parametrize("text", ['{"lines": ' + "[" * 100_000, "{" * 100_000, '{"lines": NaN, "owner": null}', '"{}"'])
def test_hostile_json_is_only_unfit(text: str) -> None:
    assert isinstance(replies.read(text, SCHEMA), replies.Unfit)


@pytest.mark.parametrize("nothing", [None, "null", "None", "", " N/A "])
def test_nothing_may_be_written_in_several_ways(nothing: Any) -> None:
    assert replies.read(json.dumps({"lines": [], "owner": nothing}), SCHEMA) == {"lines": [], "owner": None}


def test_left_out_lists_and_names_mean_nothing_found() -> None:
    assert replies.read('{"lines": []}', SCHEMA) == {"lines": [], "owner": None}


@pytest.mark.parametrize("broken", ["{}", '{"lines": ["a", {"text": "b", "evidence": [1]}, ', '{"line": []}'])
def test_a_piece_of_a_broken_reply_is_not_taken_for_an_empty_one(broken: str) -> None:
    assert isinstance(replies.read(broken, SCHEMA), replies.Unfit)


@settings(deadline=None)
@given(st.lists(st.text(alphabet="<think>/ ab\n", max_size=6)))
def test_thoughts_are_held_back_however_the_text_is_cut(pieces: list[str]) -> None:
    whole = "<think>ab</think>" + "".join(pieces).replace("<", "")
    cut = [whole[:3], whole[3:9], whole[9:]]
    assert "".join(replies.thoughtless(cut)) == "".join(replies.thoughtless([whole])) == whole[17:].lstrip()


def test_words_that_are_no_thoughts_pass_at_once() -> None:
    assert list(replies.thoughtless(["<", "b>a", "c"])) == ["<b>a", "c"]
    assert list(replies.thoughtless(["<thi"])) == ["<thi"]
    assert list(replies.thoughtless(["", "a"])) == ["a"]


def test_a_narrow_schema_keeps_its_form_and_loses_its_limits() -> None:
    schema = {"type": "object", "properties": {"format": {"type": "string", "maxLength": 3}}, "required": ["format"]}
    assert narrow(schema) == {"type": "object", "properties": {"format": {"type": "string"}}, "required": ["format"]}


def test_a_dialect_gives_up_when_nothing_is_left_to_leave_out() -> None:
    dialect: Dialect | None = Dialect()
    seen = []
    while dialect:
        seen.append(dialect.shape)
        dialect = dialect.without("no")
    assert seen == list(Shape)


@pytest.mark.parametrize(("url", "hosted", "azure", "local"), [
    ("", True, "", False), ("https://api.openai.com/v1/chat/completions", True, "", False),
    ("https://x.openai.azure.com/openai/v1/", True, "", False),
    ("https://x.openai.azure.com", True, "2024-10-21", False),
    ("https://x.openai.azure.com/openai/deployments/d?api-version=2025-01-01", True, "2025-01-01", False),
    ("http://localhost:1/v1", False, "", True), ("https://notopenai.azure.com.example.org/v1", False, "", False),
])
def test_an_address_tells_who_answers(url: str, hosted: bool, azure: str, local: bool) -> None:
    end = Endpoint(url, "secret-key", "m")
    assert (end.hosted, end.azure_version, end.local) == (hosted, azure, local)
    assert not end.url.endswith(("/", "completions"))
    assert "secret" not in repr(end)


@pytest.mark.parametrize(("value", "seconds"), [("3", 3.0), ("0.5", 0.5), ("", None), ("soon", None),
                                                ("Thu, 01 Jan 1970 00:00:00 GMT", 0.0)])
def test_retry_after_is_read_as_seconds_or_as_a_date(value: str, seconds: float | None) -> None:
    assert retry_after_s({"retry-after": value}) == seconds


def test_a_configured_model_loads_nothing_heavy_before_it_is_asked() -> None:
    script = ("import sys; from assistant.llm import open_chat_model; from assistant.settings import Settings; "
              "assert open_chat_model(Settings(llm_base_url='http://127.0.0.1:1/v1', llm_model='m')); "
              "print(sorted({'langchain_core', 'langchain_openai', 'openai', 'langsmith', 'jsonschema'} & set(sys.modules)))")
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
