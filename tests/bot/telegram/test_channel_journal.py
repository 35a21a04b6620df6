"""The journal with people named by their Telegram id."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine

from bot.audit import AuditLog
from bot.identity import PersonHasher, group_member
from bot.journal import Journal, Turn
from bot.mail.outbox import Outbox
from bot.retention import Retention
from bot.telegram.channel_journal import ChannelJournal, person
from bot.telegram.database_thread import DatabaseThread
from bot.tickets.handling import TicketHandling
from bot.tickets.official_answers import OfficialAnswers
from bot.tickets.tickets import Tickets
from knowledge.answers import Answer, Outcome
from knowledge.errors import NotFoundError
from knowledge.storage.document_store import DocumentStore

REFUSED = Answer(outcome=Outcome.REFUSED, language="id", question="Berapa iurannya?")


@pytest.fixture
def journal(engine: Engine) -> Journal:
    """The journal of all channels."""
    return Journal(engine, PersonHasher(b"k"))


@pytest.fixture
def channel(engine: Engine, journal: Journal, thread: DatabaseThread) -> ChannelJournal:
    """The journal as the channel uses it."""
    tickets, retention = Tickets(engine, journal.people), Retention(engine, journal.people)
    audit = AuditLog(engine, b"k")
    handling = TicketHandling(engine, None, Outbox(engine), audit)
    official = OfficialAnswers(tickets, handling, DocumentStore(engine), audit)
    return ChannelJournal(journal, tickets, handling, retention, official, thread)


def asked_by(journal: Journal, user_id: int) -> Turn:
    """A turn of this person."""
    return journal.record("c", "telegram", person(user_id), REFUSED.question, REFUSED)


async def test_turns_are_found_rated_and_forgotten(channel: ChannelJournal, journal: Journal) -> None:
    mine, other = asked_by(journal, 7), asked_by(journal, 8)
    assert (await channel.turn(mine.id)).answer == REFUSED
    await channel.rate(mine.id, -1, "wrong")
    assert await channel.forget(7) == 1
    with pytest.raises(NotFoundError):
        await channel.turn(mine.id)
    assert (await channel.turn(other.id)).id == other.id


async def test_a_ticket_goes_from_the_asker_to_an_official_answer(
    channel: ChannelJournal, journal: Journal, engine: Engine
) -> None:
    await channel.open_ticket(asked_by(journal, 7), 7, "telegram:7:1", "tidak ada")
    ticket = await channel.ticket(1)
    assert (ticket.channel, ticket.question, ticket.found) == ("telegram", "Berapa iurannya?", "tidak ada")
    with pytest.raises(NotFoundError):
        await channel.promote_to_document(1, 50)
    await channel.answer_ticket(1, "Tidak ada iuran.", 50)
    document = await channel.promote_to_document(1, 50)
    assert (document.title, document.collection) == ("Berapa iurannya?", "staff")
    assert (await channel.ticket(1)).status == "answered"
    with pytest.raises(NotFoundError):
        await channel.answer_ticket(2, "x", 50)
    done = [(one.action, one.target, one.by, one.origin) for one in AuditLog(engine, b"k").entries()]
    by = group_member(journal.people.hash_person(person(50)))
    assert done == [(action, "1", by, "telegram") for action in ("ticket.promoted", "ticket.answered")]
