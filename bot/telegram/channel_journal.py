"""The journal as this channel's handlers use it: awaitable, and with people named by their Telegram id."""

from __future__ import annotations

from typing import Literal

from bot.journal import Journal, Turn
from bot.official_answers import promote_to_document
from bot.retention import Retention
from bot.telegram.database_thread import DatabaseThread, ThreadedStore, in_database_thread
from bot.telegram.tables import CHANNEL
from bot.tickets import Ticket, Tickets
from knowledge.documents import Document
from knowledge.storage.document_store import DocumentStore


class ChannelJournal(ThreadedStore):
    """Turns, ratings and tickets of people in Telegram.

    Args:
        journal: where turns are kept.
        tickets: where tickets are kept.
        retention: deletes what is a person's.
        document_store: where official answers go.
        thread: the thread this store works in.
    """

    def __init__(
        self,
        journal: Journal,
        tickets: Tickets,
        retention: Retention,
        document_store: DocumentStore,
        thread: DatabaseThread,
    ) -> None:
        super().__init__(thread)
        self._journal = journal
        self._tickets = tickets
        self._retention = retention
        self._document_store = document_store

    @in_database_thread
    def turn(self, turn_id: str) -> Turn:
        """One question with its answer; raises ``NotFoundError`` when it has expired or been deleted."""
        return self._journal.turn(turn_id)

    @in_database_thread
    def rate(self, turn_id: str, value: Literal[1, -1], reason: str = "") -> None:
        """Store a person's judgement of a turn, replacing an earlier one."""
        self._journal.rate(turn_id, value, reason)

    @in_database_thread
    def open_ticket(self, turn: Turn, user_id: int, address: str, found: str) -> None:
        """Hand a question to the directorate; ``address`` is where the reply goes, ``found`` what the bot answered."""
        self._tickets.open(turn, CHANNEL, person(user_id), address=address, found=found)

    @in_database_thread
    def ticket(self, ticket_id: int) -> Ticket:
        """One ticket; raises ``NotFoundError`` when there is none with this number."""
        return self._tickets.ticket(ticket_id)

    @in_database_thread
    def reply(self, ticket_id: int, reply: str, staff_id: int) -> None:
        """Store the directorate's reply by a member of staff; raises ``NotFoundError`` for an unknown ticket."""
        self._tickets.reply(ticket_id, reply, person(staff_id))

    @in_database_thread
    def promote_to_document(self, ticket_id: int) -> Document:
        """Take the reply to a ticket into the knowledge base.

        Raises:
            NotFoundError: there is no such ticket, or it has no reply yet.
        """
        return promote_to_document(self._tickets, self._document_store, ticket_id)

    @in_database_thread
    def forget(self, user_id: int) -> int:
        """Delete everything stored about a person; returns the number of turns deleted."""
        return self._retention.forget(person(user_id))


def person(user_id: int) -> str:
    """A person's id as the journal knows it."""
    return f"{CHANNEL}:{user_id}"
