"""The stores of what people asked, over one database."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import Engine, update

from bot.audit import AuditLog
from bot.identity import PersonHasher
from bot.journal import Journal, TurnRow
from bot.mail.outbox import Outbox
from bot.retention import Retention
from bot.tickets.handling import TicketHandling
from bot.tickets.letters import Letters
from bot.tickets.ticket import Ticket
from bot.tickets.tickets import Tickets
from knowledge.answers import Answer, Citation, Outcome, Paragraph
from knowledge.language.dates import local_day
from knowledge.storage.engine import now


@dataclass(frozen=True, slots=True)
class Stores:
    """Journal, tickets, what staff do with them, mail, retention and audit log over an engine."""

    engine: Engine
    journal: Journal
    tickets: Tickets
    handling: TicketHandling
    outbox: Outbox
    retention: Retention
    audit: AuditLog

    def ticket(
        self, question: str = "Berapa iurannya?", who: str = "web:w", channel: str = "web", **more: str
    ) -> Ticket:
        """A question that was asked and handed over."""
        turn = self.journal.record("c", channel, who, question, an_answer(question))
        return self.tickets.open(turn, channel, who, **more)

    def age(self, turn_id: str, age: timedelta) -> None:
        """Let a turn have been stored so long ago."""
        moment = now() - age
        with self.engine.begin() as connection:
            changed = update(TurnRow).where(TurnRow.id == turn_id)
            connection.execute(changed.values(created_at=moment, day=local_day(moment)))


def open_stores(engine: Engine) -> Stores:
    """The stores with a key of the tests."""
    people = PersonHasher(b"key")
    tickets, outbox, audit = Tickets(engine, people), Outbox(engine), AuditLog(engine, b"key")
    handling = TicketHandling(engine, Letters(tickets.secret, "https://pandu.example"), outbox, audit)
    return Stores(engine, Journal(engine, people), tickets, handling, outbox, Retention(engine, people), audit)


def an_answer(question: str = "Apa itu ASCN?") -> Answer:
    """An answer with a source."""
    return Answer(
        outcome=Outcome.ANSWERED,
        language="id",
        question=question,
        blocks=(Paragraph(text="Jejaring kota cerdas.", citations=(1,)),),
        citations=(Citation(number=1, title="Terms of Reference"),),
        release="r1",
    )
