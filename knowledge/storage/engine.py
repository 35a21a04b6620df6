"""The database: the source of truth for documents, versions, chunks, releases and the pointer."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import (
    DateTime,
    Engine,
    TypeDecorator,
    create_engine,
    event,
    text,
)
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DatabaseError, OperationalError
from sqlalchemy.orm import DeclarativeBase

from knowledge.errors import ConfigError, IntegrityError

HEAD = "0002"  # the newest migration; a test compares it with the migrations folder
_MIGRATION_LOCK = 20450901  # any number that nothing else in the PostgreSQL database locks


class UtcDateTime(TypeDecorator[datetime]):
    """Times in UTC on every database; SQLite drops the zone, so it is put back when read."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_result_value(self, value: datetime | None, dialect: Any) -> datetime | None:
        return value.replace(tzinfo=UTC) if value is not None and value.tzinfo is None else value


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
            "Check that it exists, is reachable and is not damaged; restore a backup if it is."
        ) from error
    return engine


def now() -> datetime:
    """The present time in UTC."""
    return datetime.now(UTC)


def _engine(url: str) -> Engine:
    try:
        parsed = make_url(url)
        if parsed.drivername in ("postgres", "postgresql"):
            parsed = parsed.set(drivername="postgresql+psycopg")
        engine = create_engine(parsed, pool_pre_ping=parsed.get_backend_name() != "sqlite")
    except (ArgumentError, ImportError):  # their texts may hold the password
        raise ConfigError(
            "PANDU_DATABASE_URL is not the address of a database that Pandu can use. Leave it empty for SQLite, or "
            "write postgresql://user:password@host/name and install pandu-ascn[postgres]."
        ) from None
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _configure_sqlite)
    return engine


def _configure_sqlite(connection: Any, _record: Any) -> None:
    cursor = connection.cursor()
    # A bounded wait shows as an error, not as a hang; it must be set before the journal mode, which takes a lock.
    cursor.execute("PRAGMA busy_timeout = 10000")
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
        connection.exec_driver_sql("BEGIN IMMEDIATE" if sqlite else f"SELECT pg_advisory_xact_lock({_MIGRATION_LOCK})")
        config.attributes["connection"] = connection
        try:
            command.upgrade(config, "head")
        except CommandError as error:
            raise IntegrityError(
                f"The database {shown} was made by a newer version of Pandu ({error}). Update Pandu."
            ) from error
