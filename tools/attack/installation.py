"""Installations to attack: a data folder and a database with the starter corpus, and servers over them."""

from __future__ import annotations

import os
import secrets
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine, create_engine, text

from bot.accounts.accounts import Accounts
from tests.fakes.postgres import Postgres
from tools.attack.server import Server

ROOT = Path(__file__).resolve().parents[2]
PANDU = [sys.executable, "-c", "from bot.cli.main import main; main()"]
WIDE = {  # so that only the attacks on limits meet limits
    "client_questions_per_minute": 100_000,
    "site_questions_per_minute": 100_000,
    "client_tickets_per_minute": 100_000,
    "client_requests_per_minute": 100_000,
    "questions_per_minute": 600,
}


@dataclass(frozen=True)
class Installation:
    """A data folder, and the URL of its database (empty for SQLite in it)."""

    data: Path
    database: str = ""

    def environment(self, **settings: object) -> dict[str, str]:
        """The environment of a ``pandu`` process, with settings in small letters and none from outside."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith("PANDU_")}
        values = {"data": self.data, "database_url": self.database, "threads": 1, **settings}
        own = {f"PANDU_{name.upper()}": str(value) for name, value in values.items()}
        return {**kept, "PYTHONPATH": str(ROOT), "COLUMNS": "300", "TERM": "dumb", **own}

    def pandu(
        self, *arguments: str | bytes, timeout: float = 600, **settings: object
    ) -> subprocess.CompletedProcess[str]:
        """Run a command to its end."""
        return subprocess.run(
            [*PANDU, *arguments],
            cwd=self.data.parent,
            env=self.environment(**settings),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            errors="backslashreplace",
            timeout=timeout,
            check=False,
        )

    def start(self, *arguments: str) -> subprocess.Popen[bytes]:
        """Start a command and let it run, silent."""
        quiet = subprocess.DEVNULL
        command = [*PANDU, *arguments]
        return subprocess.Popen(
            command, cwd=self.data.parent, env=self.environment(), stdin=quiet, stdout=quiet, stderr=quiet
        )

    def engine(self) -> Engine:
        """The database, opened beside the servers; the caller disposes of it."""
        if self.database:
            return create_engine(self.database.replace("postgresql:", "postgresql+psycopg:"))
        return create_engine(f"sqlite:///{self.data / 'pandu.db'}", connect_args={"timeout": 10})

    @contextmanager
    def serve(self, **settings: object) -> Iterator[Server]:
        """A server over it until the block ends; then it is killed."""
        with Server(self.data, lambda port: self.environment(port=port, **settings)) as server:
            yield server


class Site:
    """What attacks over one kind of database share: the starter corpus published once, and a server over it.

    Args:
        kind: ``sqlite`` or ``postgresql``.
        folder: where everything lies.
        postgres: the running PostgreSQL server, for that kind.
    """

    def __init__(self, kind: str, folder: Path, postgres: Postgres | None) -> None:
        self.kind = kind
        self.folder = folder
        self._postgres = postgres
        self._made = 0
        self._stack = ExitStack()
        self._server: Server | None = None
        self._template = Installation(folder / "template", postgres.database() if postgres else "")
        done = self._template.pandu("ingest", "--starter", "--publish")
        if done.returncode:
            raise RuntimeError(f"The starter corpus could not be published ({done.returncode}): {done.stderr}")
        engine = self._template.engine()
        Accounts(engine).add("petugas", "editor", secrets.token_urlsafe())  # or nothing could be handed over
        engine.dispose()

    def close(self) -> None:
        """End the shared server."""
        self._stack.close()

    @property
    def server(self) -> Server:
        """The shared server, with wide limits; a new one when an earlier attack brought it down."""
        if self._server is None or not self._server.is_well():
            self._stack.close()
            self._server = self._stack.enter_context(self.installation().serve(**WIDE))
        return self._server

    def installation(self) -> Installation:
        """A copy of the published starter corpus, to be damaged."""
        copied = self.empty()
        shutil.copytree(self._template.data, copied.data)
        if self._postgres is not None:
            return Installation(copied.data, _copied(self._template.database, f"copy{self._made}"))
        return copied

    def empty(self) -> Installation:
        """An installation before its first start."""
        self._made += 1
        folder = self.folder / str(self._made)
        folder.mkdir(parents=True)
        return Installation(folder / "data", self._postgres.database() if self._postgres else "")


def _copied(url: str, name: str) -> str:
    base, _, template = url.rpartition("/")
    engine = create_engine(f"{base}/postgres".replace("postgresql:", "postgresql+psycopg:"))
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text(f"CREATE DATABASE {name} TEMPLATE {template}"))
    engine.dispose()
    return f"{base}/{name}"
