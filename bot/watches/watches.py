"""Watches in the database: who wishes to be told when an answer changes, what it was, and what they are to be told."""

from __future__ import annotations

import base64
import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, cast

from sqlalchemy import ColumnExpressionArgument, CursorResult, Engine, func, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from bot.identity import PersonHasher
from bot.journal import Turn
from bot.watches.tables import WatchRow, end_watches
from knowledge.answers import Answer
from knowledge.documents import Language
from knowledge.errors import NotFoundError, PanduError
from knowledge.storage.engine import insert_or, now

MOST: Final = 30  # watches of one person
_UNPROVEN = 3  # watches that wait for their address to agree: nobody is to be flooded with letters
_AT_ONCE = 20
_SECRET = 24  # bytes of the secret in a link
_HOLD = timedelta(minutes=5)  # in which no other process tells the same
_AGAIN = timedelta(minutes=1)  # after what could not be sent


class TooManyError(PanduError):
    """Somebody watches as many answers as one person may."""


@dataclass(frozen=True, slots=True)
class Watch:
    """Somebody's wish to be told when an answer changes. ``answer`` is what they know; ``news`` what they are to be
    told, if anything; ``told_at`` is when they were told last; ``who`` is a keyed hash."""

    id: int
    who: str
    channel: str
    address: str
    language: Language
    question: str
    answer: Answer
    news: Answer | None
    release: str
    confirmed: bool
    told_at: datetime | None


class Watches:
    """Reads and writes watches.

    Args:
        engine: the database.
        people: hashes people's ids.
    """

    def __init__(self, engine: Engine, people: PersonHasher) -> None:
        self._engine = engine
        self._people = people

    def add(
        self, turn: Turn, who: str, channel: str, address: str, answer: Answer, release: str, *, confirmed: bool = True
    ) -> Watch:
        """Watch the answer of a turn; a second call for the same turn and address returns the same watch.

        Args:
            turn: the question with its answer.
            who: the person's id.
            channel: where it was asked, and what ``address`` is understood by.
            address: where the channel brings the news.
            answer: the answer to the question by itself, that later ones are compared with.
            release: the Release that it is from.
            confirmed: whether the address is known to be the asker's.

        Raises:
            NotFoundError: the turn is no longer stored.
            TooManyError: the person watches :data:`MOST` answers, or has not agreed to the first few.
        """
        hashed = self._people.hash_person(who)
        row = insert_or(self._engine, WatchRow).values(
            turn_id=turn.id,
            who=hashed,
            channel=channel,
            address=address,
            language=turn.answer.language,
            question=answer.question or turn.answer.question,
            answer=answer.model_dump(mode="json"),
            news=None,
            release=release,
            confirmed=confirmed,
            created_at=now(),
        )
        same = (WatchRow.turn_id == turn.id) & (WatchRow.channel == channel) & (WatchRow.address == address)
        try:
            with Session(self._engine) as session, session.begin():
                known = session.scalars(select(WatchRow).where(same)).first()
                if known is not None:
                    return _watch(known)
                theirs = or_(WatchRow.who == hashed, (WatchRow.channel == channel) & (WatchRow.address == address))
                unproven = theirs & WatchRow.confirmed.is_(False)
                if _count(session, theirs) >= MOST or _count(session, unproven) >= _UNPROVEN:
                    raise TooManyError(f"One person may watch {MOST} answers.")
                session.execute(row.on_conflict_do_nothing(index_elements=["turn_id", "channel", "address"]))
                return _watch(session.scalars(select(WatchRow).where(same)).one())
        except IntegrityError:  # there is nothing it could refer to
            raise NotFoundError("This answer is no longer stored.") from None

    def watch(self, watch_id: int) -> Watch:
        """One watch.

        Raises:
            NotFoundError: there is none with this number.
        """
        with Session(self._engine) as session:
            row = session.get(WatchRow, watch_id)
            if row is None:
                raise NotFoundError("This answer is not watched any more.")
            return _watch(row)

    def secret(self, watch_id: int) -> str:
        """The secret of a watch's page: made of the installation's key, so that it need not be stored."""
        made = hmac.new(self._people.key, f"watch-link:{watch_id}".encode(), hashlib.sha256).digest()
        return base64.urlsafe_b64encode(made[:_SECRET]).decode()

    def by_link(self, watch_id: int, secret: str) -> Watch:
        """The watch that a link opens.

        Raises:
            NotFoundError: it opens none, or none any more.
        """
        if not hmac.compare_digest(self.secret(watch_id).encode(), secret.encode("utf-8", "replace")):
            raise NotFoundError("This answer is not watched any more.")
        return self.watch(watch_id)

    def confirm(self, watch_id: int) -> bool:
        """Note that the address is the asker's; whether there is such a watch."""
        return self._change(WatchRow.id == watch_id, confirmed=True)

    def stop(self, watch_id: int, who: str | None = None) -> bool:
        """End a watch (with ``who`` only that of this person), and delete what is kept of it; whether there was one."""
        which = WatchRow.id == watch_id
        if who is not None:
            which = which & (WatchRow.who == self._people.hash_person(who))
        with self._engine.begin() as connection:
            return end_watches(connection, which) > 0

    def count(self) -> int:
        """How many answers are watched."""
        with Session(self._engine) as session:
            return _count(session, WatchRow.confirmed)

    def watched(self) -> list[Watch]:
        """All watches whose asker would be told."""
        return self._read(WatchRow.confirmed, None)

    def to_ask(self, release: str, most: int = 100) -> list[Watch]:
        """Watches that were not asked of this Release yet; those whose asker is just being told come later."""
        free = or_(WatchRow.held_until.is_(None), WatchRow.held_until < now())
        return self._read(WatchRow.confirmed & (WatchRow.release != release) & free, most)

    def asked(self, watch: Watch, release: str, news: Answer | None) -> bool:
        """Note that a watch was asked of a Release; False when another process did so before.

        Args:
            watch: as it was read.
            release: which Release.
            news: the answer, if it says something else than the asker knows; news of before is none any more.
        """
        same = (WatchRow.id == watch.id) & (WatchRow.release == watch.release)
        values: dict[str, Any] = {"release": release, "news": news.model_dump(mode="json") if news else None}
        return self._change(same, **values)

    def take(self, channel: str) -> list[Watch]:
        """Take watches of which there is news to tell, oldest first; no other process takes them for five minutes."""
        moment = now()
        free = or_(WatchRow.held_until.is_(None), WatchRow.held_until < moment)
        due = (WatchRow.channel == channel) & WatchRow.news.is_not(None) & free
        with Session(self._engine) as session, session.begin():
            taken = []
            for number in session.scalars(select(WatchRow.id).where(due).order_by(WatchRow.id).limit(_AT_ONCE)).all():
                held = update(WatchRow).where(WatchRow.id == number, due).values(held_until=moment + _HOLD)
                if cast("CursorResult[Any]", session.execute(held)).rowcount:
                    taken.append(_watch(session.get_one(WatchRow, number)))
            return taken

    def told(self, watch: Watch) -> None:
        """Note that the asker knows the news; what came after it is still to be told."""
        if watch.news is None:
            return
        values = {"answer": watch.news.model_dump(mode="json"), "told_at": now(), "held_until": None}
        same = (WatchRow.id == watch.id) & (WatchRow.release == watch.release)
        if not self._change(same, news=None, **values):
            self._change(WatchRow.id == watch.id, **values)

    def let_go(self, watch: Watch) -> None:
        """Give a watch back for another try in a minute."""
        self._change(WatchRow.id == watch.id, held_until=now() + _AGAIN)

    def _read(self, which: ColumnExpressionArgument[bool], most: int | None) -> list[Watch]:
        with Session(self._engine) as session:
            return [
                _watch(row) for row in session.scalars(select(WatchRow).where(which).order_by(WatchRow.id).limit(most))
            ]

    def _change(self, which: ColumnExpressionArgument[bool], **values: Any) -> bool:
        with self._engine.begin() as connection:
            changed = connection.execute(update(WatchRow).where(which).values(**values))
            return cast("CursorResult[Any]", changed).rowcount > 0


def _count(session: Session, which: ColumnExpressionArgument[bool]) -> int:
    return session.scalar(select(func.count()).select_from(WatchRow).where(which)) or 0


def _watch(row: WatchRow) -> Watch:
    return Watch(
        id=row.id,
        who=row.who,
        channel=row.channel,
        address=row.address,
        language="en" if row.language == "en" else "id",
        question=row.question,
        answer=Answer.model_validate(row.answer),
        news=Answer.model_validate(row.news) if row.news is not None else None,
        release=row.release,
        confirmed=row.confirmed,
        told_at=row.told_at,
    )
