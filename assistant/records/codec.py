"""Model objects as plain values and back."""

from __future__ import annotations

from collections.abc import Hashable
from functools import cache
from typing import Any, TypeVar, cast

from pydantic import TypeAdapter

T = TypeVar("T")


@cache
def _adapter(kind: Hashable) -> TypeAdapter[Any]:
    return TypeAdapter(cast(Any, kind))


def pack(value: Any, kind: Any = None) -> Any:
    """Plain values of a model object. ``kind`` is needed for tuples of objects, such as ``tuple[Gap, ...]``."""
    return _adapter(cast(Hashable, kind or type(value))).dump_python(value, mode="json")


def unpack(kind: type[T], plain: Any) -> T:
    """The object ``pack`` was given."""
    return cast(T, _adapter(cast(Hashable, kind)).validate_python(plain))
