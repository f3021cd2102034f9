"""The only truth: meetings, transcripts, minutes, agendas, jobs and the audit trail, in SQLite or PostgreSQL."""

from assistant.records.ledger import SqlLedger

__all__ = ["SqlLedger"]
