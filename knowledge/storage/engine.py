"""The database: the source of truth for documents, versions, chunks, releases and the pointer."""

from __future__ import annotations

import json
import time
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import (
    Connection,
    DateTime,
    Engine,
    LargeBinary,
    Text,
    TypeDecorator,
    create_engine,
    event,
    func,
    select,
    text,
)
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DatabaseError, OperationalError
from sqlalchemy.orm import DeclarativeBase, Session

from knowledge.errors import ConfigError, IntegrityError, LockedError

HEAD = "0022"  # the newest migration; a test compares it with the migrations folder
_LONGEST_WAIT = 10_000  # milliseconds, for what another process holds
#: A server that is gone without a word is noticed within seconds, not when TCP gives up after a quarter of an hour.
_POSTGRESQL = {"connect_timeout": 5, "tcp_user_timeout": 10_000}
_MIGRATION_LOCK = 20450901  # any number that nothing else in the PostgreSQL database locks
_BUILD_LOCK = 20450902


class UtcDateTime(TypeDecorator[datetime]):
    """Times in UTC on every database; SQLite drops the zone, so it is put back when read."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_result_value(self, value: datetime | None, dialect: Any) -> datetime | None:
        return value.replace(tzinfo=UTC) if value is not None and value.tzinfo is None else value


class TypedText(TypeDecorator[str]):
    """What people type. PostgreSQL takes neither NUL nor half of a surrogate pair, so they go on every database."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Any) -> str | None:
        return value and value.replace("\x00", "").encode("utf-8", "replace").decode("utf-8")


class PackedJson(TypeDecorator[Any]):
    """JSON, compressed: a third of the room, for less time than writing the rest takes."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Any) -> bytes | None:
        if value is None:
            return None
        return zlib.compress(json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace"))

    def process_result_value(self, value: bytes | None, dialect: Any) -> Any:
        return None if value is None else json.loads(zlib.decompress(value))


class Base(DeclarativeBase):
    """The tables of all rooms; Alembic compares them with the migrations."""


def database_url(data: Path, url: str = "") -> str:
    """The configured database, or SQLite in the data folder."""
    return url or f"sqlite:///{data / 'pandu.db'}"


def open_database(url: str) -> Engine:
    """Connect, and bring the schema up to date.

    Raises:
        ConfigError: the url is not one of a database that Pandu can use.
        IntegrityError: the database cannot be opened or read; the text says which and what to do.
    """
    engine = _engine(url)
    shown = engine.url.render_as_string(hide_password=True)
    try:
        if _schema_version(engine) != HEAD:
            _upgrade(engine, shown)
    except (DatabaseError, OperationalError) as error:
        raise IntegrityError(
            f"The database {shown} cannot be used ({error.__cause__ or error.orig}). "
            "Check that it exists and is reachable, that there is room on the disk, and that it is not damaged; "
            "restore a backup if it is."
        ) from error
    return engine


def insert_or(engine: Engine | Connection, table: type[Base]) -> Any:
    """An insert into a table that can say what happens ``on_conflict_``: of processes that write the same row at the
    same time none fails."""
    from sqlalchemy.dialects import postgresql, sqlite  # both take a moment, and only writing needs them

    dialect = postgresql if engine.dialect.name == "postgresql" else sqlite
    return dialect.insert(table)


def lock_table(session: Session, table: type[Base]) -> None:
    """Keep others from writing to a table until the transaction ends. SQLite does so by itself from the first write."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text(f"LOCK TABLE {table.__tablename__} IN SHARE ROW EXCLUSIVE MODE"))


def upsert(session: Session, table: type[Base], rows: Sequence[dict[str, Any]]) -> None:
    """Insert rows; where a row with that primary key is there already, its columns are overwritten."""
    if not rows:
        return
    statement = insert_or(session.get_bind(), table)
    keys = [column.name for column in table.__table__.primary_key]
    changed = {name: statement.excluded[name] for name in rows[0] if name not in keys}
    session.execute(statement.on_conflict_do_update(index_elements=keys, set_=changed), list(rows))


@contextmanager
def alone(engine: Engine, wait: float = 0) -> Iterator[None]:
    """Keep other machines from building, by a lock of PostgreSQL that goes with the connection, however this process
    ends. SQLite is used from one machine, where a file locks.

    Args:
        engine: the database.
        wait: seconds to wait for whoever holds it.

    Raises:
        LockedError: another machine holds it still.
    """
    if engine.dialect.name != "postgresql":
        yield
        return
    with engine.connect() as connection:
        # Of the transaction, not of the session: it works through a pool of connections such as PgBouncer's as well.
        attempt = select(func.pg_try_advisory_xact_lock(_BUILD_LOCK))
        until = time.monotonic() + wait
        while not connection.execute(attempt).scalar():
            if time.monotonic() >= until:
                raise LockedError("Another machine is building. Wait until it has finished, then try again.")
            connection.rollback()
            time.sleep(0.2)
        try:
            yield
        finally:
            with suppress(DatabaseError):  # gone with the connection
                connection.rollback()


def now() -> datetime:
    """The present time in UTC."""
    return datetime.now(UTC)


def _engine(url: str) -> Engine:
    try:
        parsed = make_url(url)
        if parsed.drivername in ("postgres", "postgresql"):
            parsed = parsed.set(drivername="postgresql+psycopg")
        sqlite_file = parsed.get_backend_name() == "sqlite"
        # Parameters hold what people asked; an error, and the log it ends in, shall not show them.
        engine = create_engine(
            parsed,
            hide_parameters=True,
            pool_pre_ping=not sqlite_file,
            connect_args={} if sqlite_file else _POSTGRESQL,
        )
    except (ArgumentError, ImportError):  # their texts may hold the password
        raise ConfigError(
            "PANDU_DATABASE_URL is not the address of a database that Pandu can use. Leave it empty for SQLite, or "
            "write postgresql://user:password@host/name and install pandu-ascn[postgres]."
        ) from None
    event.listen(engine, "connect", _configure_sqlite if sqlite_file else _configure_postgresql)
    return engine


def _configure_postgresql(connection: Any, _record: Any) -> None:
    # As on SQLite: a bounded wait shows as an error, not as a hang.
    connection.execute(f"SET lock_timeout = {_LONGEST_WAIT}")
    connection.commit()


def _configure_sqlite(connection: Any, _record: Any) -> None:
    cursor = connection.cursor()
    # A bounded wait shows as an error, not as a hang; it must be set before the journal mode, which takes a lock.
    cursor.execute(f"PRAGMA busy_timeout = {_LONGEST_WAIT}")
    # WAL lets readers go on while a build writes.
    cursor.execute("PRAGMA journal_mode = WAL")
    cursor.execute("PRAGMA synchronous = NORMAL")
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.close()


def _schema_version(engine: Engine) -> str | None:
    with engine.connect() as connection:
        if engine.dialect.has_table(connection, "alembic_version"):
            return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return None


def _upgrade(engine: Engine, shown: str) -> None:
    # Alembic is imported only when there is something to migrate: it costs a cold start 0.2 s.
    from alembic import command
    from alembic.config import Config
    from alembic.util import CommandError

    config = Config()
    config.set_main_option("script_location", "knowledge.storage:migrations")
    with engine.begin() as connection:
        # One process migrates at a time, and one that dies leaves the schema as it was.
        sqlite = engine.dialect.name == "sqlite"
        if sqlite:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        else:
            connection.exec_driver_sql("SET LOCAL lock_timeout = 0")  # a migration may take its time
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_MIGRATION_LOCK})")
        config.attributes["connection"] = connection
        try:
            command.upgrade(config, "head")
        except CommandError as error:
            raise IntegrityError(
                f"The database {shown} was made by a newer version of Pandu ({error}). Update Pandu."
            ) from error
