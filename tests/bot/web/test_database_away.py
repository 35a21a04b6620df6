"""Questions are answered, without being stored, whatever the database does."""

from __future__ import annotations

import os
import signal
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine, event, text
from sqlalchemy.exc import OperationalError

from bot.app import App
from knowledge.answers import Answer, Outcome, Paragraph
from knowledge.deadlines import Deadline, OverdueError
from knowledge.embedding.factory import open_embedder
from tests.bot.web.running import ASK, QUESTION, Running
from tests.bot.web.running import running as _running
from tests.fakes.postgres import Postgres, Unavailable
from tests.parts import open_parts, take_vectors


def assert_answered_without_being_stored(server: Running) -> None:
    """What a person, a monitor and a browser see while the trouble lasts."""
    before = server.metric("pandu_web_answers_not_stored_total")
    body = server.ask()
    assert (body["turn"], body["outcome"]) == ("", "answered")
    assert body["citations"]
    follow_up = server.ask(conversation=body["conversation"])
    assert (follow_up["turn"], follow_up["outcome"]) == ("", "answered")
    streamed = server.client.post(ASK, json={"question": QUESTION}, headers={"Accept": "text/event-stream"}).text
    assert "event: answer\n" in streamed
    assert server.metric("pandu_web_answers_not_stored_total") == before + 3
    assert server.metric("pandu_turns_stored") == 0
    ready = server.client.get("/readyz")
    assert ready.status_code == 200
    assert ready.json()["status"] == "degraded"
    assert ready.json()["release"] == body["release"]
    assert ready.json()["problem"]


def assert_well(server: Running) -> None:
    """What they see when it is over."""
    server.until_stored()
    until = time.monotonic() + 60
    while (status := server.client.get("/readyz").json()["status"]) != "ok" and time.monotonic() < until:
        time.sleep(0.1)
    assert status == "ok"
    assert server.metric("pandu_turns_stored") == server.metric("pandu_database_read") == 1


@contextmanager
def _locked(app: App) -> Iterator[None]:
    with closing(sqlite3.connect(app.settings.data / "pandu.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


@contextmanager
def _with_pragma(app: App, pragma: str) -> Iterator[None]:
    def restrict(connection: Any, _record: Any) -> None:
        connection.execute(pragma)

    event.listen(app.engine, "connect", restrict)
    app.engine.dispose()
    yield
    event.remove(app.engine, "connect", restrict)
    app.engine.dispose()


@contextmanager
def _read_only(app: App) -> Iterator[None]:
    with _with_pragma(app, "PRAGMA query_only = ON"):
        yield


@contextmanager
def _full(app: App) -> Iterator[None]:
    filling = Answer(outcome=Outcome.SMALLTALK, language="id", question="", blocks=(Paragraph(text=""),))
    with _with_pragma(app, "PRAGMA max_page_count = 1"):  # that is, no more pages than there are
        with pytest.raises(OperationalError, match="full"):
            _fill(app, filling)
        yield


def _fill(app: App, answer: Answer) -> None:
    while True:
        app.journal.record("filling", "web", "filling", os.urandom(64).hex(), answer)


@contextmanager
def _without_table(app: App) -> Iterator[None]:
    with app.engine.begin() as connection:
        connection.execute(text("ALTER TABLE turns RENAME TO gone"))
    yield
    with app.engine.begin() as connection:
        connection.execute(text("ALTER TABLE gone RENAME TO turns"))


@contextmanager
def running(data: Path, url: str = "") -> Iterator[Running]:
    """A server that waits for its database for longer than a busy machine needs, and shorter than a lock is held."""
    with _running(data, url, database_seconds=2) as server:
        yield server


Trouble = Callable[[App], AbstractContextManager[None]]


@pytest.mark.parametrize("trouble", [_locked, _read_only, _full, _without_table])
def test_a_file_that_cannot_be_written(data: Path, trouble: Trouble) -> None:
    with running(data) as server:
        first = server.ask()
        assert first["turn"]
        with trouble(server.app):
            assert_answered_without_being_stored(server)
        assert_well(server)


def test_what_must_be_stored_is_refused_in_words(data: Path) -> None:
    with running(data) as server:
        body = server.ask()
        mine = {"turn": body["turn"], "conversation": body["conversation"]}
        with _read_only(server.app):
            feedback = server.client.post("/api/v1/feedback", json={**mine, "value": 1})
            ticket = server.client.post("/api/v1/tickets", json=mine)
            deleted = server.client.delete("/api/v1/conversation", headers={"X-Conversation": body["conversation"]})
        for response in (feedback, ticket, deleted):
            assert response.status_code == 503
            assert response.json()["code"] == "database-unavailable"


@pytest.fixture(scope="module")
def own_postgres() -> Iterator[Postgres]:
    """A server of this module's own, to be stopped."""
    try:
        with Postgres() as server:
            yield server
    except Unavailable as error:
        pytest.skip(f"PostgreSQL cannot be used: {error}")


@pytest.fixture(scope="module")
def kept_on_a_server(
    own_postgres: Postgres, published: Path, small_corpus: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, str]:
    """A data folder with a published release and the address of its database."""
    data, url = tmp_path_factory.mktemp("data"), own_postgres.database()
    with open_parts(data, open_embedder(threads=2), url=url) as parts:
        take_vectors(parts, published)
        parts.importer.starter(small_corpus)
        parts.publish()
    return data, url


@contextmanager
def _table_locked(url: str, table: str) -> Iterator[None]:
    engine = create_engine(url.replace("postgresql:", "postgresql+psycopg:"))
    with engine.connect() as connection, connection.begin():
        connection.execute(text(f"LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE"))
        yield
    engine.dispose()


@pytest.mark.parametrize("table", ["turns", "turns, pointer, chunks, feedback, tickets"])
def test_a_lock_that_somebody_holds_on_a_server(kept_on_a_server: tuple[Path, str], table: str) -> None:
    data, url = kept_on_a_server
    with running(data, url) as server:
        assert server.ask()["turn"]
        with _table_locked(url, table):
            assert_answered_without_being_stored(server)
        assert_well(server)


def test_a_server_that_is_stopped(kept_on_a_server: tuple[Path, str], own_postgres: Postgres) -> None:
    data, url = kept_on_a_server
    with running(data, url) as server:
        release = server.ask()["release"]
        own_postgres.stop()
        try:
            assert_answered_without_being_stored(server)
            assert server.metric("pandu_database_read") == 0
            another = server.client.post(ASK, json={"question": "Siapa anggota ASCN dari Indonesia?"}).json()
            assert (another["release"], another["turn"]) == (release, "")
            assert another["outcome"] != "error"
        finally:
            own_postgres.start()
        assert_well(server)


def test_a_server_that_hangs(kept_on_a_server: tuple[Path, str], own_postgres: Postgres) -> None:
    data, url = kept_on_a_server
    with running(data, url) as server:
        assert server.ask()["turn"]
        halted = own_postgres.processes()
        with ExitStack() as stack:
            for process in halted:
                os.kill(process, signal.SIGSTOP)
                stack.callback(os.kill, process, signal.SIGCONT)
            assert_answered_without_being_stored(server)
        assert_well(server)


def test_a_stream_ends_with_its_error_whatever_happened(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with running(data) as server:

        async def broken(*_: object, **__: object) -> None:
            raise RuntimeError("something else")

        monkeypatch.setattr(server.app.conversation, "ask", broken)
        response = server.client.post(ASK, json={"question": QUESTION}, headers={"Accept": "text/event-stream"})
        assert response.text.splitlines()[-3] == "event: error"
        assert '"code": "internal"' in response.text


def test_only_the_first_call_waits_for_one_that_hangs() -> None:
    import threading

    deadline, gate, made = Deadline(seconds=0.05), threading.Event(), []
    with pytest.raises(OverdueError, match="no answer within"):
        deadline.call(lambda: gate.wait(60))
    for number in range(100):
        with pytest.raises(OverdueError, match="earlier call has not"):
            deadline.call(lambda number=number: made.append(number))  # type: ignore[misc]
    gate.set()
    for _ in range(600):
        try:
            assert deadline.call(lambda: "made") == "made"
            break
        except OverdueError:
            time.sleep(0.05)
    assert made == []
    with pytest.raises(KeyError):
        deadline.call(lambda: {}["nothing"])
    with pytest.raises(TimeoutError, match="its own"):
        deadline.call(_time_out)


def _time_out() -> None:
    raise TimeoutError("its own")
