"""Run the benchmarks and write one Markdown table: ``python -m benchmarks [--data DIR] [--only NAME …]``."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from benchmarks import companies, latency, recordings, retrieval
from benchmarks.table import Table

PARTS = {
    "companies": companies.run,
    "recordings": recordings.run,
    "retrieval": retrieval.run,
    "latency": latency.run,
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared"), help="folder with data/ and tools/score.py")
    parser.add_argument("--only", nargs="*", choices=PARTS, default=list(PARTS))
    parser.add_argument("--out", type=Path, default=Path("benchmarks/RESULTS.md"))
    chosen = parser.parse_args()
    if not (chosen.data / "data").is_dir():
        sys.exit(f"no benchmark data in {chosen.data}: name its folder with --data")
    table = Table()
    for name in chosen.only:
        sys.stderr.write(f"{name} …\n")
        PARTS[name](chosen.data, table)
    chosen.out.write_text(table.markdown(), "utf-8")
    sys.stdout.write(table.markdown())


if __name__ == "__main__":
    main()
