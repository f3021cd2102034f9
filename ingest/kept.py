"""Results kept in a work folder, so that a step started again goes on where it was."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray


def kept_array(path: Path, make: Callable[[], NDArray[Any]]) -> NDArray[Any]:
    """The array in that file, or a new one made and written there whole."""
    if path.is_file():
        kept: NDArray[Any] = np.load(path)
        return kept
    made, partial = make(), path.with_name("partial-" + path.name)
    np.save(partial, made)
    partial.replace(path)
    return made
