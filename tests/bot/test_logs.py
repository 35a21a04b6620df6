"""Nothing that people wrote, and nothing that names them, is logged, whatever the database does."""

from __future__ import annotations

import asyncio
import json
import logging
import os
import sqlite3
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager, suppress
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import Engine, create_engine, event, text
from sqlalchemy.exc import OperationalError

from bot.app import App
from bot.logs import described, keep_values_out, traced
from bot.web.application import create_web
from knowledge.errors import NotFoundError
from tests.bot.web.servers import Server
from tests.fakes.postgres import Postgres
from tests.fakes.telegram_bot import run_bot
from tests.fakes.telegram_people import Person
from tests.fakes.telegram_server import TOKEN, TelegramServer

QUESTION, REASON, CONTACT = "pertanyaanrahasia tolak 🙂", "alasanrahasia 🙂", "alamatrahasia@kota.go.id 🙂"
CHAT, NAME, ANSWER = 990_011_223_344, "Sri", "tidak akan menebak"
SECRETS = ("pertanyaanrahasia", "alasanrahasia", "alamatrahasia", str(CHAT), f'"{NAME}"', f"'{NAME}'", ANSWER, TOKEN)
TABLES = ("turns", "feedback", "tickets", "telegram_updates", "telegram_buttons", "telegram_prompts")


@pytest.fixture
async def server() -> AsyncIterator[TelegramServer]:
    """The stand-in for Telegram."""
    async with TelegramServer() as running:
        yield running


@contextmanager
def _every(engine: Engine, begin: str, end: str) -> Iterator[None]:
    """Run a statement for every table, and another when it is over."""
    for statement, last in ((begin, False), (end, True)):
        with engine.begin() as connection:
            for table in TABLES:
                connection.execute(text(statement.format(table=table)))
        if not last:
            yield


@contextmanager
def _on_connect(engine: Engine, statement: str) -> Iterator[None]:
    def run(connection: Any, _record: Any) -> None:
        connection.cursor().execute(statement)
        connection.commit()

    event.listen(engine, "connect", run)
    engine.dispose()
    yield
    event.remove(engine, "connect", run)
    engine.dispose()


def _missing(engine: Engine) -> AbstractContextManager[None]:
    return _every(engine, "ALTER TABLE {table} RENAME TO {table}_gone", "ALTER TABLE {table}_gone RENAME TO {table}")


@contextmanager
def _locked(engine: Engine) -> Iterator[None]:
    if engine.dialect.name == "sqlite":
        with (
            _on_connect(engine, "PRAGMA busy_timeout = 20"),
            closing(sqlite3.connect(str(engine.url.database), isolation_level=None)) as other,
        ):
            other.execute("BEGIN IMMEDIATE")
            yield
            other.execute("ROLLBACK")
    else:
        other_engine = create_engine(engine.url)
        with _on_connect(engine, "SET lock_timeout = 20"), other_engine.connect() as other, other.begin():
            other.execute(text(f"LOCK TABLE {', '.join(TABLES)} IN ACCESS EXCLUSIVE MODE"))
            yield
        other_engine.dispose()


@contextmanager
def _constraint(engine: Engine) -> Iterator[None]:
    """Constraints whose complaint holds the row, as PostgreSQL says it of itself."""
    if engine.dialect.name == "postgresql":
        add = "ALTER TABLE {table} ADD CONSTRAINT never CHECK (false) NOT VALID"
        with _every(engine, add, "ALTER TABLE {table} DROP CONSTRAINT never"):
            yield
        return
    with engine.begin() as connection:
        for table in TABLES:
            connection.execute(
                text(f"CREATE TRIGGER never_{table} BEFORE INSERT ON {table} BEGIN SELECT RAISE(ABORT, 'never'); END")
            )
    yield
    with engine.begin() as connection:
        for table in TABLES:
            connection.execute(text(f"DROP TRIGGER never_{table}"))


@contextmanager
def _damaged(engine: Engine) -> Iterator[None]:
    """Stored answers that are none, so that the complaint of what reads them quotes them."""
    from bot.journal import TurnRow

    with engine.begin() as connection:
        connection.execute(TurnRow.__table__.update().values(answer={"question": QUESTION, "blocks": QUESTION}))
    yield


def _read_only(engine: Engine) -> AbstractContextManager[None]:
    sqlite = engine.dialect.name == "sqlite"
    return _on_connect(engine, "PRAGMA query_only = ON" if sqlite else "SET default_transaction_read_only = on")


@contextmanager
def _full(engine: Engine) -> Iterator[None]:
    with _on_connect(engine, "PRAGMA max_page_count = 1"):  # that is, no more pages than there are
        for size in (4000, 100, 1):
            with suppress(OperationalError):
                _fill(engine, size)
        yield


def _fill(engine: Engine, size: int) -> None:
    while True:
        with engine.begin() as connection:
            row = {"place": os.urandom(16).hex(), "data": "x" * size}
            connection.execute(
                text(
                    "INSERT INTO telegram_prompts (place, who, kind, data, created_at) "
                    "VALUES (:place, :place, 'filling', :data, '2026-01-01')"
                ),
                row,
            )


@contextmanager
def _encoding(engine: Engine) -> Iterator[None]:
    with _on_connect(engine, "SET client_encoding = 'LATIN1'"):
        yield


def _too_long(engine: Engine) -> AbstractContextManager[None]:
    class Narrow:
        def __enter__(self) -> None:
            self._run("varchar(3) USING ''")

        def __exit__(self, *_: object) -> None:
            self._run("text")

        def _run(self, kind: str) -> None:
            with engine.begin() as connection:
                for table, column in (("turns", "question"), ("feedback", "reason"), ("tickets", "contact")):
                    connection.execute(text(f"ALTER TABLE {table} ALTER COLUMN {column} TYPE {kind}"))

    return Narrow()


@contextmanager
def _lost(engine: Engine) -> Iterator[None]:
    """Every statement finds its connection gone."""
    killer = create_engine(engine.url)

    def kill(connection: Any, *_: object) -> None:
        pid = connection.connection.driver_connection.info.backend_pid
        with killer.connect() as other:
            other.execute(text("SELECT pg_terminate_backend(:pid, 2000)"), {"pid": pid})

    event.listen(engine, "before_cursor_execute", kill)
    yield
    event.remove(engine, "before_cursor_execute", kill)
    killer.dispose()
    engine.dispose()


Fault = Callable[[Engine], AbstractContextManager[None]]
_BOTH: tuple[Fault, ...] = (_missing, _locked, _constraint, _damaged, _read_only)
_CASES = [("sqlite", fault) for fault in (*_BOTH, _full)]
_CASES += [("postgresql", fault) for fault in (*_BOTH, _encoding, _too_long, _lost)]


@pytest.mark.parametrize(("kind", "fault"), _CASES, ids=lambda one: one if isinstance(one, str) else one.__name__)
async def test_no_error_of_a_database_shows_what_people_wrote(
    kind: str,
    fault: Fault,
    server: TelegramServer,
    tmp_path: Path,
    request: pytest.FixtureRequest,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    url = ""
    if kind == "postgresql":
        postgres: Postgres = request.getfixturevalue("postgres")
        url = postgres.database()
    caplog.set_level(logging.DEBUG)
    async with run_bot(server, tmp_path, database_url=url, questions_per_minute=600) as bot:
        sri = Person(server, CHAT)
        sri.say(QUESTION)
        answered = await sri.hears(1)
        with Server(create_web(bot.app)) as web:
            mine = await asyncio.to_thread(_ask, web.url)
            with fault(bot.app.engine):
                sri.press(answered, "Direktorat")
                sri.say(QUESTION)
                await asyncio.to_thread(_everything, web.url, bot.app, mine)
                await asyncio.sleep(0.3)
        await bot.server.until(lambda: bot.service.waiting() == 0, 30)
    written = "".join(logging.Formatter().format(record) for record in caplog.records)
    outside = capfd.readouterr()
    for secret in SECRETS:
        assert secret not in written
        assert secret not in outside.out + outside.err
    assert "without values" in written or "cannot be" in written or "over the database" in written


def _ask(url: str) -> dict[str, str]:
    body = httpx.post(f"{url}/api/v1/ask", json={"question": QUESTION}, timeout=30).json()
    return {"turn": body["turn"], "conversation": body["conversation"]}


def _everything(url: str, app: App, mine: dict[str, str]) -> None:
    """What a person can do on the web, and what runs by itself."""
    from bot.expiry import expire

    with httpx.Client(base_url=f"{url}/api/v1", timeout=60) as client:
        header = {"X-Conversation": mine["conversation"]}
        again = {"question": QUESTION, "conversation": mine["conversation"]}
        client.post("/ask", json=again)
        client.post("/ask", json=again, headers={"Accept": "text/event-stream"})
        client.post("/feedback", json={**mine, "value": -1, "reason": REASON})
        client.post("/tickets", json={**mine, "contact": CONTACT})
        client.get("/tickets/1", headers=header)
        client.request("DELETE", "/conversation", headers=header)
    try:
        expire(app)
    except Exception:
        logging.getLogger("test").exception("Not expired")


def _raise(error: Exception, cause: Exception | None = None) -> Exception:
    try:
        raise error from cause
    except type(error) as caught:
        return caught


def test_an_error_is_described_by_its_kind_and_code() -> None:
    with pytest.raises(sqlite3.OperationalError) as caught, closing(sqlite3.connect(":memory:")) as connection:
        connection.execute("SELECT rahasia FROM nowhere")
    assert described(caught.value) == "sqlite3.OperationalError SQLITE_ERROR"
    assert described(FileNotFoundError(2, "No such file", "rahasia")).endswith("FileNotFoundError No such file")
    assert described(NotFoundError("There is no ticket 7.")).endswith("NotFoundError: There is no ticket 7.")
    assert described(ValueError("rahasia")) == "builtins.ValueError"


def test_a_traceback_holds_places_and_no_value() -> None:
    group = ExceptionGroup("rahasia", [_raise(KeyError("rahasia"), ValueError("rahasia"))])
    shown = traced(_raise(RuntimeError("rahasia"), group))
    assert "rahasia" not in shown
    assert shown.count("test_logs.py") == 2
    for kind in ("RuntimeError", "ExceptionGroup", "KeyError", "ValueError"):
        assert f"builtins.{kind}" in shown


def test_an_error_of_any_program_part_is_logged_without_its_text(caplog: pytest.LogCaptureFixture) -> None:
    keep_values_out()
    keep_values_out()
    elsewhere, error = logging.getLogger("elsewhere"), _raise(ValueError("rahasia"))
    elsewhere.error("went wrong: %s", error)
    elsewhere.error(error)
    elsewhere.error(f"future: <Task exception={error!r}>", exc_info=error)
    elsewhere.error("%(name)s", {"name": json.dumps("kept")})
    written = "\n".join(logging.Formatter().format(record) for record in caplog.records)
    assert "rahasia" not in written
    assert written.count("builtins.ValueError") == 4
    assert '"kept"' in written
