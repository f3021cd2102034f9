"""The ``renkei`` command."""

from assistant.cli.main import main

__all__ = ["main"]
