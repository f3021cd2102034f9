"""The company, as one document."""

from __future__ import annotations

from sqlalchemy import Connection, select

from assistant.model import Organisation
from assistant.records import tables
from assistant.records.changes import upsert
from assistant.records.codec import pack, unpack
from assistant.records.store import Repository


class Organisations(Repository):
    """Departments, people and the words of the house."""

    def organisation(self) -> Organisation:
        """The company; an empty one before anything was entered."""
        with self.store.reading() as connection:
            return organisation_of(connection)

    def save_organisation(self, organisation: Organisation, who: str) -> None:
        with self.store.writing() as connection:
            upsert(connection, tables.organisation, {"n": 1}, {"document": pack(organisation)})
            self.store.audit(connection, who, "organisation.save", "organisation",
                             f"{len(organisation.departments)} departments, {len(organisation.people)} people")


def organisation_of(connection: Connection) -> Organisation:
    """The company within an open transaction."""
    found = connection.execute(select(tables.organisation.c.document)).first()
    return unpack(Organisation, found.document) if found else Organisation()
