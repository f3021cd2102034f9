"""What the search tests are built from: passages, records in memory, and an embedder of hashed terms."""

from __future__ import annotations

import datetime as dt
import sys
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Literal

import numpy as np

from assistant.language.terms import index_terms
from assistant.model import Passage
from vectorstore.embedders import unit
from vectorstore.hybrid import HybridIndex


class HashedEmbedder:
    """Terms hashed into 64 numbers: alike texts have alike vectors, without a model."""

    name = "hashed-1"
    dimension = 64

    def embed(self, texts: Sequence[str], kind: Literal["query", "passage"] = "passage") -> Any:
        rows = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for row, text in zip(rows, texts, strict=True):
            for term in [*index_terms(text), "?"]:
                row[zlib.crc32(term.encode()) % self.dimension] += 1
        return unit(rows)


class Kept:
    """Records in memory."""

    def __init__(self) -> None:
        self.rows: dict[str, tuple[list[Passage], Any, str]] = {}

    def save_passages(self, meeting_id: str, passages: Sequence[Passage], vectors: Any, model: str) -> None:
        self.rows[meeting_id] = (list(passages), vectors, model)

    def passages(self, meeting_id: str | None = None) -> Iterator[Passage]:
        for name, (passages, _, _) in sorted(self.rows.items()):
            if meeting_id in {None, name}:
                yield from passages

    def vectors(self, model: str) -> Iterator[tuple[Passage, Any]]:
        for _, (passages, vectors, of) in sorted(self.rows.items()):
            if of == model:
                yield from zip(passages, vectors, strict=True)


def meeting_passages(n: int, count: int = 6) -> list[Passage]:
    """``count`` passages of meeting ``m{n}``, each with a part number nobody else has."""
    return [
        Passage(
            f"m{n}:{i}-{i}", f"m{n}", i, i, 10.0 * i, f"佐藤: 部品{n:03d}{i:03d}の価格を相談しました。", f"定例{n % 2}",
            dt.date(2026, 1 + n % 12, 1), ("佐藤",) if i % 2 else ("鈴木",), ("営業部",) if n % 2 else ("物流部",))
        for i in range(count)
    ]


def write_for_ever(folder: str) -> None:
    """A writer that is going to be killed: says "ready" when Chroma answers, then puts meetings without end."""
    records = Kept()
    index = HybridIndex.open(Path(folder), HashedEmbedder(), records)
    index.put("m0", meeting_passages(0))
    index.settle()
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    n = 1
    while True:
        index.put(f"m{n % 50}", meeting_passages(n % 50, 40))
        n += 1


if __name__ == "__main__":
    write_for_ever(sys.argv[1])
