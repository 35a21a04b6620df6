"""Tickets that have something to send."""

from __future__ import annotations

from sqlalchemy import Engine

from bot.identity import PersonHasher
from bot.journal import Journal
from bot.telegram.database_thread import DatabaseThread
from bot.telegram.updates.ticket_queue import TicketQueue
from bot.tickets.tickets import Tickets
from knowledge.answers import (
    Answer,
    Outcome,
)


async def test_a_ticket_that_cannot_be_sent_waits_a_while(engine: Engine, thread: DatabaseThread) -> None:
    people = PersonHasher(b"k")
    journal, tickets = Journal(engine, people), Tickets(engine, people)
    answer = Answer(outcome=Outcome.REFUSED, language="id", question="berapa")
    tickets.open(journal.record("c", "web", "web:1", "berapa", answer), "web", "web:1")
    queue = TicketQueue(engine, tickets, thread)
    (announcement,) = await queue.to_announce()
    await queue.not_announced(announcement)
    assert await queue.to_announce() == []
    assert await queue.to_deliver() == []
