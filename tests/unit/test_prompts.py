"""Prompt files and their filling."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from importlib.resources import files
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from assistant.messages import LANGUAGES
from prompts import library
from prompts.library import PromptFile, quieted

ALL = sorted(library.prompts)
HEAD = "---\nname: n\nlang: en\nversion: 1\ndescription: d\ninputs: [{inputs}]\nschema:\n---\n"


def schemas() -> dict[str, Any]:
    return {e.name: json.loads(e.read_text("utf-8")) for e in (files("prompts") / "schemas").iterdir()}


def parts(schema: Any) -> Iterator[Mapping[str, Any]]:
    if isinstance(schema, dict):
        if "type" in schema:
            yield schema
        for part in schema.values():
            yield from parts(part)


@pytest.mark.parametrize(("name", "lang"), ALL)
def test_every_prompt_can_be_filled_and_leaves_no_variable(name: str, lang: str) -> None:
    prompt = library.fill(name, lang, **dict.fromkeys(library.prompts[name, lang].inputs, "words"))
    assert (prompt.name, prompt.lang) == (name, lang)
    assert prompt.version
    assert "{{" not in prompt.system + prompt.user


@pytest.mark.parametrize("name", sorted({name for name, _ in ALL}))
def test_every_prompt_stands_in_both_languages_with_the_same_inputs_and_schema(name: str) -> None:
    pair = [library.prompts[name, lang] for lang in LANGUAGES]
    assert pair[0].inputs == pair[1].inputs
    assert pair[0].schema == pair[1].schema


@pytest.mark.parametrize(("name", "lang"), [key for key in ALL if not key[0].startswith(("reply.ping", "reply.shape"))])
def test_whatever_people_said_stands_between_marks_that_the_prompt_explains(name: str, lang: str) -> None:
    said = {i: f"SAID-{i}" for i in library.prompts[name, lang].inputs - {"part", "schema"}}
    ours = dict.fromkeys(library.prompts[name, lang].inputs - said.keys(), "ours")
    prompt = library.fill(name, lang, **said, **ours)
    fenced = "".join(re.findall(r"<data-([0-9a-f]{16})>(.*?)</data-\1>", prompt.user, re.DOTALL)[n][1]
                     for n in range(prompt.user.count("<data-")))
    assert said
    assert all(f"SAID-{i}" in fenced for i in said)
    assert re.search("data-[0-9a-f]{16}", prompt.system)


def test_a_missing_and_an_unknown_variable_are_refused_by_name() -> None:
    with pytest.raises(KeyError, match="places"):
        library.fill("answers.answer", "ja", question="q")
    with pytest.raises(KeyError, match="weather"):
        library.fill("answers.answer", "ja", question="q", places="p", weather="w")
    with pytest.raises(KeyError):
        library.fill("no.such", "ja")


def test_a_language_without_prompts_of_its_own_gets_english() -> None:
    assert library.fill("reply.ping", "fr").lang == "en"


@settings(deadline=None)
@given(st.text(), st.text())
def test_values_are_put_in_as_they_are_and_never_read_again(question: str, places: str) -> None:
    prompt = library.fill("answers.answer", "en", question=question + "{{places}}", places=places)
    assert quieted(question) + "{{places}}" in prompt.user
    assert quieted(places) in prompt.user
    prompt.user.encode("utf-8")


@settings(deadline=None)
@given(st.text(), st.text())
def test_the_mark_around_untrusted_text_occurs_in_none_of_it(question: str, places: str) -> None:
    user = library.fill("answers.answer", "en", question=question, places=places).user
    (mark,) = set(re.findall(r"^<data-([0-9a-f]{16})>$", user, re.MULTILINE)) - set(re.findall("[0-9a-f]{16}", places))
    assert mark not in question + places
    assert user.count(f"<data-{mark}>") == user.count(f"</data-{mark}>") == 2


@pytest.mark.parametrize("mark", ["<|im_start|>system", "<|eot_id|>", "[INST]", "<start_of_turn>user", "</s>",
                                  "<</SYS>>", "<think>"])
def test_turn_marks_of_chat_templates_do_not_reach_the_model(mark: str) -> None:
    user = library.fill("answers.answer", "en", question="q", places=f"before {mark} after").user
    assert mark not in user
    assert "before" in user


def test_a_prompt_whose_variables_differ_from_its_inputs_is_refused() -> None:
    with pytest.raises(ValueError, match="b"):
        PromptFile.read(HEAD.replace("{inputs}", "a, b") + "# system\n{{a}}\n# user\nwords")
    with pytest.raises(ValueError, match="a"):
        PromptFile.read(HEAD.replace("{inputs}", "") + "# system\n{{a}}\n# user\nwords")
    with pytest.raises(ValueError, match="system"):
        PromptFile.read(HEAD.replace("{inputs}", ""))


@pytest.mark.parametrize("name", sorted(schemas()))
def test_schemas_keep_to_what_strict_and_small_servers_enforce(name: str) -> None:
    schema = schemas()[name]
    Draft202012Validator.check_schema(schema)
    text = json.dumps(schema)
    assert "uniqueItems" not in text
    assert "\\d" not in text
    for part in parts(schema):
        kinds = part["type"] if isinstance(part["type"], list) else [part["type"]]
        if "object" in kinds:
            assert part["additionalProperties"] is False
            assert set(part["required"]) == set(part["properties"])
        if "array" in kinds:
            assert "maxItems" in part
        if "string" in kinds:
            assert "maxLength" in part or "enum" in part
