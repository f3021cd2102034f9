"""What changed of a point, for the audit trail: JSON that can be told in words later, and never a customer's words."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, insert

from assistant.model.feedback import FeedbackPoint
from assistant.records import tables
from assistant.records.store import Store


def detail(**values: Any) -> str:
    """Plain values as the detail of an audit line."""
    return json.dumps(values, ensure_ascii=False)


def changed(before: FeedbackPoint | None, after: FeedbackPoint | None) -> str:
    """Each field that differs as [before, after]; a point that is added or removed has null for one of them."""
    old, new = _told(before), _told(after)
    pairs = {name: [old.get(name), new.get(name)] for name in old | new}
    return detail(**{name: pair for name, pair in pairs.items() if pair[0] != pair[1]})


def note(store: Store, connection: Connection, who: str, what: str,
         lines: Iterable[tuple[str, str, str | None]]) -> None:
    """Audit lines of one change, many at once: (subject, detail, the message it goes with)."""
    rows = [{"at": store.now(), "who": who, "what": what, "subject": subject, "detail": said, "message_id": message}
            for subject, said, message in lines]
    if rows:
        connection.execute(insert(tables.audit), rows)


def _told(point: FeedbackPoint | None) -> dict[str, Any]:
    if point is None:
        return {}
    read = point.read
    return {
        "departments": [routed.name for routed in read.departments], "review": read.review,
        "grounds": str(read.why.grounds), "state": str(point.state), "owner": point.owner,
        "due": _iso(point.due), "paused": _iso(point.paused), "snoozed": _iso(point.snoozed),
        "sentiment": read.sentiment, "urgency": read.urgency, "part": [read.start, read.end],
    }


def _iso(moment: Any) -> str | None:
    return None if moment is None else str(moment.isoformat())
