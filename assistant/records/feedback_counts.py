"""Customer feedback in numbers."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict

from sqlalchemy import and_, func, select

from assistant.ports.feedback import DayCount, DepartmentCounts, Waiting
from assistant.records.feedback_points import is_awake, is_late
from assistant.records.feedback_stories import CUSTOMERS, TOLD_TWICE
from assistant.records.feedback_tables import feedback_departments, feedback_messages, feedback_points
from assistant.records.store import Repository

_M, _P, _D = feedback_messages, feedback_points, feedback_departments


class FeedbackCounts(Repository):
    """How much there is of what."""

    def waiting(self) -> list[Waiting]:
        told = select(_M.c.story, CUSTOMERS.label("customers")).where(_M.c.story.in_(TOLD_TWICE))
        sizes = told.group_by(_M.c.story).subquery()
        query = select(_P.c.id, _P.c.message_id, _P.c.urgency, _P.c.surest, sizes.c.customers)
        query = query.join_from(_P, _M, _M.c.id == _P.c.message_id).outerjoin(sizes, sizes.c.story == _M.c.story)
        query = query.where(_P.c.review.is_(True), is_awake(self.store.clock.today()))
        with self.store.reading() as connection:
            rows = connection.execute(query.order_by(_P.c.date.desc(), _P.c.message_n.desc(), _P.c.start_i))
            return [Waiting(row.id, row.message_id, row.urgency, row.surest, row.customers or 1) for row in rows]

    def department_counts(self, now: dt.datetime) -> list[DepartmentCounts]:
        counted = select(_D.c.name, _D.c.state, _D.c.review, func.count().label("points"))
        counted = counted.group_by(_D.c.name, _D.c.state, _D.c.review)
        late = select(_D.c.name, func.count().label("points")).join_from(_P, _D, _D.c.point_id == _P.c.id)
        late = late.where(is_late(now), _P.c.review.is_(False)).group_by(_D.c.name)
        found: dict[str, Counter[str]] = defaultdict(Counter)
        with self.store.reading() as connection:
            for row in connection.execute(counted):
                found[row.name]["review" if row.review else row.state] += row.points
            for row in connection.execute(late):
                found[row.name]["late"] = row.points
        return [DepartmentCounts(name, **counts) for name, counts in sorted(found.items())]

    def day_counts(self, since: dt.date, until: dt.date) -> list[DayCount]:
        settled = and_(_D.c.point_id == _P.c.id, _D.c.review.is_(False))
        department = func.coalesce(_D.c.name, "").label("department")
        query = select(_P.c.date, department, _P.c.sentiment, func.count().label("points"))
        query = query.outerjoin_from(_P, _D, settled).where(_P.c.date.between(since, until))
        query = query.group_by(_P.c.date, department, _P.c.sentiment).order_by(_P.c.date, department, _P.c.sentiment)
        with self.store.reading() as connection:
            return [DayCount(row.date, row.department, row.sentiment, row.points) for row in connection.execute(query)]
