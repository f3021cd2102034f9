"""Writing an ONNX graph without the onnx package: the few messages of its protobuf schema that two models need.

Field numbers from onnx.proto (IR version 8, opset 17), https://github.com/onnx/onnx/blob/main/onnx/onnx.proto.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

IR_VERSION, OPSET = 8, 17
_FLOAT, _INT64 = 1, 7
Attribute = float | int | str | Sequence[int]
Dims = Sequence[int | str]


def _varint(n: int) -> bytes:
    n &= (1 << 64) - 1
    out = bytearray()
    while n > 127:
        out.append(n & 127 | 128)
        n >>= 7
    out.append(n)
    return bytes(out)


def _int(field: int, value: int) -> bytes:
    return _varint(field << 3) + _varint(value)


def _bytes(field: int, value: bytes | str) -> bytes:
    raw = value.encode() if isinstance(value, str) else value
    return _varint(field << 3 | 2) + _varint(len(raw)) + raw


def _tensor(name: str, values: NDArray[Any]) -> bytes:
    kind = _INT64 if values.dtype.kind == "i" else _FLOAT
    dims = b"".join(_int(1, d) for d in values.shape)
    return dims + _int(2, kind) + _bytes(8, name) + _bytes(9, np.ascontiguousarray(values).tobytes())


def _attribute(name: str, value: Attribute) -> bytes:
    match value:
        case float():
            body = _varint(2 << 3 | 5) + struct.pack("<f", value) + _int(20, 1)
        case int():
            body = _int(3, value) + _int(20, 2)
        case str():
            body = _bytes(4, value) + _int(20, 3)
        case _:
            body = b"".join(_int(8, int(v)) for v in value) + _int(20, 7)
    return _bytes(1, name) + body


def _declaration(name: str, dims: Dims) -> bytes:
    shape = b"".join(_bytes(1, _bytes(2, d) if isinstance(d, str) else _int(1, d)) for d in dims)
    return _bytes(1, name) + _bytes(2, _bytes(1, _int(1, _FLOAT) + _bytes(2, shape)))


class Graph:
    """A graph under construction. Values are known by name; arrays given as inputs become constants of the graph."""

    def __init__(self) -> None:
        self._nodes: list[bytes] = []
        self._constants: list[bytes] = []
        self._count = 0

    def add(self, operator: str, *inputs: str | NDArray[Any], out: str = "", **attributes: Attribute) -> str:
        """Append a node; the name of its output is given back (``out``, where the graph's reader needs to know it)."""
        names = [i if isinstance(i, str) else self._constant(i) for i in inputs]
        result = out or self._name("t")
        node = b"".join(_bytes(1, n) for n in names) + _bytes(2, result) + _bytes(4, operator)
        self._nodes.append(node + b"".join(_bytes(5, _attribute(k, v)) for k, v in attributes.items()))
        return result

    def save(self, path: Path, inputs: dict[str, Dims], outputs: dict[str, Dims]) -> None:
        """Write the model. ``inputs`` and ``outputs``: name → dimensions (a number, or a name for a free one)."""
        graph = b"".join(_bytes(1, n) for n in self._nodes) + _bytes(2, path.stem)
        graph += b"".join(_bytes(5, c) for c in self._constants)
        graph += b"".join(_bytes(11, _declaration(*i)) for i in inputs.items())
        graph += b"".join(_bytes(12, _declaration(*o)) for o in outputs.items())
        opset = _bytes(8, _bytes(1, "") + _int(2, OPSET))
        path.write_bytes(_int(1, IR_VERSION) + _bytes(2, "renkei") + _bytes(7, graph) + opset)

    def _constant(self, values: NDArray[Any]) -> str:
        name = self._name("c")
        self._constants.append(_tensor(name, values.astype(np.int64 if values.dtype.kind in "iu" else np.float32)))
        return name

    def _name(self, prefix: str) -> str:
        self._count += 1
        return f"{prefix}{self._count}"
