"""Finding passages again. Everything behind these contracts can be rebuilt from the records."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal, Protocol

import numpy as np
import numpy.typing as npt

from assistant.model import Hit, Passage, Scope

Vectors = npt.NDArray[np.float32]


class Embedder(Protocol):
    """Texts to unit vectors, float32, shape (len(texts), dimension). ``name`` identifies model and version."""

    name: str
    dimension: int

    def embed(self, texts: Sequence[str], kind: Literal["query", "passage"] = "passage") -> Vectors: ...


@dataclass(frozen=True, slots=True)
class IndexHealth:
    """``ok`` or, in ``problem``, a message key saying what is wrong; ``answering`` names who answers meanwhile
    ("chroma", "exact", "words")."""

    ok: bool
    answering: str
    passages: int
    problem: str = ""


class Index(Protocol):
    """The search index: dense and lexical together. ``search`` never raises for a broken part: it answers from what
    is left and repairs behind the scenes."""

    def put(self, meeting_id: str, passages: Sequence[Passage]) -> None:
        """Replace everything held of a meeting."""

    def remove(self, meeting_id: str) -> None: ...

    def search(self, query: str, k: int, scope: Scope, repeats: bool = False) -> list[Hit]:
        """Best first. A passage that mostly repeats a better one is left out unless ``repeats``."""

    def rebuild(self, everything: Iterable[Passage]) -> int:
        """Make the index anew; returns how many passages it holds."""

    def health(self) -> IndexHealth: ...


class PassageRecords(Protocol):
    """The records' side of the index: passages and their vectors, from which everything here is rebuilt. ``Ledger``
    is one. ``save_passages`` replaces what was held of the meeting; ``vectors`` may be None when there is no embedder
    (``model`` is empty then)."""

    def save_passages(self, meeting_id: str, passages: Sequence[Passage], vectors: Any, model: str) -> None: ...

    def passages(self, meeting_id: str | None = None) -> Iterator[Passage]: ...

    def vectors(self, model: str) -> Iterator[tuple[Passage, Any]]: ...
