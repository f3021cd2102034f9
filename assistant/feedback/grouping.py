"""Unit rows to groups: near-identical ones first, then average linkage, in bounded time and memory."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Rows = npt.NDArray[np.float32]

ALIKE = 0.34
"""Mean product of two groups' rows from which they are one theme, with meaning and words …"""
ALIKE_BY_WORDS = 0.3
"""… and by words alone."""
NEAR_IDENTICAL = 0.75
_BLOCK = 512
MOST_GROUPS = 2500
"""Groups that are compared with each other; beyond that small ones are gathered more coarsely."""


def grouped(rows: Rows, texts: Sequence[str], with_meaning: bool) -> list[list[int]]:
    """The row numbers of each group, ascending, groups by their first row. The same words are always one group."""
    alike = ALIKE if with_meaning else ALIKE_BY_WORDS
    least = NEAR_IDENTICAL
    groups = _led(rows, least, _same(texts))
    while len(groups) > MOST_GROUPS and least > alike:
        least = max(alike, least - 0.1)
        groups = _led(rows, least, groups)
    return sorted(_linked(rows, groups, alike))


def _same(texts: Sequence[str]) -> list[list[int]]:
    found: dict[str, list[int]] = {}
    for n, text in enumerate(texts):
        found.setdefault("".join(text.split()).casefold(), []).append(n)
    return list(found.values())


def _led(rows: Rows, least: float, groups: Sequence[list[int]]) -> list[list[int]]:
    """Each group joins the nearest leader that is near enough, or leads itself (Hartigan, 1975)."""
    means = np.stack([rows[group].mean(axis=0) for group in groups]).astype(np.float32)
    leading: list[int] = []
    found: list[list[int]] = []
    for start in range(0, len(groups), _BLOCK):
        block = means[start: start + _BLOCK]
        earlier = block @ means[leading].T if leading else np.zeros((len(block), 0), np.float32)
        among = block @ block.T
        begun = len(leading)
        for n in range(len(block)):
            near = np.concatenate([earlier[n], among[n, [leader - start for leader in leading[begun:]]]])
            best = int(near.argmax()) if len(near) else -1
            if best >= 0 and near[best] >= least:
                found[best] += groups[start + n]
            else:
                leading.append(start + n)
                found.append(list(groups[start + n]))
    return found


def _linked(rows: Rows, groups: Sequence[list[int]], alike: float) -> list[list[int]]:
    """Average linkage: the mean product of all pairs of two groups is the product of their means."""
    members = [list(group) for group in groups]
    means = np.stack([rows[group].mean(axis=0) for group in members]).astype(np.float32)
    sizes = np.array([len(group) for group in members], np.float32)
    products = means @ means.T
    np.fill_diagonal(products, -1)
    best = products.argmax(axis=1)
    near = products[np.arange(len(members)), best]
    while len(members) > 1:
        a = int(near.argmax())
        if near[a] < alike:
            break
        a, b = sorted((a, int(best[a])))
        _join(products, means, sizes, a, b)
        members[a] += members[b]
        members[b] = []
        near[b] = -1
        stale = np.flatnonzero(((best == a) | (best == b)) & (sizes > 0))
        stale = np.append(stale, a)
        best[stale] = products[stale].argmax(axis=1)
        near[stale] = products[stale, best[stale]]
        nearer = (products[a] > near) & (sizes > 0)
        best[nearer], near[nearer] = a, products[a][nearer]
    return [sorted(group) for group in members if group]


def _join(products: Rows, means: Rows, sizes: Rows, a: int, b: int) -> None:
    total = sizes[a] + sizes[b]
    products[a] = (products[a] * sizes[a] + products[b] * sizes[b]) / total
    products[:, a] = products[a]
    products[b] = products[:, b] = -1
    products[a, a] = products[a, b] = -1
    means[a] = (means[a] * sizes[a] + means[b] * sizes[b]) / total
    sizes[a], sizes[b] = total, 0
    gone = sizes == 0
    products[a, gone] = products[gone, a] = -1
