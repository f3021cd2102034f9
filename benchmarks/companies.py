"""The scripted companies, scored through the public commands."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from benchmarks.table import Table

GOALS = {
    "decisions": "≥ 0.50", "actions": "≥ 0.55", "owner": "≥ 0.75", "due": "≥ 0.80", "agenda": "≥ 0.60",
    "hit@5": "≥ 0.85", "cited": "≥ 0.65", "refused": "≥ 0.70", "grounded": "1.0",
}
PARTS = "minutes,agenda,ask,search"


def run(root: Path, table: Table) -> None:
    """score.py on every company, from transcripts, and from recordings where some meetings are spoken."""
    for company in sorted((root / "data/own").iterdir()):
        _report(company.name, score(root, company), table)
        spoken = sorted(f.name.split(".")[0] for f in (company / "audio").glob("*.truth.json"))
        if spoken:
            extra = ["--audio", str(company / "audio"), "--only", ",".join(spoken)]
            _report(f"{company.name}, spoken", score(root, company, extra), table)


def score(root: Path, company: Path, extra: list[str] | None = None) -> dict[str, Any]:
    """What score.py prints for one company."""
    command = [sys.executable, str(root / "tools/score.py"), str(company), "--cmd", f"{sys.executable} -m assistant",
               "--parts", PARTS, *(extra or [])]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(done.stderr)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def _report(name: str, figures: dict[str, Any], table: Table) -> None:
    for key, value in figures.items():
        if isinstance(value, dict) and "f1" in value:
            table.add(name, f"{key} F1 (precision / recall)",
                      f"{value['f1']:.3f} ({value['precision']:.2f} / {value['recall']:.2f})", GOALS.get(key, ""))
        elif isinstance(value, int | float):
            table.add(name, key, float(value), GOALS.get(key, ""))
    for command, seconds in figures["seconds"].items():
        table.add(name, f"seconds in `{command}`", float(seconds))
