"""Reading the tensors of a ``torch.save`` file without PyTorch.

Such a file is a zip: ``NAME/data.pkl`` holds a pickle that names its tensors, ``NAME/data/KEY`` their raw
little-endian numbers. The pickle is read with every class refused but the four that describe tensors, so that a
tampered file can run nothing.
"""

from __future__ import annotations

import collections
import io
import pickle
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

Tensors = dict[str, NDArray[Any]]
_STORAGES: dict[str, type[np.generic]] = {"FloatStorage": np.float32, "LongStorage": np.int64}


class _Storage:
    """Stands for ``torch.FloatStorage`` and its like in the pickle."""

    def __init__(self, dtype: type[np.generic]) -> None:
        self.dtype = np.dtype(dtype)


def read_tensors(path: Path) -> Tensors:
    """Name → array of every tensor in a saved state dict (the dict itself or its entry ``state_dict``).

    Raises pickle.UnpicklingError where the file holds anything but tensors."""
    with zipfile.ZipFile(path) as archive:
        pickled = next(n for n in archive.namelist() if n.endswith("/data.pkl"))
        found = _Tensors(archive, pickled.removesuffix("data.pkl"), archive.read(pickled)).load()
    state = found.get("state_dict", found)
    return {name: value for name, value in state.items() if isinstance(value, np.ndarray)}


class _Tensors(pickle.Unpickler):
    def __init__(self, archive: zipfile.ZipFile, root: str, pickled: bytes) -> None:
        super().__init__(io.BytesIO(pickled))
        self._archive, self._root = archive, root

    def find_class(self, module: str, name: str) -> Callable[..., Any] | _Storage:
        if (module, name) == ("collections", "OrderedDict"):
            return collections.OrderedDict
        if (module, name) == ("torch._utils", "_rebuild_tensor_v2"):
            return _rebuild
        if module == "torch" and name in _STORAGES:
            return _Storage(_STORAGES[name])
        raise pickle.UnpicklingError(f"{module}.{name} has no place in a file of weights")

    def persistent_load(self, reference: tuple[str, _Storage, str, str, int]) -> NDArray[Any]:
        kind, storage, key, _device, count = reference
        raw = self._archive.read(f"{self._root}data/{key}")
        if kind != "storage" or len(raw) != count * storage.dtype.itemsize:
            raise pickle.UnpicklingError(f"tensor {key} is cut short")
        return np.frombuffer(raw, storage.dtype)


def _rebuild(storage: NDArray[Any], offset: int, shape: Sequence[int], strides: Sequence[int],
             *_rest: object) -> NDArray[Any]:
    size = storage.itemsize
    last = offset + sum((n - 1) * s for n, s in zip(shape, strides, strict=True))
    if min(offset, *strides, *shape, 0) < 0 or (all(shape) and last >= len(storage)):
        raise pickle.UnpicklingError("a tensor reaches beyond its numbers")
    view = np.lib.stride_tricks.as_strided(storage[offset:], tuple(shape), [size * s for s in strides])
    return view.copy()
