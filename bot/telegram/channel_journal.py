"""The journal as this channel's handlers use it: awaitable, and with people named by their Telegram id."""

from __future__ import annotations

from typing import Literal

from bot.identity import group_member
from bot.journal import Journal, Turn
from bot.retention import Retention
from bot.telegram.database_thread import DatabaseThread, ThreadedStore, in_database_thread
from bot.telegram.tables import CHANNEL
from bot.tickets.handling import TicketHandling
from bot.tickets.official_answers import OfficialAnswers
from bot.tickets.ticket import Ticket
from bot.tickets.tickets import Tickets
from knowledge.documents import Document


class ChannelJournal(ThreadedStore):
    """Turns, ratings and tickets of people in Telegram.

    Args:
        journal: where turns are kept.
        tickets: where tickets are kept.
        handling: what staff do with them.
        retention: deletes what is a person's.
        official_answers: makes documents of replies.
        thread: the thread this store works in.
    """

    def __init__(
        self,
        journal: Journal,
        tickets: Tickets,
        handling: TicketHandling,
        retention: Retention,
        official_answers: OfficialAnswers,
        thread: DatabaseThread,
    ) -> None:
        super().__init__(thread)
        self._journal = journal
        self._tickets = tickets
        self._handling = handling
        self._retention = retention
        self._official_answers = official_answers

    @in_database_thread
    def turn(self, turn_id: str) -> Turn:
        """One question with its answer; raises ``NotFoundError`` when it has expired or been deleted."""
        return self._journal.turn(turn_id)

    @in_database_thread
    def rate(self, turn_id: str, value: Literal[1, -1], reason: str = "") -> None:
        """Store a person's judgement of a turn, replacing an earlier one."""
        self._journal.rate(turn_id, value, reason)

    @in_database_thread
    def open_ticket(self, turn: Turn, user_id: int, address: str, found: str) -> Ticket:
        """Hand a question to the directorate; ``address`` is where the reply goes, ``found`` what the bot answered."""
        return self._tickets.open(turn, CHANNEL, person(user_id), address=address, found=found)

    @in_database_thread
    def ticket(self, ticket_id: int) -> Ticket:
        """One ticket; raises ``NotFoundError`` when there is none with this number."""
        return self._tickets.ticket(ticket_id)

    @in_database_thread
    def answer_ticket(self, ticket_id: int, text: str, staff_id: int) -> None:
        """Store the directorate's answer by a member of the staff group.

        Raises:
            NotFoundError: there is no such ticket.
            TicketError: it is closed, or the text is too long.
        """
        self._handling.answer(ticket_id, text, self._member(staff_id), origin=CHANNEL)

    @in_database_thread
    def follow_up(self, ticket_id: int, user_id: int, text: str) -> None:
        """Store what the asker of a ticket writes to a reply.

        Raises:
            NotFoundError: this person has no such ticket.
            TicketError: nothing is written, too much, or too often.
        """
        self._tickets.follow_up(self._tickets.ticket_of(ticket_id, person(user_id)).id, text)

    @in_database_thread
    def promote_to_document(self, ticket_id: int, staff_id: int) -> Document:
        """Take the reply to a ticket into the knowledge base, for a member of the staff group.

        Raises:
            NotFoundError: there is no such ticket, or it has no reply yet.
        """
        return self._official_answers.promote(ticket_id, self._member(staff_id), origin=CHANNEL)

    @in_database_thread
    def forget(self, user_id: int) -> int:
        """Delete everything stored about a person; returns the number of turns deleted."""
        return self._retention.forget(person(user_id))

    def _member(self, staff_id: int) -> str:
        return group_member(self._journal.people.hash_person(person(staff_id)))


def person(user_id: int) -> str:
    """A person's id as the journal knows it."""
    return f"{CHANNEL}:{user_id}"
