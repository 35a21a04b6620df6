"""A database that is locked, full, away or damaged."""

from __future__ import annotations

import json
import resource
import statistics
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import httpx
from sqlalchemy import create_engine, text

from tests.fakes.telegram_server import TOKEN
from tools.attack.attacks import attack, need
from tools.attack.installation import WIDE, Installation, Site
from tools.attack.server import Server
from tools.attack.telegram import Telegram

WAIT = 1.0  # seconds an answer may take longer, by the promise
_BUSY = 1.5  # and what a busy machine adds
_QUESTION = "Apa saja kewajiban kota anggota ASCN?"
_SENTINELS = ("Kusumaningratsentinel", "Alasansentinel", "kontaksentinel@contoh.id", "987654321987")


@attack(f"answered within {WAIT:g} s more, turn empty, stored again afterwards")
def a_locked_database(site: Site) -> str:
    """Another process holds the database for long: a backup, a migration, somebody's open transaction."""
    place = site.installation()
    with place.serve(**WIDE) as server:
        ordinary = _ordinary(server)
        with _locked(place):
            happened = _answers_unstored(server, ordinary)
            _streams_end(server)
        need(_stored_again(server), f"{happened}; nothing is stored once the lock is gone")
    return happened


@attack(f"answered within {WAIT:g} s more, turn empty, stored again afterwards", databases=("sqlite",))
def a_full_disk(site: Site) -> str:
    """Nothing more can be written: the kernel refuses each file of the server its growth."""
    place = site.installation()
    with place.serve(**WIDE) as server:
        ordinary = _ordinary(server)
        _, most = resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE)
        # In WAL mode a write begins with the log file, so that its growth is what fails.
        resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, (1, most))
        happened = _answers_unstored(server, ordinary)
        _streams_end(server)
        resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, (most, most))
        need(_stored_again(server), f"{happened}; nothing is stored once there is room")
    return happened


@attack(f"answered within {WAIT:g} s more, turn empty, stored again afterwards", databases=("postgresql",))
def a_database_that_takes_no_writes(site: Site) -> str:
    """What PostgreSQL does on a full disk or as a standby: reads work, writes are refused."""
    place = site.installation()
    with place.serve(**WIDE) as server:
        ordinary = _ordinary(server)
        _administer(place, "ALTER DATABASE {0} SET default_transaction_read_only = on", end=True)
        happened = _answers_unstored(server, ordinary)
        _administer(place, "ALTER DATABASE {0} RESET default_transaction_read_only", end=True)
        need(_stored_again(server), f"{happened}; nothing is stored once it can be written")
    return happened


@attack(f"answered within {WAIT:g} s more, turn empty, stored again afterwards", databases=("postgresql",))
def a_database_that_is_away(site: Site) -> str:
    """The database server is restarted or the way to it is cut."""
    place = site.installation()
    with place.serve(**WIDE) as server:
        ordinary = _ordinary(server)
        _administer(place, "ALTER DATABASE {0} ALLOW_CONNECTIONS false", end=True)
        happened = _answers_unstored(server, ordinary)
        _streams_end(server)
        _administer(place, "ALTER DATABASE {0} ALLOW_CONNECTIONS true")
        need(_stored_again(server), f"{happened}; nothing is stored once it is back")
    return happened


@attack("never given as an answer, and doctor names it")
def a_flipped_bit_in_the_database(site: Site) -> str:
    """One bit turned "satu Chief Smart City Officer" into "ratu …", and that was the answer, with its source."""
    place = site.installation()
    changed = _flip(place, "satu Chief Smart City Officer", "ratu Chief Smart City Officer")
    assert changed, "the sentence is not in the database"
    doctor = place.pandu("doctor")
    said = ""
    try:
        with place.serve(**WIDE) as server:
            said = server.ask(_QUESTION)["text"]
    except (RuntimeError, httpx.HTTPError):
        pass  # it may rather not answer
    need("ratu Chief" not in said, f"it answers {said[said.find('ratu') - 20 :][:60]!r}; doctor: {doctor.returncode}")
    need(doctor.returncode == 1 and "Traceback" not in doctor.stderr, f"doctor says {doctor.stdout[-200:]!r}")
    return f"not answered; doctor: {_wrong(doctor.stdout)[:120]}"


@attack("no question, reason, contact, chat id, name or token")
def personal_text_in_the_log(site: Site) -> str:
    """Errors of a database hold the row that could not be written, and so did the log and its tracebacks."""
    place = site.installation()
    with Telegram() as telegram, place.serve(**WIDE, **telegram.settings) as server:
        sri = telegram.person(int(_SENTINELS[3]))
        asked = server.ask(f"Apa itu ASCN? Salam, {_SENTINELS[0]}")
        own = {"turn": asked["turn"], "conversation": asked["conversation"]}
        for broken in (("feedback", "tickets"), ("turns",), ("telegram_updates", "telegram_inbox", "updates")):
            with _renamed(place, broken), server.client(timeout=40) as client:
                client.post("/api/v1/ask", json={"question": f"Apa itu ASCN? {_SENTINELS[0]}"})
                client.post("/api/v1/feedback", json={**own, "value": 1, "reason": _SENTINELS[1]})
                client.post("/api/v1/tickets", json={**own, "contact": _SENTINELS[2]})
                client.delete("/api/v1/conversation", headers={"X-Conversation": asked["conversation"]})
                telegram.do(lambda: sri.say(f"Apa itu ASCN? {_SENTINELS[0]}"))
                time.sleep(3)
        log = server.log
    found = [word for word in (*_SENTINELS, TOKEN, asked["conversation"], "kewajiban kota anggota") if word in log]
    need(not found, f"in the log: {found}")
    errors = sum("Error" in line or "ERROR" in line or "WARNING" in line for line in log.splitlines())
    need(errors, "nothing went wrong, so that nothing is shown")
    return f"nothing in {errors} lines on errors"


def _ordinary(server: Server) -> float:
    return statistics.median(_timed(server)[0] for _ in range(5))


def _timed(server: Server) -> tuple[float, dict[str, Any]]:
    began = time.monotonic()
    with server.client(timeout=60) as client:
        reply = client.post("/api/v1/ask", json={"question": _QUESTION})
    need(reply.status_code == 200, f"{reply.status_code} after {time.monotonic() - began:.1f} s")
    return time.monotonic() - began, reply.json()


def _answers_unstored(server: Server, ordinary: float) -> str:
    """Ask three times while nothing can be stored; what happened."""
    took, answers = zip(*(_timed(server) for _ in range(3)), strict=True)
    happened = f"{max(took):.2f} s (ordinary: {ordinary:.2f} s)"
    outcomes = {one["outcome"] for one in answers}
    need(outcomes == {"answered"}, f"{outcomes} after {happened}")
    need(not any(one["turn"] for one in answers), f"a turn that cannot be stored has an id; {happened}")
    need(max(took) <= ordinary * 2 + WAIT + _BUSY, happened)
    with server.client() as client:
        ready = client.get("/readyz")
    need(ready.status_code == 503 or ready.json().get("status") != "ok", f"{happened}; /readyz says all is well")
    return happened


def _streams_end(server: Server) -> None:
    with server.client(timeout=60, Accept="text/event-stream") as client:
        stream = client.post("/api/v1/ask", json={"question": _QUESTION}).text
    need("event: answer" in stream or "event: error" in stream, "a stream ends without answer and error")


def _stored_again(server: Server) -> bool:
    return any(_timed(server)[1]["turn"] for _ in range(20) if not time.sleep(1))


@contextmanager
def _locked(place: Installation) -> Iterator[None]:
    engine = place.engine()
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        if place.database:
            connection.execute(text("BEGIN"))
            connection.execute(text("LOCK TABLE turns IN ACCESS EXCLUSIVE MODE"))
        else:
            connection.execute(text("BEGIN EXCLUSIVE"))
        yield
        connection.execute(text("ROLLBACK"))
    engine.dispose()


@contextmanager
def _renamed(place: Installation, tables: tuple[str, ...]) -> Iterator[None]:
    """Tables that are not where they should be, so that statements with people's words in them fail."""
    engine = place.engine()
    with ExitStack() as stack, engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        known = {row[0] for row in connection.execute(text(_TABLES[engine.dialect.name]))}
        for name in known & set(tables):
            connection.execute(text(f"ALTER TABLE {name} RENAME TO {name}_away"))
            stack.callback(connection.execute, text(f"ALTER TABLE {name}_away RENAME TO {name}"))
        yield
        stack.close()
    engine.dispose()


_TABLES = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'table'",
    "postgresql": "SELECT tablename FROM pg_tables WHERE schemaname = 'public'",
}


def _administer(place: Installation, statement: str, end: bool = False) -> None:
    """Run a statement on the database (``{0}``) from another one; ``end`` ends its connections afterwards."""
    base, _, name = place.database.replace("postgresql:", "postgresql+psycopg:").rpartition("/")
    engine = create_engine(f"{base}/postgres")
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text(statement.format(name)))
        if end:
            ends = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = :name"
            connection.execute(text(ends), {"name": name})
    engine.dispose()


def _flip(place: Installation, before: str, after: str) -> int:
    """Change a bit of every copy of a text in the database: in the file of SQLite, by statement in PostgreSQL."""
    if not place.database:
        path = Path(place.data / "pandu.db")
        engine = place.engine()
        with engine.connect() as connection:
            connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))
        engine.dispose()
        content = path.read_bytes()
        path.write_bytes(content.replace(before.encode(), after.encode()))
        return content.count(before.encode())
    engine = place.engine()
    with engine.begin() as connection:
        statement = text("UPDATE chunks SET text = replace(text, :before, :after) WHERE text LIKE :like")
        done = connection.execute(statement, {"before": before, "after": after, "like": f"%{before}%"})
    engine.dispose()
    return int(done.rowcount)


def _wrong(said: str) -> str:
    return next((line for line in said.splitlines() if line.startswith("wrong")), json.dumps(said[-120:]))
