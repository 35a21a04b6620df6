"""The schema: migrations and tables say the same, on both databases and under bad circumstances."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, insert, inspect, select, text, update
from sqlalchemy.exc import DatabaseError

import bot.accounts.tables  # these put their tables beside those of knowledge/
import bot.audit
import bot.changed_settings
import bot.chat_tables
import bot.citation_counts
import bot.client_keys
import bot.gaps.tables
import bot.journal
import bot.mail.outbox
import bot.periodic
import bot.releases.tables
import bot.statistics.daily_counts
import bot.switches
import bot.telegram.tables
import bot.tickets.tables
import bot.uploads
import bot.watches.tables
from knowledge.errors import PanduError
from knowledge.grounding.originals import OriginalStore
from knowledge.storage.checksums import version_checksum
from knowledge.storage.document_store import DocumentStore
from knowledge.storage.engine import HEAD, Base, database_url, open_database
from knowledge.storage.tables import DocumentRow, VersionRow
from tests.parts import version_of


def _scripts() -> ScriptDirectory:
    config = Config()
    config.set_main_option("script_location", "knowledge.storage:migrations")
    return ScriptDirectory.from_config(config)


def test_the_newest_migration_is_named() -> None:
    assert _scripts().get_heads() == [HEAD]


def test_migrations_make_exactly_the_tables(engine: Engine) -> None:
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []


def test_a_database_of_any_earlier_version_is_brought_up_to_date(url: str) -> None:
    from alembic import command

    scripts = list(_scripts().walk_revisions())
    assert len(scripts) > 1
    for script in reversed(scripts):
        engine = open_database(url)
        config = Config()
        config.set_main_option("script_location", "knowledge.storage:migrations")
        with engine.begin() as connection:
            config.attributes["connection"] = connection
            command.downgrade(config, script.revision)
        with engine.connect() as connection:
            assert connection.execute(text("SELECT version_num FROM alembic_version")).scalar() == script.revision
        engine.dispose()
        engine = open_database(url)
        assert set(inspect(engine).get_table_names()) == {*Base.metadata.tables, "alembic_version"}
        engine.dispose()


def test_opening_again_changes_nothing(url: str) -> None:
    for _ in range(2):
        engine = open_database(url)
        assert set(inspect(engine).get_table_names()) == {*Base.metadata.tables, "alembic_version"}
        engine.dispose()


def test_times_come_back_in_utc(engine: Engine) -> None:
    at = datetime(2026, 11, 23, 10, 30, tzinfo=UTC)
    row = {"id": "d", "title": "", "collection": "staff", "language": "id", "origin": "", "current_version": "v"}
    with engine.begin() as connection:
        connection.execute(insert(DocumentRow), [{**row, "created_at": at}])
        assert connection.execute(select(DocumentRow.created_at)).scalar() == at


def test_processes_that_start_together_make_one_schema(url: str) -> None:
    program = f"from knowledge.storage.engine import open_database; open_database({url!r})"
    started = [
        subprocess.Popen([sys.executable, "-c", program], stderr=subprocess.PIPE, encoding="utf-8") for _ in range(4)
    ]
    said = [process.communicate()[1] for process in started]
    assert [process.returncode for process in started] == [0, 0, 0, 0], said


def test_a_migration_that_was_killed_leaves_the_old_schema(tmp_path: Path) -> None:
    program = f"""
import os
from alembic import op
make = op.create_table
def create_table(name, *columns, **options):
    if name == "versions":
        os._exit(9)
    return make(name, *columns, **options)
op.create_table = create_table
from knowledge.storage.engine import database_url, open_database
from pathlib import Path
open_database(database_url(Path({str(tmp_path)!r})))
"""
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 9
    engine = open_database(database_url(tmp_path))
    assert set(inspect(engine).get_table_names()) == {*Base.metadata.tables, "alembic_version"}
    engine.dispose()


def test_a_damaged_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "pandu.db").write_bytes(b"This is not a database, not at all. " * 400)
    with pytest.raises(PanduError, match=r"cannot be used \(file is not a database\).*restore a backup"):
        open_database(database_url(tmp_path))


def test_a_folder_that_does_not_exist_is_told(tmp_path: Path) -> None:
    with pytest.raises(PanduError, match=r"cannot be used \(unable to open database file\)"):
        open_database(database_url(tmp_path / "nothing"))


def test_a_database_of_a_newer_program_is_told(tmp_path: Path) -> None:
    open_database(database_url(tmp_path)).dispose()
    with sqlite3.connect(tmp_path / "pandu.db") as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(PanduError, match="newer version of Pandu"):
        open_database(database_url(tmp_path))


@pytest.mark.parametrize("url", ["nonsense", "oracle9://host/db", "mysql://host/db"])
def test_a_url_that_nobody_can_open_is_told(url: str) -> None:
    with pytest.raises(PanduError, match="PANDU_DATABASE_URL"):
        open_database(url)


def test_a_server_that_does_not_answer_is_told_without_the_password() -> None:
    with pytest.raises(PanduError, match="cannot be used") as caught:
        open_database("postgresql://pandu:rahasia@127.0.0.1:1/pandu")
    assert "rahasia" not in str(caught.value)


def test_the_scheme_that_operators_write_means_the_driver_that_is_shipped(postgres: object, tmp_path: Path) -> None:
    url = postgres.database()  # type: ignore[attr-defined]
    for written in (url, url.replace("postgresql:", "postgres:"), url.replace("postgresql:", "postgresql+psycopg:")):
        engine = open_database(database_url(tmp_path, written))
        assert engine.driver == "psycopg"
        engine.dispose()


def test_tickets_and_answers_of_an_earlier_version_are_brought_along(url: str) -> None:
    from alembic import command

    engine, config = open_database(url), Config()
    config.set_main_option("script_location", "knowledge.storage:migrations")
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, "0002")
        for name in ("t1", "t2"):
            connection.execute(
                text(
                    "INSERT INTO turns (id, conversation, channel, who, question, outcome, answer, created_at) "
                    "VALUES (:id, 'c', 'web', 'w', 'Apa?', 'refused', '{\"question\": \"Apa itu kota – x?\"}', :at)"
                ),
                {"id": name, "at": datetime(2026, 1, 1, tzinfo=UTC)},
            )
        connection.execute(text("INSERT INTO feedback (turn_id, value, reason, at) VALUES ('t1', 1, '', '2026-01-01')"))
        for number, (turn, channel, contact, who) in enumerate(
            [
                ("t1", "telegram", "telegram:77:8:9", "p"),
                ("t1", "web", "telegram:66:1", "p"),  # typed by somebody on the web; and a duplicate
                ("t2", "web", "budi@contoh.go.id", "p"),
                (None, "telegram", "", ""),  # its asker deleted everything
            ],
            start=1,
        ):
            connection.execute(
                text(
                    "INSERT INTO tickets (id, turn_id, who, channel, language, question, found, contact, status, "
                    "reply, replied_by, created_at) VALUES (:id, :turn, :who, :channel, 'id', 'Apa?', 'ini', "
                    ":contact, 'open', :reply, :by, :at)"
                ),
                {
                    "id": number,
                    "turn": turn,
                    "who": who,
                    "channel": channel,
                    "contact": contact,
                    "reply": "Begini." if number == 1 else "",
                    "by": "r" if number == 1 else "",
                    "at": datetime(2026, 1, 1, tzinfo=UTC),
                },
            )
    engine.dispose()
    engine = open_database(url)
    with engine.connect() as connection:
        tickets = connection.execute(
            text("SELECT turn_id, address, contact, question, status FROM tickets ORDER BY id")
        ).all()
        replies = connection.execute(text('SELECT ticket_id, kind, text, "by", delivery FROM ticket_messages')).all()
        assert connection.execute(text("SELECT count(*) FROM feedback")).scalar() == 1
        answers = connection.scalars(select(bot.journal.TurnRow.answer)).all()
    engine.dispose()
    assert [tuple(row) for row in tickets] == [
        ("t1", "77:8:9", "", "Apa?", "new"),
        (None, "", "telegram:66:1", "Apa?", "new"),
        ("t2", "", "budi@contoh.go.id", "Apa?", "new"),
        (None, "", "", "", "closed"),
    ]
    assert [tuple(row) for row in replies] == [(1, "answer", "Begini.", "telegram:r", "waiting")]
    assert answers == [{"question": "Apa itu kota – x?"}] * 2


def test_errors_of_the_database_do_not_show_what_was_to_be_stored(engine: Engine) -> None:
    with pytest.raises(DatabaseError) as caught, engine.begin() as connection:
        connection.execute(text("INSERT INTO nowhere VALUES (:secret)"), {"secret": "rahasia-4711"})
    assert "rahasia-4711" not in str(caught.value)


def test_documents_of_an_earlier_version_stay_sound_and_keep_their_ids(url: str) -> None:
    from alembic import command

    version = version_of("laporan", "Kota melapor.", "Kota hadir.")
    engine, config = open_database(url), Config()
    config.set_main_option("script_location", "knowledge.storage:migrations")
    DocumentStore(engine).add(version)
    with engine.begin() as connection:
        # As it was written before there were dates of review and pages of sources.
        row = connection.execute(select(VersionRow.id, VersionRow.document)).one()
        stored = {name: value for name, value in row.document.items() if name != "review_after"}
        stored["sources"] = [
            {name: value for name, value in source.items() if name != "pages"} for source in stored["sources"]
        ]
        checksum = version_checksum(row.id, stored, [chunk.id for chunk in version.chunks])
        connection.execute(update(VersionRow).values(document=stored, checksum=checksum))
        config.attributes["connection"] = connection
        command.downgrade(config, "0004")
    engine.dispose()
    engine = open_database(url)
    store = DocumentStore(engine)
    assert store.damaged([version.version]) == []
    assert store.version_documents([version.version]) == {version.version: version.document}
    assert store.chunks(chunk.id for chunk in version.chunks) == {chunk.id: chunk for chunk in version.chunks}
    assert not store.add(version)
    assert OriginalStore(engine).bound() == []
    engine.dispose()
