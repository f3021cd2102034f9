"""Where Alembic runs the migrations: on the connection it is given, or on the database of ``-x url=…``."""

from __future__ import annotations

from alembic import context
from sqlalchemy import Connection

from assistant.records import feedback_tables  # noqa: F401  its tables join the metadata
from assistant.records.store import connect
from assistant.records.tables import metadata


def _run(connection: Connection) -> None:
    context.configure(connection=connection, target_metadata=metadata, render_as_batch=True, compare_type=True)
    with context.begin_transaction():
        context.run_migrations()


given = context.config.attributes.get("connection")
if given is not None:
    _run(given)
else:
    with connect(context.get_x_argument(as_dictionary=True)["url"]).begin() as own:
        _run(own)
