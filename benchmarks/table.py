"""The one table that the benchmarks fill."""

from __future__ import annotations

import platform
from dataclasses import dataclass, field

import psutil


@dataclass
class Table:
    """Rows of (set, measure, figure, goal)."""

    rows: list[tuple[str, str, str, str]] = field(default_factory=list)

    def add(self, where: str, measure: str, figure: float | str | None, goal: str = "") -> None:
        shown = "–" if figure is None else f"{figure:.3f}" if isinstance(figure, float) else str(figure)
        self.rows.append((where, measure, shown, goal))

    def markdown(self) -> str:
        memory = psutil.virtual_memory().total / 2**30
        head = f"Measured on {psutil.cpu_count()} cores, {memory:.0f} GiB, Python {platform.python_version()}.\n\n"
        lines = ["| set | measure | figure | goal |", "| --- | --- | ---: | ---: |"]
        lines += [f"| {' | '.join(row)} |" for row in self.rows]
        return head + "\n".join(lines) + "\n"
