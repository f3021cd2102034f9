"""Finding the place in real English meetings that answers a question (QMSum's validation questions)."""

from __future__ import annotations

import datetime as dt
import json
import tempfile
from pathlib import Path
from typing import Any

from assistant.bootstrap import open_house
from assistant.model import Meeting, Scope, Transcript, Utterance
from assistant.settings import load
from benchmarks.table import Table


def run(root: Path, table: Table) -> None:
    folder = root / "data/real/qmsum-val"
    questions = [json.loads(line) for line in (folder / "query_index.jsonl").read_text().splitlines()]
    with tempfile.TemporaryDirectory() as data:
        house = open_house(load(Path(data)))
        try:
            names = sorted({q["meeting"] for q in questions})
            for name in names:
                _store(house, name, json.loads((folder / f"{name}.json").read_text())["meeting_transcripts"])
            hits = [_places(house, q) for q in questions if q["spans"]]
        finally:
            house.stop()
    table.add("QMSum, within a meeting", "hit@1", sum(h[0] for h in hits) / len(hits), "0.57 (baseline)")
    table.add("QMSum, within a meeting", "hit@5", sum(h[1] for h in hits) / len(hits), "0.82 (baseline)")


def _store(house: Any, name: str, turns: list[dict[str, str]]) -> None:
    meeting = Meeting(id=name.replace("_", "-"), title=name, date=dt.date(2020, 1, 1), lang="en", source=name)
    house.ledger.add_meeting(meeting, name, "benchmark")
    spoken = tuple(Utterance(i, float(i), float(i + 1), t["speaker"], t["content"]) for i, t in enumerate(turns))
    house.ledger.save_transcript(Transcript(meeting.id, spoken), "benchmark")
    house.processing.index_now(meeting.id)


def _places(house: Any, question: dict[str, Any]) -> tuple[bool, bool]:
    wanted = {i for a, b in question["spans"] for i in range(int(a), int(b) + 1)}
    scope = Scope(meeting_id=question["meeting"].replace("_", "-"))
    found = house.index.search(question["query"], 5, scope)
    right = [bool(wanted.intersection(range(h.passage.from_i, h.passage.to_i + 1))) for h in found]
    return (right[:1] == [True], any(right))
