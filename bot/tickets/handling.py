"""What staff do with tickets, from wherever they do it: the console, the command line, the Telegram group."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal

from sqlalchemy import Engine, select, update
from sqlalchemy.orm import Session

from bot.mail.outbox import Mail, Outbox
from bot.tickets.letters import Letters
from bot.tickets.tables import TicketMessageRow, TicketRow
from bot.tickets.ticket import Kind, Ticket, TicketError, TicketStatus, plain_sources, ticket_of_row
from bot.tickets.tickets import TEXT_LIMIT, locked, messages_of
from knowledge.answers import Citation
from knowledge.errors import NotFoundError
from knowledge.storage.engine import now

_SOURCES = 8  # cited passages of one reply
_AFTER: dict[str, TicketStatus] = {"answer": "answered", "inquiry": "waiting", "closing": "closed"}


class TicketHandling:
    """Claims, answers, merges and closes tickets. What is written to an asker is stored together with what carries it
    there, so that none goes without the other.

    Args:
        engine: the database.
        letters: writes mail to askers who left a mailbox; None where no mail is sent.
        outbox: takes that mail.
    """

    def __init__(self, engine: Engine, letters: Letters | None, outbox: Outbox) -> None:
        self._engine = engine
        self._letters = letters
        self._outbox = outbox

    def claim(self, ticket_id: int, by: str) -> Ticket:
        """Take a ticket up, also from a colleague.

        Raises:
            NotFoundError: there is no such ticket.
            TicketError: it is closed.
        """

        def change(session: Session, row: TicketRow) -> None:
            row.claimed_by = by
            if row.status == "new":
                row.status = "claimed"

        return self._change(ticket_id, change)

    def release(self, ticket_id: int) -> Ticket:
        """Give a ticket back to everybody.

        Raises:
            NotFoundError: there is no such ticket.
            TicketError: it is closed.
        """

        def change(session: Session, row: TicketRow) -> None:
            row.claimed_by = ""
            if row.status == "claimed":
                row.status = "new"

        return self._change(ticket_id, change)

    def answer(
        self, ticket_id: int, text: str, by: str, *, sources: Sequence[Citation] = (), after: int | None = None
    ) -> Ticket:
        """Answer the asker, and those of the tickets that were merged into this one.

        Args:
            ticket_id: which.
            text: the answer.
            by: the account's name, or what stands for a member of the staff group.
            sources: passages it stands on.
            after: the number of the latest message that the writer has seen (:attr:`Ticket.latest`); None writes
                whatever came since.

        Raises:
            NotFoundError: there is no such ticket.
            TicketError: it is closed, something was written since, or the text is empty or too long.
        """
        return self._write(ticket_id, "answer", text, by, sources, after)

    def inquire(self, ticket_id: int, text: str, by: str, *, after: int | None = None) -> Ticket:
        """Ask the asker back; the ticket waits for what they write. Arguments and errors are as in :meth:`answer`."""
        return self._write(ticket_id, "inquiry", text, by, (), after)

    def close(self, ticket_id: int, text: str, by: str, *, after: int | None = None) -> Ticket:
        """Close a ticket as out of scope, and say so to the asker in these words. Arguments and errors are as in
        :meth:`answer`."""
        return self._write(ticket_id, "closing", text, by, (), after)

    def merge(self, ticket_id: int, into: int, by: str) -> Ticket:
        """Let a ticket be answered by another one that asks the same: its asker gets the answers of that one, those
        already given too.

        Returns:
            The ticket that it was merged into.

        Raises:
            NotFoundError: there is no such ticket.
            TicketError: one of them is closed, or both are the same.
        """
        if ticket_id == into:
            raise TicketError("merged_with_itself")

        def change(session: Session, row: TicketRow) -> None:
            target = session.get(TicketRow, into)
            if target is None:
                raise NotFoundError(f"There is no ticket {into}.")
            if target.status == "closed":
                raise TicketError("closed", id=into)
            session.execute(update(TicketRow).where(TicketRow.merged_into == row.id).values(merged_into=into))
            for message in messages_of(session, [into]).get(into, ()):
                if message.kind == "answer":
                    self._send(session, row, "answer", message.text, message.by, message.sources)
            row.status, row.closed_as, row.merged_into, row.claimed_by = "closed", "merged", into, by

        self._change(ticket_id, change)
        return self._change(into, lambda session, row: None)

    def reopen(self, ticket_id: int, by: str) -> Ticket:
        """Take a closed or answered ticket up again.

        Raises:
            NotFoundError: there is no such ticket.
            TicketError: its asker deleted it, or it has expired.
        """

        def change(session: Session, row: TicketRow) -> None:
            row.status, row.closed_as, row.merged_into, row.claimed_by = "claimed", "", None, by

        return self._change(ticket_id, change, closed=True)

    def merged(self, ticket_id: int) -> list[Ticket]:
        """The tickets that were merged into this one."""
        with Session(self._engine) as session:
            rows = session.scalars(select(TicketRow).where(TicketRow.merged_into == ticket_id).order_by(TicketRow.id))
            return [ticket_of_row(row) for row in rows]

    def _write(
        self,
        ticket_id: int,
        kind: Literal["answer", "inquiry", "closing"],
        text: str,
        by: str,
        sources: Sequence[Citation],
        after: int | None,
    ) -> Ticket:
        written = text.strip()
        if not written:
            raise TicketError("empty")
        if len(written) > TEXT_LIMIT:
            raise TicketError("too_long", limit=TEXT_LIMIT)

        def change(session: Session, row: TicketRow) -> None:
            messages = messages_of(session, [row.id]).get(row.id, ())
            if after is not None and after != (messages[-1].id if messages else 0):
                raise TicketError("changed", id=row.id)
            row.claimed_by = row.claimed_by or by
            row.status = _AFTER[kind]
            row.closed_as = "out-of-scope" if kind == "closing" else ""
            self._send(session, row, kind, written, by, tuple(sources[:_SOURCES]))
            if kind != "inquiry":
                for other in session.scalars(select(TicketRow).where(TicketRow.merged_into == row.id)).all():
                    self._send(session, other, kind, written, by, tuple(sources[:_SOURCES]))

        return self._change(ticket_id, change)

    def _send(
        self, session: Session, row: TicketRow, kind: Kind, text: str, by: str, sources: tuple[Citation, ...]
    ) -> None:
        """Write to one asker, with what brings it there: the channel where it has an address, mail where it is set and
        the asker left a mailbox, and always the ticket's page."""
        moment = now()
        message = TicketMessageRow(
            ticket_id=row.id,
            kind=kind,
            text=text,
            sources=plain_sources(sources),
            by=by,
            at=moment,
            delivery="waiting" if row.address else "",
        )
        session.add(message)
        session.flush()
        if kind != "inquiry":
            row.replied_at = row.replied_at or moment
        row.changed_at = moment
        ticket = ticket_of_row(row)
        if self._letters is not None and not row.address and ticket.mailbox:
            subject, body = self._letters.reply(ticket, kind, text, sources)
            mail = Mail(mail_key(message.id), ticket.mailbox, subject, body)
            self._outbox.put(mail, who=row.who, session=session)

    def _change(self, ticket_id: int, change: Callable[[Session, TicketRow], None], *, closed: bool = False) -> Ticket:
        with Session(self._engine) as session, session.begin():
            row = locked(session, ticket_id)
            if row.closed_as == "deleted":
                raise TicketError("deleted", id=ticket_id)
            if row.status == "closed" and not closed:
                raise TicketError("closed", id=ticket_id)
            change(session, row)
            session.flush()
            return ticket_of_row(row, messages_of(session, [row.id]).get(row.id, ()))


def mail_key(message_id: int) -> str:
    """What the mail of a message is called in the outbox."""
    return f"ticket-message-{message_id}"
