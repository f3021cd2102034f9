"""Search by meaning in Chroma: embedded in a folder of its own, or on a server.

What must be known about Chroma 1.5 is behind this file: one killed writer can leave a collection that answers
``count`` and nothing else; a folder bears one process; an existing collection silently keeps its old configuration.
So every generation lives in a folder and a collection of its own, whose name tells model, dimension and generation;
the health probe asks real questions; and any failure here means "build the next generation", never a repair.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import numpy as np

from assistant.errors import IndexBroken
from vectorstore.scopes import metadata, where

if TYPE_CHECKING:
    from chromadb.api import ClientAPI
    from chromadb.api.models.Collection import Collection

    from assistant.model import Passage, Scope
    from assistant.ports.search import Vectors

BATCH = 500
"""Rows a call: Chroma takes 5,461 at most, and smaller calls keep questions quick meanwhile."""



@dataclass(frozen=True, slots=True)
class Place:
    """Where the generations of one embedder live: a folder, or a server with a name unique to this data folder."""

    folder: Path
    model: str
    dimension: int
    url: str = ""

    def collection(self, generation: int) -> str:
        """Names are 3 to 512 of letters, digits, dot, dash and underscore."""
        model = re.sub(r"[^a-zA-Z0-9.]+", "-", self.model).strip("-.") or "model"
        owner = f"-{sha256(str(self.folder.resolve()).encode()).hexdigest()[:8]}" if self.url else ""
        return f"renkei{owner}-{model[:80]}-{self.dimension}-g{generation}"

    def generation_folder(self, generation: int) -> Path:
        return self.folder / f"chroma-g{generation}"

    def fresh_generation(self, last: int) -> int:
        """The number of the next generation: above ``last`` and above every folder there is, whatever model it holds.
        A folder just closed is never taken again: Chroma lets go of its files late, and then cannot write."""
        folders = (path.name.removeprefix("chroma-g") for path in self.folder.glob("chroma-g*"))
        return 1 + max([last, *(int(name) for name in folders if name.isdecimal())])


class Dense:
    """One generation, open. Every method raises IndexBroken when Chroma fails. Safe between threads."""

    def __init__(self, place: Place, generation: int, client: ClientAPI, collection: Collection) -> None:
        self.generation = generation
        self._place = place
        self._client = client
        self._collection = collection

    @classmethod
    def create(cls, place: Place, generation: int) -> Dense:
        """A new, empty generation; whatever bore its name is removed."""
        with _trouble():
            if not place.url:
                shutil.rmtree(place.generation_folder(generation), ignore_errors=True)
            client = _client(place, generation)
            name = place.collection(generation)
            if name in {found.name for found in client.list_collections()}:
                client.delete_collection(name)
            collection = client.create_collection(
                name, embedding_function=None,
                configuration={"hnsw": {"space": "cosine", "ef_construction": 200, "ef_search": 200}})
            return cls(place, generation, client, collection)

    @classmethod
    def open(cls, place: Place, generation: int) -> Dense:
        """A generation that exists; IndexBroken when it does not or is not what its name says."""
        with _trouble():
            if not place.url and not place.generation_folder(generation).is_dir():
                raise IndexBroken("search.index_missing")
            client = _client(place, generation)
            collection = client.get_collection(place.collection(generation), embedding_function=None)
            if (collection.configuration.get("hnsw") or {}).get("space") != "cosine":
                raise IndexBroken("search.index_broken", reason="not a cosine index")
            return cls(place, generation, client, collection)

    def put(self, passages: Sequence[Passage], vectors: Vectors) -> None:
        """Add passages or replace those with the same id. ``vectors``: shape (len(passages), dimension)."""
        with _trouble():
            for start in range(0, len(passages), BATCH):
                part = passages[start : start + BATCH]
                self._collection.upsert(
                    ids=[passage.id for passage in part], embeddings=np.asarray(vectors[start : start + BATCH]),
                    metadatas=[metadata(passage) for passage in part])

    def remove(self, meeting_id: str) -> None:
        with _trouble():
            self._collection.delete(where={"meeting": meeting_id})

    def remove_ids(self, ids: Sequence[str]) -> None:
        with _trouble():
            for start in range(0, len(ids), BATCH):
                self._collection.delete(ids=list(ids[start : start + BATCH]))

    def search(self, query: Vectors, k: int, scope: Scope) -> list[tuple[str, float]]:
        """The nearest ``k`` (passage id, cosine), best first."""
        with _trouble():
            self._stands()
            reply = self._collection.query(
                query_embeddings=query.reshape(1, -1), n_results=k, where=where(scope), include=["distances"])
            distances = (reply["distances"] or [[]])[0]
            return [(name, 1 - float(distance)) for name, distance in zip(reply["ids"][0], distances, strict=True)]

    def cosines(self, query: Vectors, ids: Sequence[str]) -> dict[str, float]:
        """The cosine of each of these passages that is held."""
        with _trouble():
            reply = self._collection.get(ids=list(ids), include=["embeddings"])
            rows = np.asarray(reply["embeddings"], dtype=np.float32).reshape(-1, self._place.dimension)
            return dict(zip(reply["ids"], (float(score) for score in rows @ query.reshape(-1)), strict=True))

    def ids(self) -> Iterator[str]:
        """Every id held, read in pages (larger reads fail in Chroma)."""
        offset = 0
        while True:
            with _trouble():
                page = self._collection.get(include=[], limit=5000, offset=offset)["ids"]
            if not page:
                return
            yield from page
            offset += len(page)

    def probe(self, sample: Vectors) -> None:
        """Ask about a stored vector, as a user would: ``count`` looks well even when nothing else works."""
        with _trouble():
            held = self._collection.count()
            reply = self._collection.query(query_embeddings=sample.reshape(1, -1), n_results=1, include=["distances"])
            if held and not reply["ids"][0]:
                raise IndexBroken("search.index_broken", reason="no answer")

    def close(self) -> None:
        """Let go of the folder. Errors do not matter any more."""
        try:
            with _trouble():
                self._client.close()  # type: ignore[attr-defined]  # clients have it, their interface does not
        except IndexBroken:
            return

    def drop(self) -> None:
        """Remove this generation for good, broken or not."""
        try:
            with _trouble():
                if self._place.url:
                    self._client.delete_collection(self._place.collection(self.generation))
        except IndexBroken:
            pass
        self.close()
        if not self._place.url:
            shutil.rmtree(self._place.generation_folder(self.generation), ignore_errors=True)

    def sweep(self) -> None:
        """Remove every other generation of this data folder, whatever embedder made it."""
        mine = self._place.collection(self.generation)
        with _trouble():
            if self._place.url:
                owner = mine.split("-")[:2]
                for found in self._client.list_collections():
                    if found.name != mine and found.name.split("-")[:2] == owner:
                        self._client.delete_collection(found.name)
        for folder in self._place.folder.glob("chroma-g*"):
            if self._place.url or folder != self._place.generation_folder(self.generation):
                shutil.rmtree(folder, ignore_errors=True)

    def _stands(self) -> None:
        """An embedded Chroma goes on answering from memory when its folder is gone, and loses what is written."""
        if not self._place.url and not (self._place.generation_folder(self.generation) / "chroma.sqlite3").is_file():
            raise IndexBroken("search.index_missing")


def _client(place: Place, generation: int) -> ClientAPI:
    import chromadb
    from chromadb.config import Settings

    settings = Settings(anonymized_telemetry=False)
    if not place.url:
        return chromadb.PersistentClient(str(place.generation_folder(generation)), settings=settings)
    url = urlsplit(place.url if "://" in place.url else f"http://{place.url}")
    ssl = url.scheme == "https"
    return chromadb.HttpClient(url.hostname or "localhost", url.port or (443 if ssl else 8000), ssl, settings=settings)


@contextmanager
def _trouble() -> Iterator[None]:
    """Everything that Chroma throws becomes IndexBroken: its own errors, those of the layers below it, and the panics
    of its Rust core, which Python sees as a BaseException."""
    try:
        yield
    except IndexBroken:
        raise
    except Exception as e:
        raise IndexBroken("search.index_broken", reason=f"{type(e).__name__}: {e}"[:200]) from e
    except BaseException as e:
        if type(e).__name__ != "PanicException":
            raise
        raise IndexBroken("search.index_broken", reason=f"panic: {e}"[:200]) from None


@dataclass(frozen=True, slots=True)
class Pointer:
    """Which generation answers, in a small file beside them; ``in_use`` while a process has it open, so that a start
    after a crash knows to be careful."""

    path: Path

    def read(self, model: str) -> tuple[int, bool]:
        """(generation, in use); generation 0 when there is none for this model."""
        try:
            kept = json.loads(self.path.read_text("utf-8"))
            generation = int(kept["generation"]) if kept["model"] == model else 0
            return generation, bool(kept["in_use"])
        except (OSError, ValueError, KeyError, TypeError):
            return 0, False

    def write(self, model: str, generation: int, in_use: bool) -> None:
        """Replace the file in one step."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        new = self.path.with_suffix(".new")
        new.write_text(json.dumps({"model": model, "generation": generation, "in_use": in_use}), "utf-8")
        new.replace(self.path)


