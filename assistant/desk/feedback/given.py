"""What a person hands to an import: a file, and which column holds what."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from assistant.errors import InvalidInput, NotFound, RenkeiError
from assistant.ports.feedback import MESSAGE_FIELDS


def there(path: str) -> Path:
    """The file at ``path``; NotFound when there is none."""
    found = Path(path)
    if not found.is_file():
        raise NotFound("desk.no_file", name=found.name)
    return found


def mapping_of(given: Mapping[str, Any] | None) -> dict[str, int] | None:
    """Fields to column indexes; InvalidInput for anything else."""
    if not given:
        return None
    chosen = {name: column for name, column in given.items() if column is not None}
    if set(chosen) - set(MESSAGE_FIELDS) or any(not isinstance(c, int) or c < 0 for c in chosen.values()) or "text" not in chosen:
        raise InvalidInput("feedback.bad_mapping")
    return chosen


def named(error: RenkeiError, name: str) -> RenkeiError:
    """An upload lies under a name of ours; its owner knows it by theirs."""
    if "name" in error.values:
        error.values["name"] = name
    return error


def digest(path: Path) -> str:
    """SHA-256 of a file's bytes."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
