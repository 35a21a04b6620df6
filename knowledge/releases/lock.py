"""One process builds at a time."""

from __future__ import annotations

import json
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext, suppress
from pathlib import Path

from filelock import FileLock, Timeout

from knowledge.errors import LockedError
from knowledge.storage.engine import now
from knowledge.storage.release_store import ReleaseStore


class BuildLock:
    """The lock of a data folder and, where others build over the same database, of that as well.

    Args:
        data: the data folder.
        release_store: the database.
    """

    def __init__(self, data: Path, release_store: ReleaseStore) -> None:
        self._file = data / "build.lock"
        self._holder = data / "build.json"
        self._release_store = release_store

    @contextmanager
    def hold(self, doing: str, *, wait: float = 0, everywhere: bool = True) -> Iterator[None]:
        """Hold it; it goes with the process, however that ends.

        Args:
            doing: what the others are told.
            wait: seconds to wait for whoever holds it.
            everywhere: keep other machines that use the database from building as well.

        Raises:
            LockedError: another process holds it; the text says which and since when.
        """
        try:
            with (
                FileLock(self._file, timeout=wait),
                self._release_store.alone(wait) if everywhere else nullcontext(),
            ):
                self._note(doing)
                try:
                    yield
                finally:
                    self._holder.unlink(missing_ok=True)
        except Timeout:
            raise LockedError(f"{self._described()} Wait until it has finished, then try again.") from None

    def _note(self, doing: str) -> None:
        """Note for others who is building; on a full disk they go without."""
        me = {"process": os.getpid(), "host": socket.gethostname(), "since": f"{now():%Y-%m-%d %H:%M} UTC"}
        with suppress(OSError):
            self._holder.write_text(json.dumps({**me, "doing": doing}), encoding="utf-8")

    def _described(self) -> str:
        try:
            who = json.loads(self._holder.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return "Another process is building."
        return f"Process {who['process']} on {who['host']} has been {who['doing']} since {who['since']}."
