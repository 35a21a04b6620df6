"""The audit log: added to by many at once, never changed, and found out when it is."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError

from bot.audit import COLUMNS, AuditLog, rows
from knowledge.errors import IntegrityError
from knowledge.storage.engine import now, open_database

KEY = b"k" * 32
FIELDS = {"by": "siti", "action": "x", "target": "y", "origin": "z", "at": "2020-01-01 00:00:00+00:00", "detail": "{}"}


@pytest.fixture
def log(engine: Engine) -> AuditLog:
    log = AuditLog(engine, KEY)
    log.record("cli:root", "account.added", "siti", {"role": "editor"})
    log.record("siti", "document.retired", "ascn-duties.id", {"alasan": 'ganti "versi" – é'}, "10.0.0.5")
    log.record("budi", "release.published", "r1")
    return log


def unlock(engine: Engine) -> None:
    """What somebody with the database's own rights can do: take the triggers off."""
    with engine.begin() as connection:
        if engine.dialect.name == "sqlite":
            for event in ("update", "delete"):
                connection.execute(text(f"DROP TRIGGER audit_no_{event}"))
        else:
            connection.execute(text("DROP TRIGGER audit_no_change ON audit"))


def test_entries_are_read_newest_first_and_filtered(log: AuditLog) -> None:
    assert [entry.action for entry in log.entries()] == ["release.published", "document.retired", "account.added"]
    retired = log.entries(action="document.")[0]
    assert (retired.by, retired.target, retired.origin) == ("siti", "ascn-duties.id", "10.0.0.5")
    assert retired.detail == {"alasan": 'ganti "versi" – é'}
    assert [entry.id for entry in log.entries(by="budi")] == [3]
    assert [entry.id for entry in log.entries(target="siti")] == [1]
    assert [entry.id for entry in log.entries(before=3, limit=1)] == [2]
    assert log.entries(action="%") == []
    assert log.entries(since=now() + timedelta(hours=1)) == []
    assert len(log.entries(since=now() - timedelta(hours=1), until=now() + timedelta(hours=1))) == 3
    assert list(log.names()) == ["budi", "cli:root", "siti"]


def test_a_whole_chain_is_verified_and_its_end_can_be_noted(log: AuditLog, engine: Engine) -> None:
    number, digest = log.verify()
    assert (number, digest) == (3, log.entries(limit=1)[0].digest)
    log.record("siti", "x", "nol\x00 dan \ud83d", {"teks": "a\x00b"})
    assert AuditLog(engine, KEY).verify()[0] == 4
    assert len(list(rows(log.all()))) == 4
    assert all(len(row) == len(COLUMNS) for row in rows(log.all()))


def test_an_empty_log_is_whole(engine: Engine) -> None:
    assert AuditLog(engine, KEY).verify() == (0, "0" * 64)


@pytest.mark.parametrize("statement", ["UPDATE audit SET target = 'x' WHERE id = 2", "DELETE FROM audit WHERE id = 3"])
def test_the_database_itself_refuses_a_change(log: AuditLog, engine: Engine, statement: str) -> None:
    with pytest.raises(DBAPIError), engine.begin() as connection:
        connection.execute(text(statement))
    assert log.verify()[0] == 3


@pytest.mark.parametrize("field", FIELDS)
def test_a_change_of_any_field_is_found(log: AuditLog, engine: Engine, field: str) -> None:
    unlock(engine)
    with engine.begin() as connection:
        connection.execute(text(f"UPDATE audit SET \"{field}\" = '{FIELDS[field]}' WHERE id = 1"))
        if field == "by":  # an entry that is as it was is not in the way
            connection.execute(text("UPDATE audit SET \"by\" = 'siti' WHERE id = 2"))
    with pytest.raises(IntegrityError, match="Entry 1"):
        log.verify()


def test_an_entry_taken_out_or_put_in_is_found(log: AuditLog, engine: Engine) -> None:
    unlock(engine)
    with engine.begin() as connection:
        connection.execute(text("DELETE FROM audit WHERE id = 2"))
    with pytest.raises(IntegrityError, match="Entry 2 of the audit log is missing"):
        log.verify()
    with engine.begin() as connection:
        connection.execute(text("UPDATE audit SET id = 2 WHERE id = 3"))
    with pytest.raises(IntegrityError, match="Entry 2"):
        log.verify()


def test_newest_entries_taken_off_show_in_the_number_that_was_noted(log: AuditLog, engine: Engine) -> None:
    noted = log.verify()
    unlock(engine)
    with engine.begin() as connection:
        connection.execute(text("DELETE FROM audit WHERE id = 3"))
    assert log.verify() != noted


def test_nobody_without_the_key_can_write_a_chain_that_fits(log: AuditLog, engine: Engine) -> None:
    forged = AuditLog(engine, b"another key")
    forged.record("siti", "release.published", "r2")
    with pytest.raises(IntegrityError, match="Entry 4"):
        log.verify()


def test_many_write_at_once_and_no_entry_is_lost(url: str) -> None:
    engines = [open_database(url) for _ in range(3)]
    logs = [AuditLog(engine, KEY) for engine in engines]
    with ThreadPoolExecutor(6) as pool:
        list(pool.map(lambda number: logs[number % 3].record("siti", "x", str(number)), range(60)))
    assert logs[0].verify()[0] == 60
    assert {entry.target for entry in logs[0].all()} == {str(number) for number in range(60)}
    for engine in engines:
        engine.dispose()
