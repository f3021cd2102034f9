"""What DBOS logs, brought to the measure of the product's own log."""

from __future__ import annotations

import logging

_OURS = ("no longer owned by this execution", "was cancelled during execution", "is not the latest version")
"""Warnings about what this product does on purpose."""


class _OurMeasure(logging.Filter):
    def filter(self, record: logging.LogRecord) -> bool:
        return record.levelno >= logging.WARNING and not any(words in record.getMessage() for words in _OURS)


def quieten() -> None:
    """Only warnings, in this program's own form, without the vendor's tracebacks for jobs that merely failed."""
    logger = logging.getLogger("dbos")
    if any(isinstance(f, _OurMeasure) for handler in logger.handlers for f in handler.filters):
        return
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("jobs: %(message)s"))
    handler.addFilter(_OurMeasure())
    logger.handlers[:] = [handler]
    logger.propagate = False
