"""The schema's history. ``HEAD`` is the newest revision (a test compares), so that opening need not load Alembic."""

HEAD = "0002"
