"""Keys of other offices' own programs: what each may call, and how often; kept as digests only."""

from __future__ import annotations

import hashlib
import logging
import re
import secrets
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from typing import Literal, cast, get_args

from sqlalchemy import JSON, Engine, String, and_, case, not_, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from bot.rate_limits import RateLimit
from knowledge.deadlines import Deadline
from knowledge.errors import NotFoundError, PanduError
from knowledge.language.dates import WIB, local_day
from knowledge.storage.engine import Base, TypedText, UtcDateTime, now

logger = logging.getLogger(__name__)

#: What a key may call: questions with what follows them; tickets and watches, which reach people; passages and
#: documents; the indicator catalogue.
Scope = Literal["ask", "tickets", "search", "indicators"]
SCOPES: tuple[Scope, ...] = get_args(Scope)
NAME = 100  # characters
MOST_PER_MINUTE = 10_000
MOST_PER_DAY = 10_000_000
_SECRET = re.compile(r"pandu_[A-Za-z0-9_-]{32}")
_HINT = 10  # first characters of a key, by which its owner tells it from another


class ClientKeyRow(Base):
    """A key. ``digest`` is that of what the client holds, so that the database alone opens nothing; ``used`` counts the
    requests of ``day``, the latest one on which there were any."""

    __tablename__ = "client_keys"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(TypedText)
    hint: Mapped[str] = mapped_column(String(20))
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    scopes: Mapped[list[str]] = mapped_column(JSON)
    per_minute: Mapped[int]
    per_day: Mapped[int]
    made_by: Mapped[str] = mapped_column(String(200))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    revoked_by: Mapped[str] = mapped_column(String(200), default="")
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)
    day: Mapped[str] = mapped_column(String(10), default="")
    used: Mapped[int] = mapped_column(default=0)


@dataclass(frozen=True, slots=True)
class ClientKey:
    """A key without what proves it: whose it is, what it may call, and how often; ``day`` is the latest day of its use,
    by the clock of the directorate, ``used`` the requests of that day."""

    id: int
    name: str
    hint: str
    scopes: tuple[Scope, ...]
    per_minute: int
    per_day: int
    made_by: str
    made_at: datetime
    revoked_by: str
    revoked_at: datetime | None
    day: str
    used: int

    @property
    def summary(self) -> dict[str, object]:
        """What the audit log keeps of it."""
        quotas = {"per_minute": self.per_minute, "per_day": self.per_day}
        return {"key": self.id, "scopes": list(self.scopes), **quotas}

    def used_on(self, moment: datetime) -> int:
        """The requests of the day that it is then."""
        return self.used if self.day == local_day(moment) else 0


class UnknownKeyError(PanduError):
    """There is no such key, or it was revoked."""


class QuotaError(PanduError):
    """A key was used too often; ``seconds`` until it may be used again, ``daily`` where its day is used up."""

    def __init__(self, seconds: float, *, daily: bool) -> None:
        super().__init__(f"The quota of this key is used up for {seconds:.0f} seconds.")
        self.seconds = seconds
        self.daily = daily


class ClientKeys:
    """Makes, admits and revokes keys. The quota of a day is counted in the database, over all processes and restarts;
    that of a minute by each process, as every other limit. While the database is away, keys that this process has seen
    go on.

    Args:
        engine: the database.
        reading: bounds the wait for it where a key is looked up.
        writing: bounds the wait where a request is counted.
        clock: the present time.
        ticks: monotonic seconds.
    """

    def __init__(
        self,
        engine: Engine,
        reading: Deadline,
        writing: Deadline,
        clock: Callable[[], datetime] = now,
        ticks: Callable[[], float] = time.monotonic,
    ) -> None:
        self._engine = engine
        self._reading = reading
        self._writing = writing
        self._clock = clock
        self._ticks = ticks
        self._known: dict[str, ClientKey] = {}
        self._minutes: dict[int, RateLimit] = {}

    def make(
        self, name: str, scopes: Sequence[str], by: str, *, per_minute: int, per_day: int
    ) -> tuple[ClientKey, str]:
        """Make a key; returns it with what its owner sends, which is kept nowhere and can be shown this once only.

        Args:
            name: whose it is, for people.
            scopes: what it may call, of :data:`SCOPES`.
            by: who makes it.
            per_minute: most requests in a minute.
            per_day: most requests in a day, by the clock of the directorate.

        Raises:
            PanduError: the name, the scopes or a quota will not do.
        """
        name = name.strip()
        if not name or len(name) > NAME or not name.isprintable():
            raise PanduError(f"Say in 1 to {NAME} characters whose key it is.")
        if not scopes or not set(scopes) <= set(SCOPES):
            raise PanduError(f"Name what the key may call: one or more of {', '.join(SCOPES)}.")
        if not 1 <= per_minute <= MOST_PER_MINUTE or not 1 <= per_day <= MOST_PER_DAY:
            raise PanduError(f"A key has 1 to {MOST_PER_MINUTE} requests a minute and 1 to {MOST_PER_DAY} a day.")
        secret = f"pandu_{secrets.token_urlsafe(24)}"
        row = ClientKeyRow(
            name=name,
            hint=secret[:_HINT],
            digest=_digest(secret),
            scopes=[scope for scope in SCOPES if scope in scopes],
            per_minute=per_minute,
            per_day=per_day,
            made_by=by,
            made_at=self._clock(),
        )
        with Session(self._engine, expire_on_commit=False) as session, session.begin():
            session.add(row)
        return _key(row), secret

    def keys(self) -> list[ClientKey]:
        """All keys: those that hold first, then those that were revoked, each newest first."""
        with Session(self._engine) as session:
            rows = session.scalars(
                select(ClientKeyRow).order_by(ClientKeyRow.revoked_at.is_not(None), ClientKeyRow.id.desc())
            )
            return [_key(row) for row in rows]

    def revoke(self, number: int, by: str) -> ClientKey:
        """Let a key open nothing any more, in every process with its next request. It stays in the list.

        Raises:
            NotFoundError: there is no such key, or it was revoked before.
        """
        with Session(self._engine, expire_on_commit=False) as session, session.begin():
            row = session.get(ClientKeyRow, number, with_for_update=True)
            if row is None or row.revoked_at is not None:
                raise NotFoundError(f"There is no key {number} that could be revoked; `pandu keys list` shows them.")
            row.revoked_by, row.revoked_at = by, self._clock()
        return _key(row)

    def seen(self, secret: str) -> bool:
        """Whether this process has admitted a key before; asks no database."""
        return _digest(secret) in self._known

    def admit(self, secret: str) -> ClientKey:
        """Count a request with a key.

        Raises:
            UnknownKeyError: it is none, or was revoked.
            QuotaError: it was used too often.
            OverdueError: the database does not answer, and the key has not been seen; or another of its errors.
        """
        if not _SECRET.fullmatch(secret):
            raise UnknownKeyError("There is no such key.")
        digest = _digest(secret)
        if (known := self._known.get(digest)) and (seconds := self._minute(known).wait(known.id)):
            raise QuotaError(seconds, daily=False)  # however fast it comes, the database is not asked
        key = self._find(digest)
        if key is None:
            raise UnknownKeyError("There is no such key.")
        if seconds := self._minute(key).take(key.id):
            raise QuotaError(seconds, daily=False)
        at = self._clock()
        try:
            counted = self._writing.call(partial(self._count, key.id, local_day(at)))
        except Exception as error:  # whatever is wrong with the database, questions are answered
            logger.warning("A request of key %d cannot be counted: %s", key.id, error)
            return key
        if not counted:
            raise QuotaError(_until_tomorrow(at), daily=True)
        return replace(key, day=local_day(at), used=key.used_on(at) + 1)

    def _minute(self, key: ClientKey) -> RateLimit:
        return self._minutes.setdefault(key.id, RateLimit(key.per_minute, self._ticks))

    def _find(self, digest: str) -> ClientKey | None:
        try:
            key = self._reading.call(partial(self._read, digest))
        except Exception as error:
            if digest not in self._known:
                raise
            logger.warning("A key cannot be looked up: %s", error)
            return self._known[digest]
        if key is None:
            self._known.pop(digest, None)
        else:
            self._known[digest] = key
        return key

    def _read(self, digest: str) -> ClientKey | None:
        holds = select(ClientKeyRow).where(ClientKeyRow.digest == digest, ClientKeyRow.revoked_at.is_(None))
        with Session(self._engine) as session:
            row = session.scalar(holds)
            return None if row is None else _key(row)

    def _count(self, number: int, day: str) -> bool:
        """Count a request of a day, unless there were enough: one statement, so that processes do not both take the
        last one."""
        today = ClientKeyRow.day == day
        statement = (
            update(ClientKeyRow)
            .where(ClientKeyRow.id == number, not_(and_(today, ClientKeyRow.used >= ClientKeyRow.per_day)))
            .values(day=day, used=case((today, ClientKeyRow.used + 1), else_=1))
        )
        with self._engine.begin() as connection:
            return bool(connection.execute(statement).rowcount)


def _key(row: ClientKeyRow) -> ClientKey:
    return ClientKey(
        id=row.id,
        name=row.name,
        hint=row.hint,
        scopes=tuple(cast(Scope, scope) for scope in row.scopes),
        per_minute=row.per_minute,
        per_day=row.per_day,
        made_by=row.made_by,
        made_at=row.made_at,
        revoked_by=row.revoked_by,
        revoked_at=row.revoked_at,
        day=row.day,
        used=row.used,
    )


def _digest(secret: str) -> str:
    # 192 random bits need no slow hash: nobody can try them all.
    return hashlib.sha256(secret.encode()).hexdigest()


def _until_tomorrow(at: datetime) -> float:
    here = at.astimezone(WIB)
    tomorrow = (here + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
    return (tomorrow - here).total_seconds()
