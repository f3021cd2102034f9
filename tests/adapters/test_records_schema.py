"""The database: opened, brought up to date, written by many, and read by index."""

import sqlite3
import threading
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import event, text

import assistant.records
from assistant.errors import Conflict, InvalidInput, RecordsUnavailable
from assistant.records import SqlLedger, tables
from assistant.records.migrations import HEAD
from tests.adapters.samples import action, add_meeting, decision, minutes, transcript


def test_the_tables_are_those_the_migrations_make(ledger: SqlLedger) -> None:
    with ledger.store.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, tables.metadata) == []


def test_the_newest_migration_is_the_one_the_code_expects() -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(assistant.records.__file__).parent / "migrations"))
    assert ScriptDirectory.from_config(config).get_current_head() == HEAD


def test_records_are_there_again_after_closing(database: str) -> None:
    first = SqlLedger.open(database)
    meeting = add_meeting(first)
    first.close()
    second = SqlLedger.open(database)
    assert second.meetings() == [meeting]
    second.close()


def test_a_sqlite_file_is_written_ahead_with_foreign_keys(tmp_path: Path) -> None:
    ledger = SqlLedger.open(tmp_path)
    with ledger.store.reading() as connection:
        found = [connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in
                 ("journal_mode", "foreign_keys", "busy_timeout", "synchronous", "secure_delete")]
    assert found == ["wal", 1, 30000, 1, 1]
    ledger.close()


def test_data_of_a_newer_version_is_refused_with_what_to_do(database: str) -> None:
    ledger = SqlLedger.open(database)
    with ledger.store.writing() as connection:
        connection.execute(text("update alembic_version set version_num = '9999'"))
    ledger.close()
    with pytest.raises(InvalidInput, match="newer version"):
        SqlLedger.open(database)


def test_a_file_that_is_no_database_is_refused_and_left_alone(tmp_path: Path) -> None:
    (tmp_path / "records.sqlite3").write_bytes(b"not a database" * 100)
    with pytest.raises(InvalidInput):
        SqlLedger.open(tmp_path)
    assert (tmp_path / "records.sqlite3").read_bytes() == b"not a database" * 100


@pytest.mark.parametrize("place", ["postgresql+psycopg://renkei@/x?host=/nowhere", "sqlite:////nowhere/x.sqlite3"])
def test_a_database_that_cannot_be_reached_says_so(place: str) -> None:
    with pytest.raises(RecordsUnavailable) as unreachable:
        SqlLedger.open(place)
    assert "データベースに接続できません" in unreachable.value.say("ja")


def test_two_processes_may_open_an_empty_database_at_once(database: str) -> None:
    opened, errors = [], []

    def open_it() -> None:
        try:
            opened.append(SqlLedger.open(database))
        except Exception as error:
            errors.append(error)

    threads = [threading.Thread(target=open_it) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    for ledger in opened:
        ledger.close()


def test_a_refused_change_leaves_nothing_behind(ledger: SqlLedger) -> None:
    meeting = add_meeting(ledger)
    lines = len(ledger.audit())
    with pytest.raises(Conflict):
        ledger.add_meeting(meeting, "other", "佐藤")
    assert len(ledger.audit()) == lines


def test_writers_at_the_same_time_lose_nothing(ledger: SqlLedger) -> None:
    add_meeting(ledger)
    add_meeting(ledger, "m2")
    ledger.save_transcript(transcript(), "system")
    errors: list[Exception] = []

    def write(who: str, meeting_id: str) -> None:
        try:
            for n in range(10):
                ledger.edit_utterance("m1", n % 5, f"{who} {n}", None, who)
                ledger.save_minutes(minutes(meeting_id, decisions=(decision(f"{who}{n}"),)), who)
                ledger.transcript("m1")
        except Exception as error:
            errors.append(error)

    threads = [threading.Thread(target=write, args=pair) for pair in (("a", "m1"), ("b", "m1"), ("c", "m2"))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    assert ledger.minutes("m1").version == 20
    assert ledger.minutes("m2").version == 10
    assert sum(e.what == "utterance.edit" for e in ledger.audit(limit=1000)) == 30


def test_reads_across_meetings_go_by_index(tmp_path: Path) -> None:
    ledger = SqlLedger.open(tmp_path)
    for n in range(30):
        add_meeting(ledger, f"m{n}", f"2026-01-{n + 1:02d}", series=f"定例{n % 3}")
        ledger.save_transcript(transcript(f"m{n}"), "system")
        ledger.save_minutes(minutes(f"m{n}", actions=(action(f"a{n}"),), decisions=(decision(f"d{n}"),)), "system")
    statements: list[tuple[str, object]] = []
    event.listen(ledger.store.engine, "before_cursor_execute",
                 lambda _c, _cursor, statement, parameters, *_: statements.append((statement, parameters)))
    ledger.lines("decisions", "定例1", 3)
    ledger.actions(open_only=True)
    ledger.actions(series="定例1", open_only=True)
    ledger.actions(meeting_id="m1")
    ledger.action("a1")
    ledger.action_history("a1")
    ledger.set_action("a1", "佐藤", status="done")
    ledger.agenda("定例1")
    ledger.minutes("m1")
    ledger.meetings(series="定例1", limit=5)
    ledger.meetings_named("定例 m1")
    ledger.unfinished_jobs()
    ledger.conversations("佐藤")
    ledger.close()
    with sqlite3.connect(tmp_path / "records.sqlite3") as plain:
        for statement, parameters in statements:
            if statement.startswith("SELECT"):
                plan = [str(row[3]) for row in plain.execute(f"EXPLAIN QUERY PLAN {statement}", parameters)]  # type: ignore[arg-type]
                assert [step for step in plan if step.startswith("SCAN")] == [], statement
