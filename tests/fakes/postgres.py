"""A PostgreSQL server of its own, on a free port, for as long as it is needed."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType

from sqlalchemy import create_engine, text


class Unavailable(Exception):
    """PostgreSQL cannot be run here; the text says why."""


class Postgres:
    """Starts with ``with``; every :meth:`database` is a new, empty one.

    PostgreSQL refuses to run as root, so root starts it as the user ``postgres`` or ``nobody``.
    """

    def __init__(self) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="pandu-postgres-"))
        self._made = 0
        self._running = False
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self._port: int = probe.getsockname()[1]

    def __enter__(self) -> Postgres:
        try:
            self._start()
        except Unavailable:
            shutil.rmtree(self._folder, ignore_errors=True)
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._running:
            self.stop()
        shutil.rmtree(self._folder, ignore_errors=True)

    def database(self, like: str = "") -> str:
        """The URL of a new database, as an operator would write it: an empty one, or a copy of that at ``like``, to
        which nobody may be connected."""
        self._made += 1
        name = f"pandu{self._made}"
        template = like.rpartition("/")[2] or "template1"
        engine = create_engine(self._url("postgres").replace("postgresql:", "postgresql+psycopg:"))
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text(f"CREATE DATABASE {name} TEMPLATE {template}"))
        engine.dispose()
        return self._url(name)

    def _url(self, name: str) -> str:
        return f"postgresql://pandu@127.0.0.1:{self._port}/{name}"

    def _start(self) -> None:
        if os.getuid() == 0:
            account = _unprivileged()
            os.chown(self._folder, account.pw_uid, account.pw_gid)
        settings = f"-h 127.0.0.1 -p {self._port} -k {self._folder} -F"
        self._run("initdb", "-D", str(self._folder / "db"), "-U", "pandu", "-A", "trust", "-E", "UTF8", "--no-sync")
        self._settings = settings
        self.start()

    def start(self) -> None:
        """Start the server, also again after :meth:`stop`."""
        log = str(self._folder / "log")
        self._run("pg_ctl", "-D", str(self._folder / "db"), "-o", self._settings, "-l", log, "-w", "start")
        self._running = True

    def stop(self) -> None:
        """Stop the server at once, as when its machine fails."""
        self._run("pg_ctl", "-D", str(self._folder / "db"), "-m", "immediate", "-w", "stop")
        self._running = False

    def processes(self) -> list[int]:
        """The server's main process and its children, to be halted."""
        main = int((self._folder / "db" / "postmaster.pid").read_text().splitlines()[0])
        children = Path(f"/proc/{main}/task/{main}/children").read_text().split()
        return [main, *map(int, children)]

    def _run(self, program: str, *arguments: str) -> None:
        command: Sequence[str] = (_program(program), *arguments)
        account = _unprivileged() if os.getuid() == 0 else None
        done = subprocess.run(
            command,
            cwd=self._folder,
            user=account and account.pw_uid,
            group=account and account.pw_gid,
            stdin=subprocess.DEVNULL,
            # pg_ctl leaves the server its output; a pipe would never be closed.
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            check=False,
        )
        if done.returncode:
            raise Unavailable(f"{program} ended with code {done.returncode}")


def _program(name: str) -> str:
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    found = shutil.which(name, path=os.pathsep.join([*map(str, folders), "/usr/local/bin", os.environ["PATH"]]))
    if found is None:
        raise Unavailable(f"PostgreSQL's {name} is not installed")
    return found


def _unprivileged() -> pwd.struct_passwd:
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise Unavailable("there is no user postgres or nobody to run PostgreSQL as")
