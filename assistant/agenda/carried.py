"""What is carried over from earlier meetings: a short round, one item a person, so that it does not push what the last
meeting left open off the agenda."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from assistant.agenda.brief import AgendaBrief
from assistant.agenda.topics import Topic
from assistant.messages import text
from assistant.model import Reason

WEIGHT = 3.0
"""Below the last meeting's matters that need talk, above those that do not."""

MINUTES_EACH, MOST_MINUTES = 2, 6
_ACTIONS = (Reason.OVERDUE, Reason.OPEN_ACTION)


def rounded_up(topics: Sequence[Topic], brief: AgendaBrief) -> list[Topic]:
    """The topics, with actions that were open before the last meeting and did not come up in it again made one a
    person. Weightiest first."""
    last = {meeting.id for meeting in brief.meetings[:1]}
    old = [t for t in topics if t.reason in _ACTIONS and not last & {moment.meeting_id for moment in t.moments}]
    old.sort(key=_whose)
    rounds = [_round(list(group), brief) for _, group in groupby(old, key=_whose)]
    return sorted([*(t for t in topics if t not in old), *rounds], key=lambda t: -t.weight)


def _whose(topic: Topic) -> tuple[str, str]:
    return topic.lead, "" if topic.lead else topic.department


def _round(group: Sequence[Topic], brief: AgendaBrief) -> Topic:
    """One topic for all of them, with all their moments; a single one stays as it is but for its weight."""
    first = max(group, key=lambda t: t.weight)
    if len(group) == 1:
        return replace(first, weight=WEIGHT, minutes=MINUTES_EACH)
    meetings = {moment.meeting_id for topic in group for moment in topic.moments}
    oldest = max(n for n, meeting in enumerate(brief.meetings) if n == 0 or meeting.id in meetings)
    return replace(
        first, id=hashlib.sha256(f"{brief.series} carried {_whose(first)}".encode()).hexdigest()[:10],
        text=("、" if brief.lang == "ja" else "; ").join(t.text.rstrip("。.") for t in group), weight=WEIGHT,
        why=text("agenda.why_carried", brief.lang, count=len(group), n=oldest + 1),
        minutes=min(MINUTES_EACH * len(group), MOST_MINUTES), terms=first.terms.union(*(t.terms for t in group)),
        moments=tuple(dict.fromkeys(moment for t in group for moment in t.moments)),
    )
