"""Jobs, as people see them."""

from __future__ import annotations

from typing import Any

from sqlalchemy import delete, insert, select, update

from assistant.errors import NotFound
from assistant.model import Job
from assistant.records import tables
from assistant.records.codec import pack, unpack
from assistant.records.meetings import meeting_of
from assistant.records.store import Repository

_T = tables.jobs


class Jobs(Repository):
    """One row a job. Its progress is not audited, its states are."""

    def save_job(self, job: Job) -> None:
        """Add the job or replace what is known of it. NotFound when its meeting is gone."""
        values: dict[str, Any] = {"meeting_id": job.meeting_id, "state": str(job.state), "document": pack(job),
                                  "at": self.store.now()}
        with self.store.writing() as connection:
            if job.meeting_id is not None:
                meeting_of(connection, job.meeting_id)
            before = connection.execute(select(_T.c.state).where(_T.c.id == job.id)).scalar()
            if before is None:
                connection.execute(insert(_T).values(id=job.id, **values))
            else:
                connection.execute(update(_T).where(_T.c.id == job.id).values(**values))
            if before != job.state:
                self.store.audit(connection, "renkei", f"job.{job.state}", job.id, job.step, job.meeting_id)

    def job(self, job_id: str) -> Job:
        with self.store.reading() as connection:
            document = connection.execute(select(_T.c.document).where(_T.c.id == job_id)).scalar()
        if document is None:
            raise NotFound("records.no_job", job=job_id)
        return unpack(Job, document)

    def jobs(self, limit: int = 200) -> list[Job]:
        return self._jobs(select(_T.c.document).order_by(_T.c.n.desc()).limit(limit))

    def jobs_of(self, meeting_id: str) -> list[Job]:
        """Newest first."""
        return self._jobs(select(_T.c.document).where(_T.c.meeting_id == meeting_id).order_by(_T.c.n.desc()))

    def forget_jobs(self, meeting_id: str) -> None:
        """Remove every job of a meeting."""
        with self.store.writing() as connection:
            connection.execute(delete(_T).where(_T.c.meeting_id == meeting_id))
            self.store.audit(connection, "renkei", "job.forget", meeting_id, meeting_id=meeting_id)

    def _jobs(self, query: Any) -> list[Job]:
        with self.store.reading() as connection:
            return [unpack(Job, document) for document in connection.execute(query).scalars()]
