"""Tickets as their askers see them: handed over, looked at, followed up."""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Sequence

from sqlalchemy import Engine, select, update
from sqlalchemy.exc import IntegrityError, NoResultFound
from sqlalchemy.orm import Session

from bot.identity import PersonHasher
from bot.journal import Turn
from bot.tickets.tables import TicketMessageRow, TicketRow
from bot.tickets.ticket import Ticket, TicketError, TicketMessage, message_of_row, ticket_of_row
from knowledge.errors import NotFoundError
from knowledge.language import personal_data
from knowledge.storage.engine import insert_or, now

TEXT_LIMIT = 4000  # characters of one message
_FOUND = 4000  # characters that are kept of what the bot had found
_UNANSWERED = 10  # follow-ups that nobody has answered yet
_NOT_AN_ADDRESS: tuple[personal_data.Kind, ...] = ("nik",)
_SECRET = 24  # bytes of the secret in a link
LINK_PATTERN = r"^[A-Za-z0-9_-]{32}$"


class Tickets:
    """Reads tickets, and writes what askers do.

    Args:
        engine: the database.
        people: hashes people's ids; its key makes the links.
    """

    def __init__(self, engine: Engine, people: PersonHasher) -> None:
        self._engine = engine
        self._people = people

    def open(
        self, turn: Turn, channel: str, who: str, *, address: str = "", contact: str = "", found: str = ""
    ) -> Ticket:
        """Hand a turn's question to the directorate; a second call for the same turn returns the same ticket.

        Args:
            turn: the question with its answer.
            channel: where it was asked, and what ``address`` is understood by.
            who: the person's id.
            address: where the channel brings replies; never anything that the asker typed.
            contact: what the asker typed, for staff to read; identity numbers in it are masked.
            found: what the bot had found.

        Raises:
            NotFoundError: the turn is no longer stored.
        """
        moment = now()
        opened = insert_or(self._engine, TicketRow).values(
            turn_id=turn.id,
            who=self._people.hash_person(who),
            channel=channel,
            language=turn.answer.language,
            question=turn.answer.question,
            found=found[:_FOUND],
            address=address,
            contact=personal_data.mask(contact, _NOT_AN_ADDRESS),
            status="new",
            claimed_by="",
            closed_as="",
            vector_of="",
            created_at=moment,
            asked_at=moment,
            changed_at=moment,
        )
        try:
            with Session(self._engine) as session, session.begin():
                session.execute(opened.on_conflict_do_nothing(index_elements=["turn_id"]))
                row = session.scalars(select(TicketRow).where(TicketRow.turn_id == turn.id)).one()
                row.link = row.link or _hash(self.secret(row.id))
                return self._read(session, row)
        except (IntegrityError, NoResultFound):  # the turn was deleted before or in between
            raise NotFoundError("This answer is no longer stored.") from None

    def ticket(self, ticket_id: int) -> Ticket:
        """One ticket.

        Raises:
            NotFoundError: there is none with this number.
        """
        with Session(self._engine) as session:
            row = session.get(TicketRow, ticket_id)
            if row is None:
                raise NotFoundError(f"There is no ticket {ticket_id}.")
            return self._read(session, row)

    def ticket_of(self, ticket_id: int, who: str) -> Ticket:
        """One ticket of this person's (``who`` unhashed).

        Raises:
            NotFoundError: this person has none with this number.
        """
        with Session(self._engine) as session, session.begin():
            row = session.get(TicketRow, ticket_id)
            if row is None or not self._people.is_person(row.who, who):
                raise NotFoundError(f"There is no ticket {ticket_id}.")
            row.link = row.link or _hash(self.secret(ticket_id))  # one from before there were links has none
            return self._read(session, row)

    def secret(self, ticket_id: int) -> str:
        """The secret that opens a ticket's page, ``/tiket/<secret>``: made of the installation's key, so that it can be
        told again without being stored."""
        made = hmac.new(self._people.key, f"ticket-link:{ticket_id}".encode(), hashlib.sha256).digest()
        return base64.urlsafe_b64encode(made[:_SECRET]).decode()

    def linked(self, secrets: Sequence[str]) -> list[Ticket]:
        """The tickets that these secrets open, oldest first; none for a secret that opens nothing any more."""
        hashes = [_hash(secret) for secret in secrets]
        with Session(self._engine) as session:
            rows = session.scalars(select(TicketRow).where(TicketRow.link.in_(hashes)).order_by(TicketRow.id)).all()
            messages = messages_of(session, [row.id for row in rows])
            return [ticket_of_row(row, messages.get(row.id, ())) for row in rows]

    def ticket_by_link(self, secret: str) -> Ticket:
        """The ticket that a secret opens.

        Raises:
            NotFoundError: it opens none, or none any more.
        """
        for ticket in self.linked([secret]):
            return ticket
        raise NotFoundError("There is no such ticket.")

    def follow_up(self, ticket_id: int, text: str) -> Ticket:
        """Add what the asker writes to a reply; the ticket is open again. Personal data is masked, as in questions.

        Raises:
            NotFoundError: there is no such ticket.
            TicketError: nothing is written, too much, or too often; the ticket was deleted.
        """
        written = text.strip()
        if not written:
            raise TicketError("empty")
        if len(written) > TEXT_LIMIT:
            raise TicketError("too_long", limit=TEXT_LIMIT)
        with Session(self._engine) as session, session.begin():
            row = locked(session, ticket_id)
            if row.closed_as == "deleted":
                raise TicketError("deleted", id=ticket_id)
            kinds = [message.kind for message in messages_of(session, [ticket_id]).get(ticket_id, ())]
            if kinds[-_UNANSWERED:] == ["followup"] * _UNANSWERED:
                raise TicketError("too_many")
            moment = now()
            session.add(
                TicketMessageRow(ticket_id=ticket_id, kind="followup", text=personal_data.mask(written), at=moment)
            )
            row.status = "claimed" if row.claimed_by else "new"
            row.closed_as, row.merged_into = "", None
            row.asked_at = moment
            session.flush()
            return self._read(session, row)

    def mark_promoted(self, ticket_id: int) -> None:
        """Note that what was replied to a ticket became a document of the knowledge base."""
        unmarked = update(TicketRow).where(TicketRow.id == ticket_id, TicketRow.proposed_at.is_(None))
        with self._engine.begin() as connection:
            connection.execute(unmarked.values(proposed_at=now()))

    def _read(self, session: Session, row: TicketRow) -> Ticket:
        return ticket_of_row(row, messages_of(session, [row.id]).get(row.id, ()))


def messages_of(session: Session, ticket_ids: Sequence[int]) -> dict[int, tuple[TicketMessage, ...]]:
    """What was written on tickets, oldest first, by their numbers."""
    statement = select(TicketMessageRow).where(TicketMessageRow.ticket_id.in_(ticket_ids)).order_by(TicketMessageRow.id)
    found: dict[int, list[TicketMessage]] = {}
    for row in session.scalars(statement):
        found.setdefault(row.ticket_id, []).append(message_of_row(row))
    return {ticket_id: tuple(messages) for ticket_id, messages in found.items()}


def locked(session: Session, ticket_id: int) -> TicketRow:
    """A ticket that nobody else changes until the transaction ends; that something is done with it is noted.

    Raises:
        NotFoundError: there is none with this number.
    """
    # Writing comes first: on SQLite, too, a second writer then waits before it reads.
    session.execute(update(TicketRow).where(TicketRow.id == ticket_id).values(changed_at=now()))
    row = session.get(TicketRow, ticket_id)
    if row is None:
        raise NotFoundError(f"There is no ticket {ticket_id}.")
    return row


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()
