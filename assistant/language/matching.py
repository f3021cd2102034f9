"""Which of several goes with which, one to one, as probabilities."""

from __future__ import annotations

from functools import cache

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.float64]
MOST_COLUMNS = 14


def pairing_odds(scores: Numbers, alone: Numbers) -> tuple[Numbers, Numbers]:
    """Probabilities that row r goes with column c when every column may be taken once and a row may stay alone.

    ``scores`` (..., rows, columns) and ``alone`` (..., rows) are log weights: a pairing as a whole weighs the
    exponential of its sum; leading dimensions are separate problems. Returns (..., rows, columns) and, (...), the
    logarithm of the sum of all pairings' weights. Exact, by going through the sets of columns taken; ValueError for
    more than ``MOST_COLUMNS`` columns.
    """
    *apart, rows, columns = scores.shape
    if columns > MOST_COLUMNS:
        raise ValueError(f"{columns} columns are too many")
    top = np.maximum(alone, scores.max(axis=-1, initial=-np.inf))
    weight, solo = np.exp(scores - top[..., None]), np.exp(alone - top)
    ahead, behind = _sweeps(weight, solo, (*apart, rows + 1, 2**columns))
    total = behind[..., 0, 0]
    odds = np.empty(scores.shape)
    for c, (free, taking) in enumerate(_steps(columns)):
        odds[..., c] = (ahead[..., :-1, free] * behind[..., 1:, taking]).sum(axis=-1)
    return odds * weight / total[..., None, None], np.log(total) + top.sum(axis=-1)


def _sweeps(weight: Numbers, solo: Numbers, shape: tuple[int, ...]) -> tuple[Numbers, Numbers]:
    """``ahead[r, taken]``: the weight of rows before r having taken a set; ``behind[r, taken]``: of all that the rows
    from r on can still do."""
    ahead, behind = np.zeros(shape), np.ones(shape)
    ahead[..., 0, 0] = 1
    rows, columns = weight.shape[-2:]
    for r in range(rows):
        ahead[..., r + 1, :] = ahead[..., r, :] * solo[..., r, None]
        for c, (free, taking) in enumerate(_steps(columns)):
            ahead[..., r + 1, taking] += ahead[..., r, free] * weight[..., r, c, None]
    for r in reversed(range(rows)):
        behind[..., r, :] = behind[..., r + 1, :] * solo[..., r, None]
        for c, (free, taking) in enumerate(_steps(columns)):
            behind[..., r, free] += behind[..., r + 1, taking] * weight[..., r, c, None]
    return ahead, behind


@cache
def _steps(columns: int) -> list[tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]]:
    """For each column the sets without it, and those sets with it."""
    sets = np.arange(2**columns)
    free = [sets[(sets >> c) & 1 == 0] for c in range(columns)]
    return [(without, without | 1 << c) for c, without in enumerate(free)]
