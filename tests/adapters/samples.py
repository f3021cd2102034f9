"""Small things to keep in records."""

from __future__ import annotations

import datetime as dt
from typing import Any

from assistant.model import (
    ActionItem,
    Coverage,
    Decision,
    Meeting,
    Minutes,
    Transcript,
    Utterance,
)
from assistant.records import SqlLedger


def add_meeting(ledger: SqlLedger, meeting_id: str = "m1", date: str = "2026-09-02", **fields: Any) -> Meeting:
    """A meeting of the series 定例, added to the records."""
    values = {"title": f"定例 {meeting_id}", "series": "定例", "source": f"{meeting_id}.vtt"} | fields
    meeting = Meeting(meeting_id, date=dt.date.fromisoformat(date), **values)
    ledger.add_meeting(meeting, f"sha-{meeting_id}", "佐藤")
    return meeting


def transcript(meeting_id: str = "m1", count: int = 5, shift_s: float = 0.0, speaker: str = "話者 1") -> Transcript:
    """Utterances of two seconds each, with half a second between."""
    return Transcript(meeting_id, tuple(
        Utterance(i, i * 2.5 + shift_s, i * 2.5 + 2 + shift_s, speaker, f"{i} 番目の発言") for i in range(count)))


def action(action_id: str = "a1", **fields: Any) -> ActionItem:
    values: dict[str, Any] = {"text": "締めを知らせる", "evidence": (1,), "owner": "鈴木", "department": "物流部",
                              "due": dt.date(2026, 9, 8)}
    return ActionItem(id=action_id, **(values | fields))


def decision(decision_id: str = "d1", **fields: Any) -> Decision:
    return Decision(id=decision_id, **({"text": "締めを十五時にする", "evidence": (2, 3)} | fields))


def minutes(meeting_id: str = "m1", **fields: Any) -> Minutes:
    return Minutes(meeting_id, "builtin", Coverage(0.0, 12.0, 5), **fields)
