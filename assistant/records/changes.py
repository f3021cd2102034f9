"""Writing rows, and saying what changed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, Table, and_, insert, update


def upsert(connection: Connection, table: Table, key: Mapping[str, Any], values: Mapping[str, Any]) -> None:
    """Change the row of this key, or add it. Writers of one key must already stand in line."""
    where = and_(*(table.c[name] == value for name, value in key.items()))
    if not connection.execute(update(table).where(where).values(**values)).rowcount:
        connection.execute(insert(table).values(**key, **values))


def described(before: Mapping[str, Any], after: Mapping[str, Any]) -> str:
    """The differences as "field: old → new; …", for the audit trail."""
    return "; ".join(f"{name}: {_shown(before.get(name))} → {_shown(value)}"
                     for name, value in after.items() if before.get(name) != value)


def _shown(value: Any) -> str:
    if value is None or value == "":
        return "–"
    if isinstance(value, dt.time):
        return value.strftime("%H:%M")
    return str(value)
