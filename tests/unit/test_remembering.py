"""The embedder that remembers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from assistant.ports.search import Vectors
from vectorstore.remembering import RememberingEmbedder


class Counting:
    """Two numbers a text, and a list of what was asked for."""

    name = "counting"
    dimension = 2

    def __init__(self) -> None:
        self.asked: list[str] = []

    def embed(self, texts: Sequence[str], kind: Literal["query", "passage"] = "passage") -> Vectors:
        self.asked += texts
        return np.array([[len(text), kind == "query"] for text in texts], dtype=np.float32).reshape(len(texts), 2)


@given(st.lists(st.lists(st.text(max_size=4), max_size=6), max_size=6))
def test_it_answers_as_the_embedder_behind_it_would(calls: list[list[str]]) -> None:
    remembering = RememberingEmbedder(Counting(), size=3)
    for texts in calls:
        assert (remembering.embed(texts) == Counting().embed(texts)).all()


def test_a_text_is_embedded_once_for_each_kind() -> None:
    behind = Counting()
    remembering = RememberingEmbedder(behind)
    remembering.embed(["a", "b", "a"])
    remembering.embed(["b"])
    remembering.embed(["b"], "query")
    assert behind.asked == ["a", "b", "b"]


def test_the_texts_used_longest_ago_are_forgotten_first() -> None:
    behind = Counting()
    remembering = RememberingEmbedder(behind, size=2)
    remembering.embed(["a", "b"])
    remembering.embed(["a"])
    remembering.embed(["c"])
    remembering.embed(["a"])
    assert behind.asked == ["a", "b", "c"]
