"""Bringing a database to the present schema."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, Engine, inspect, text
from sqlalchemy.exc import DatabaseError, OperationalError

from assistant.errors import InvalidInput
from assistant.records.migrations import HEAD
from assistant.records.store import translated

_LOCK = 0x52454E4B  # any number of our own, the same in every process


def bring_up_to_date(engine: Engine) -> None:
    """Run what migrations are missing, in one transaction; opening a present database costs one query. InvalidInput
    when the file is no database or was written by a newer version of the product, RecordsUnavailable when the database
    cannot be reached."""
    try:
        with engine.connect() as connection:
            if _revision(connection) == HEAD:
                return
        with engine.connect().execution_options(writing=True) as connection, connection.begin():
            if connection.dialect.name == "postgresql":
                connection.execute(text("select pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
            _upgrade(connection)
    except OperationalError as failure:
        raise translated(failure) from failure
    except DatabaseError as failure:
        if "not a database" in str(failure.orig) or "malformed" in str(failure.orig):
            raise InvalidInput("records.no_database", path=engine.url.database) from failure
        raise


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("select version_num from alembic_version")).scalar()


def _upgrade(connection: Connection) -> None:
    from alembic import command
    from alembic.config import Config
    from alembic.script import ScriptDirectory
    from alembic.util import CommandError

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    config.attributes["connection"] = connection
    present = _revision(connection)
    try:
        if present is not None:
            ScriptDirectory.from_config(config).get_revision(present)
    except CommandError as unknown:
        raise InvalidInput("records.newer") from unknown
    command.upgrade(config, "head")
