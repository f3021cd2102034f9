"""Long work that survives crashes: every file is a DBOS workflow of steps, with progress, cancel and retry."""

from assistant.jobs.engine import Engine

__all__ = ["Engine"]
