"""Who did what, and settings people made."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from assistant.ports.records import AuditEntry
from assistant.records import tables
from assistant.records.changes import upsert
from assistant.records.store import Repository

_T = tables.audit


class Audit(Repository):
    """The audit trail and the settings."""

    def audit(self, subject: str | None = None, limit: int = 100) -> list[AuditEntry]:
        """Newest first."""
        query = select(_T).order_by(_T.c.n.desc()).limit(limit)
        if subject is not None:
            query = query.where(_T.c.subject == subject)
        with self.store.reading() as connection:
            return [entry(row) for row in connection.execute(query)]

    def note(self, who: str, what: str, subject: str, detail: str = "") -> None:
        with self.store.writing() as connection:
            self.store.audit(connection, who, what, subject, detail)

    def setting(self, name: str, default: Any = None) -> Any:
        """The plain value kept under ``name``."""
        query = select(tables.settings.c.value).where(tables.settings.c.name == name)
        with self.store.reading() as connection:
            found = connection.execute(query).first()
        return default if found is None else found.value

    def save_setting(self, name: str, value: Any, who: str) -> None:
        """Keep a plain value (None, bool, number, string, list or dict) under ``name``."""
        with self.store.writing() as connection:
            upsert(connection, tables.settings, {"name": name}, {"value": value})
            self.store.audit(connection, who, "setting.save", name)


def entry(row: Any) -> AuditEntry:
    """The audit entry of a row."""
    return AuditEntry(at=row.at, who=row.who, what=row.what, subject=row.subject, detail=row.detail)
