"""What is stored of one person, shown, given out and deleted when that person asks (UU 27/2022, articles 7 and 8)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, get_args

from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from bot.identity import PersonHasher
from bot.journal import FeedbackRow, TurnRow
from bot.retention import Retention
from bot.tickets.tables import TicketMessageRow, TicketRow
from bot.watches.tables import WatchRow, told_to
from knowledge.answer_text import plain_text
from knowledge.answers import Answer
from knowledge.errors import NotFoundError
from knowledge.storage.engine import now

#: What a person is known by: the Telegram id, the id of a conversation in a browser, the number of a ticket, or the
#: mailbox to which news of a watched answer goes.
Known = Literal["telegram", "web", "ticket", "mailbox"]
KNOWN: tuple[Known, ...] = get_args(Known)


@dataclass(frozen=True, slots=True)
class Held:
    """How much is stored, and since when."""

    turns: int
    tickets: int
    watches: int
    since: datetime | None

    def __bool__(self) -> bool:
        return bool(self.turns or self.tickets or self.watches)


@dataclass(frozen=True, slots=True)
class DataSubject:
    """A person as the database knows one; ``mark`` is the beginning of the keyed hash, by which evidence names it.

    Who shows a ``mailbox`` alone gets what goes there, and nothing of the conversation in which somebody gave it."""

    hashed: str
    mailbox: str = ""

    @property
    def mark(self) -> str:
        """What evidence names the person by; it leads back to nobody without the installation's key."""
        return self.hashed[:16]


class DataRequests:
    """Answers what people may ask for about their data. That somebody is who he says is for staff to make sure of.

    Args:
        engine: the database.
        people: hashes people's ids.
        retention: what deletes.
    """

    def __init__(self, engine: Engine, people: PersonHasher, retention: Retention) -> None:
        self._engine = engine
        self._people = people
        self._retention = retention

    def find(self, known: Known, value: str) -> DataSubject:
        """The person known by this.

        Raises:
            NotFoundError: there is no such ticket, or it is emptied already.
        """
        if known == "mailbox":
            return DataSubject(self._people.hash_person(f"mail:{value.lower()}"), value.lower())
        if known != "ticket":
            return DataSubject(self._people.hash_person(f"{known}:{value}"))
        number = int(value) if value.isdecimal() and len(value) < 10 else 0
        with self._engine.connect() as connection:
            who = connection.scalar(select(TicketRow.who).where(TicketRow.id == number))
        if not who:
            raise NotFoundError(f"There is no ticket {value[:20]}, or it has been emptied already.")
        return DataSubject(who)

    def held(self, person: DataSubject | None = None) -> Held:
        """How much is stored of a person, or of everybody."""
        turns = select(func.count(), func.min(TurnRow.created_at))
        tickets = select(func.count(), func.min(TicketRow.created_at)).where(TicketRow.who != "")
        watches = select(func.count(), func.min(WatchRow.created_at))
        if person is not None:
            turns = turns.where(TurnRow.who == person.hashed)
            tickets = tickets.where(TicketRow.who == person.hashed)
            watches = watches.where(told_to(person.hashed, person.mailbox))
        with self._engine.connect() as connection:
            (asked, first), (handed, opened) = connection.execute(turns).one(), connection.execute(tickets).one()
            watched, begun = connection.execute(watches).one()
        since = min((at for at in (first, opened, begun) if at), default=None)
        return Held(asked, handed, watched, since)

    def export(self, person: DataSubject) -> dict[str, Any]:
        """Everything that is stored of a person, as JSON that people and programs read."""
        with Session(self._engine) as session:
            asked = session.execute(
                select(TurnRow, FeedbackRow)
                .outerjoin(FeedbackRow, FeedbackRow.turn_id == TurnRow.id)
                .where(TurnRow.who == person.hashed)
                .order_by(TurnRow.created_at)
            )
            turns = [_turn(turn, feedback) for turn, feedback in asked]
            rows = session.scalars(select(TicketRow).where(TicketRow.who == person.hashed).order_by(TicketRow.id)).all()
            written = select(TicketMessageRow).where(TicketMessageRow.ticket_id.in_([row.id for row in rows]))
            messages = session.scalars(written.order_by(TicketMessageRow.id)).all()
            tickets = [_ticket(row, [one for one in messages if one.ticket_id == row.id]) for row in rows]
            watched = select(WatchRow).where(told_to(person.hashed, person.mailbox)).order_by(WatchRow.id)
            watches = [_watch(row) for row in session.scalars(watched)]
        made_at = now().isoformat(timespec="seconds")
        return {"made_at": made_at, "turns": turns, "tickets": tickets, "watches": watches}

    def delete(self, person: DataSubject) -> dict[str, int]:
        """Delete everything that is stored of a person; returns the evidence: how much there was, and what is left
        when one looks again, which is nothing."""
        before = self.held(person)
        self._retention.forget_hashed(person.hashed, person.mailbox)
        left = self._retention.kept(person.hashed, person.mailbox)
        return {"turns": before.turns, "tickets": before.tickets, "watches": before.watches, "left": left}


def _turn(row: TurnRow, feedback: FeedbackRow | None) -> dict[str, Any]:
    return {
        "at": row.created_at.isoformat(timespec="seconds"),
        "channel": row.channel,
        "question": row.question,
        "outcome": row.outcome,
        "answer": plain_text(Answer.model_validate(row.answer)),
        "feedback": None if feedback is None else {"value": feedback.value, "reason": feedback.reason},
    }


def _ticket(row: TicketRow, messages: list[TicketMessageRow]) -> dict[str, Any]:
    return {
        "number": row.id,
        "at": row.created_at.isoformat(timespec="seconds"),
        "channel": row.channel,
        "question": row.question,
        "found": row.found,
        "address": row.address,
        "contact": row.contact,
        "status": row.status,
        "messages": [
            {"at": one.at.isoformat(timespec="seconds"), "kind": one.kind, "text": one.text} for one in messages
        ],
    }


def _watch(row: WatchRow) -> dict[str, Any]:
    return {
        "at": row.created_at.isoformat(timespec="seconds"),
        "channel": row.channel,
        "address": row.address,
        "question": row.question,
        "answer": plain_text(Answer.model_validate(row.answer)),
        "confirmed": row.confirmed,
        "told_at": row.told_at and row.told_at.isoformat(timespec="seconds"),
    }
