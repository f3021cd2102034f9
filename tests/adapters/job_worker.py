"""A worker as a process of its own, to be killed: ``python -m tests.adapters.job_worker FOLDER [URL]``.

Works until nothing is unfinished, then says "over" and ends.
"""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

from assistant.jobs import Engine
from assistant.records import SqlLedger
from tests.adapters.scripted_pipeline import ScriptedPipeline

ROOT = Path(__file__).parents[2]


def start_worker(folder: Path, url: str = "") -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.adapters.job_worker", str(folder), url]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)


def main(folder: Path, url: str) -> None:
    ledger = SqlLedger.open(url or folder)
    if url:
        from assistant.jobs.workers import Workers

        Workers.grace_s = 1.0
    engine = Engine(folder, ledger, ScriptedPipeline(ledger, folder), url)
    engine.start()
    while ledger.unfinished_jobs():
        time.sleep(0.1)
    engine.stop()
    print("over", flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
