"""Failed sign-ins, counted for a name, for an address and for both together, in every process alike."""

from __future__ import annotations

import hashlib
import hmac
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, Engine, delete, select, update

from bot.accounts.tables import AttemptRow
from bot.rate_limits import client_keys
from knowledge.storage.engine import insert_or, now

#: Failures in a row that cost nothing: of a name from one address, of a name from anywhere, of an address. Then the
#: wait doubles with each, from a second on. A name has many, or anybody could keep its owner out.
FREE_PAIR, FREE_NAME, FREE_ADDRESS = 5, 50, 20
LONGEST_WAIT = timedelta(minutes=15)
_FORGOTTEN = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class _Counter:
    key: str
    free: int


class Attempts:
    """Counts failed sign-ins and says how long to wait for the next try.

    Args:
        engine: the database.
        key: the installation's key; names and addresses that failed are stored as keyed hashes only.
        clock: the present time.
    """

    def __init__(self, engine: Engine, key: bytes, clock: Callable[[], datetime] = now) -> None:
        self._engine = engine
        self._key = key
        self._clock = clock
        self._lock = threading.Lock()

    def begin(self, name: str, address: str) -> float:
        """Count a try as failed before it is known to be, so that tries at the same moment cannot outrun the count;
        returns 0, or the seconds until one is allowed, and then it is not counted."""
        counters, at = self._counters(name, address), self._clock()
        with self._lock, self._engine.begin() as connection:
            connection.execute(delete(AttemptRow).where(AttemptRow.last_at < at - _FORGOTTEN))
            wait = max(self._wait(connection, counter, at) for counter in counters)
            if wait <= 0:
                for counter in counters:
                    self._count(connection, counter.key, at)
        return max(wait, 0.0)

    def succeed(self, name: str, address: str) -> None:
        """Forget the failures of a name. Those of the address stay: an account of one's own clears no others."""
        pair, named, addressed = self._counters(name, address)
        with self._engine.begin() as connection:
            connection.execute(delete(AttemptRow).where(AttemptRow.key.in_((pair.key, named.key))))
            fewer = update(AttemptRow).where(AttemptRow.key == addressed.key)
            connection.execute(fewer.values(failures=AttemptRow.failures - 1))  # this one did not fail

    def _counters(self, name: str, address: str) -> tuple[_Counter, _Counter, _Counter]:
        client = client_keys(address)[0]
        return (
            _Counter(self._hash("pair", name, client), FREE_PAIR),
            _Counter(self._hash("name", name), FREE_NAME),
            _Counter(self._hash("address", client), FREE_ADDRESS),
        )

    def _wait(self, connection: Connection, counter: _Counter, at: datetime) -> float:
        row = connection.execute(
            select(AttemptRow.failures, AttemptRow.last_at).where(AttemptRow.key == counter.key)
        ).one_or_none()
        if row is None or row.failures < counter.free:
            return 0.0
        pause: float = min(2.0 ** min(row.failures - counter.free, 30), LONGEST_WAIT.total_seconds())
        waited: float = (at - row.last_at).total_seconds()
        return pause - waited

    def _count(self, connection: Connection, key: str, at: datetime) -> None:
        counted = insert_or(connection, AttemptRow).values(key=key, failures=1, last_at=at)
        more = {"failures": AttemptRow.failures + 1, "last_at": at}
        connection.execute(counted.on_conflict_do_update(index_elements=["key"], set_=more))

    def _hash(self, *parts: str) -> str:
        content = "\x00".join(("attempt", *parts)).encode("utf-8", "replace")
        return hmac.new(self._key, content, hashlib.sha256).hexdigest()
