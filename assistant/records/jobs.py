"""Jobs, as people see them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from assistant.errors import NotFound
from assistant.model import Job, JobState
from assistant.records import tables
from assistant.records.codec import pack, unpack
from assistant.records.meetings import meeting_of
from assistant.records.store import Repository, Store

_T = tables.jobs


class Jobs(Repository):
    """One row a job. Its progress is not audited, its states are."""

    def save_job(self, job: Job) -> None:
        """Add the job or replace what is known of it. NotFound when its meeting is gone."""
        with self.store.writing() as connection:
            _keep(self.store, connection, job)

    def change_job(self, job_id: str, change: Callable[[Job], Job | None]) -> Job:
        """Writers of one job stand in line, so that no change is lost."""
        with self.store.writing() as connection:
            query = select(_T.c.document).where(_T.c.id == job_id).with_for_update()
            now = _job(job_id, connection.execute(query).scalar())
            wanted = change(now)
            if wanted is not None and wanted != now:
                _keep(self.store, connection, wanted)
            return wanted or now

    def job(self, job_id: str) -> Job:
        with self.store.reading() as connection:
            return _job(job_id, connection.execute(select(_T.c.document).where(_T.c.id == job_id)).scalar())

    def jobs(self, limit: int = 200) -> list[Job]:
        return self._jobs(select(_T.c.document).order_by(_T.c.n.desc()).limit(limit))

    def jobs_of(self, meeting_id: str) -> list[Job]:
        """Newest first."""
        return self._jobs(select(_T.c.document).where(_T.c.meeting_id == meeting_id).order_by(_T.c.n.desc()))

    def unfinished_jobs(self) -> list[Job]:
        """What is queued or running, oldest first."""
        unfinished = _T.c.state.in_([str(JobState.QUEUED), str(JobState.RUNNING)])
        return self._jobs(select(_T.c.document).where(unfinished).order_by(_T.c.n))

    def forget_jobs(self, meeting_id: str) -> None:
        """Remove every job of a meeting."""
        with self.store.writing() as connection:
            connection.execute(delete(_T).where(_T.c.meeting_id == meeting_id))
            self.store.audit(connection, "renkei", "job.forget", meeting_id, meeting_id=meeting_id)

    def _jobs(self, query: Any) -> list[Job]:
        with self.store.reading() as connection:
            return [unpack(Job, document) for document in connection.execute(query).scalars()]


def _job(job_id: str, document: Any) -> Job:
    if document is None:
        raise NotFound("records.no_job", job=job_id)
    return unpack(Job, document)


def _keep(store: Store, connection: Connection, job: Job) -> None:
    if job.meeting_id is not None:
        meeting_of(connection, job.meeting_id)
    before = connection.execute(select(_T.c.state).where(_T.c.id == job.id)).scalar()
    values = {"meeting_id": job.meeting_id, "state": str(job.state), "document": pack(job), "at": store.now()}
    if before is None:
        connection.execute(insert(_T).values(id=job.id, **values))
    else:
        connection.execute(update(_T).where(_T.c.id == job.id).values(**values))
    if before != job.state:
        store.audit(connection, "renkei", f"job.{job.state}", job.id, job.step, job.meeting_id)
