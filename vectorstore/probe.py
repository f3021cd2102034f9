"""A look at an embedded Chroma after a crash, in a process of its own: a torn index can kill the process that opens it.

``python -m vectorstore.probe FOLDER MODEL DIMENSION GENERATION`` exits with 0 when the generation answers a question.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np

from assistant.errors import IndexBroken
from vectorstore.dense import Dense, Place

_PATIENCE_S = 60


def survives(place: Place, generation: int) -> bool:
    """Whether the generation can be opened and asked without crashing, hanging or failing."""
    arguments = [str(place.folder), place.model, str(place.dimension), str(generation)]
    try:
        child = subprocess.run(
            [sys.executable, "-m", "vectorstore.probe", *arguments], timeout=_PATIENCE_S, check=False,
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    except (subprocess.TimeoutExpired, OSError):
        return False
    return child.returncode == 0


def main(arguments: list[str]) -> int:
    folder, model, dimension, generation = arguments
    place = Place(Path(folder), model, int(dimension))
    try:
        dense = Dense.open(place, int(generation))
        dense.probe(np.eye(1, place.dimension, dtype=np.float32)[0])
        dense.close()
    except IndexBroken:
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
