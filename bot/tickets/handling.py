"""What staff do with tickets, from wherever they do it: the console, the command line, the Telegram group."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal

from sqlalchemy import Engine, select, update
from sqlalchemy.orm import Session

from bot.audit import AuditLog
from bot.mail.outbox import Mail, Outbox
from bot.tickets.letters import Letters
from bot.tickets.tables import TicketMessageRow, TicketRow
from bot.tickets.ticket import Kind, Ticket, TicketError, TicketStatus, plain_sources, ticket_of_row
from bot.tickets.tickets import TEXT_LIMIT, locked, messages_of
from knowledge.answers import Citation
from knowledge.storage.engine import now

SOURCES = 8  # passages that are chosen for one reply
_CITED = 16  # sources that these stand on
_AFTER: dict[str, TicketStatus] = {"answer": "answered", "inquiry": "waiting", "closing": "closed"}
_DONE = {"answer": "answered", "inquiry": "inquired", "closing": "closed"}  # as the audit log says it


class TicketHandling:
    """Claims, answers, merges and closes tickets. What is written to an asker is stored together with what carries it
    there, so that none goes without the other. Every verb is in the audit log: ``by`` is the account's name, or what
    stands for a member of the staff group; ``origin`` is where it is done.

    Args:
        engine: the database.
        letters: writes mail to askers who left a mailbox; None where no mail is sent.
        outbox: takes that mail.
        audit: keeps who did what.
    """

    def __init__(self, engine: Engine, letters: Letters | None, outbox: Outbox, audit: AuditLog) -> None:
        self._engine = engine
        self._letters = letters
        self._outbox = outbox
        self._audit = audit

    def claim(self, ticket_id: int, by: str, *, origin: str = "cli") -> Ticket:
        """Take a ticket up, also from a colleague.

        Raises:
            NotFoundError: there is no such ticket.
            TicketError: it is closed.
        """

        def change(session: Session, row: TicketRow) -> None:
            row.claimed_by = by
            if row.status == "new":
                row.status = "claimed"

        return self._change(ticket_id, change, "claimed", by, origin)

    def release(self, ticket_id: int, by: str, *, origin: str = "cli") -> Ticket:
        """Give a ticket back to everybody.

        Raises:
            NotFoundError: there is no such ticket.
            TicketError: it is closed.
        """

        def change(session: Session, row: TicketRow) -> None:
            row.claimed_by = ""
            if row.status == "claimed":
                row.status = "new"

        return self._change(ticket_id, change, "released", by, origin)

    def answer(
        self,
        ticket_id: int,
        text: str,
        by: str,
        *,
        sources: Sequence[Citation] = (),
        after: int | None = None,
        origin: str = "cli",
    ) -> Ticket:
        """Answer the asker, and those of the tickets that were merged into this one.

        Args:
            ticket_id: which.
            text: the answer.
            by: who.
            sources: passages it stands on.
            after: the number of the latest message that the writer has seen (:attr:`Ticket.latest`); None writes
                whatever came since.
            origin: where it is written.

        Raises:
            NotFoundError: there is no such ticket.
            TicketError: it is closed, something was written since, or the text is empty or too long.
        """
        return self._write(ticket_id, "answer", text, by, sources, after, origin)

    def inquire(self, ticket_id: int, text: str, by: str, *, after: int | None = None, origin: str = "cli") -> Ticket:
        """Ask the asker back; the ticket waits for what they write. Arguments and errors are as in :meth:`answer`."""
        return self._write(ticket_id, "inquiry", text, by, (), after, origin)

    def close(self, ticket_id: int, text: str, by: str, *, after: int | None = None, origin: str = "cli") -> Ticket:
        """Close a ticket as out of scope, and say so to the asker in these words. Arguments and errors are as in
        :meth:`answer`."""
        return self._write(ticket_id, "closing", text, by, (), after, origin)

    def merge(self, ticket_ids: Sequence[int], into: int, by: str, *, origin: str = "cli") -> Ticket:
        """Let tickets be answered by another one that asks the same, all of them or none: their askers get the answers
        of that one, those already given too.

        Returns:
            The ticket that they were merged into.

        Raises:
            NotFoundError: there is no such ticket.
            TicketError: one of them is closed, or the same as the other.
        """
        if into in ticket_ids:
            raise TicketError("merged_with_itself")
        with Session(self._engine) as session, session.begin():
            # Always in the same order, so that of two that merge into each other the second finds it done.
            rows = {number: _open(session, number) for number in sorted({*ticket_ids, into})}
            messages = messages_of(session, [into]).get(into, ())
            for number in dict.fromkeys(ticket_ids):
                session.execute(update(TicketRow).where(TicketRow.merged_into == number).values(merged_into=into))
                row = rows[number]
                for message in messages:
                    if message.kind == "answer":
                        self._send(session, row, "answer", message.text, message.by, message.sources)
                row.status, row.closed_as, row.merged_into, row.claimed_by = "closed", "merged", into, by
            session.flush()
            target = ticket_of_row(rows[into], messages)
        merged = {"into": into, "tickets": list(dict.fromkeys(ticket_ids))}
        self._audit.record(by, "ticket.merged", str(into), merged, origin)
        return target

    def reopen(self, ticket_id: int, by: str, *, origin: str = "cli") -> Ticket:
        """Take a closed or answered ticket up again.

        Raises:
            NotFoundError: there is no such ticket.
            TicketError: its asker deleted it, or it has expired.
        """

        def change(session: Session, row: TicketRow) -> None:
            row.status, row.closed_as, row.merged_into, row.claimed_by = "claimed", "", None, by

        return self._change(ticket_id, change, "reopened", by, origin, closed=True)

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
        origin: str,
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
            self._send(session, row, kind, written, by, tuple(sources[:_CITED]))
            if kind != "inquiry":
                for other in session.scalars(select(TicketRow).where(TicketRow.merged_into == row.id)).all():
                    self._send(session, other, kind, written, by, tuple(sources[:_CITED]))

        return self._change(ticket_id, change, _DONE[kind], by, origin)

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

    def _change(
        self,
        ticket_id: int,
        change: Callable[[Session, TicketRow], None],
        done: str,
        by: str,
        origin: str,
        *,
        closed: bool = False,
    ) -> Ticket:
        with Session(self._engine) as session, session.begin():
            row = _open(session, ticket_id, closed=closed)
            change(session, row)
            session.flush()
            ticket = ticket_of_row(row, messages_of(session, [row.id]).get(row.id, ()))
        self._audit.record(by, f"ticket.{done}", str(ticket_id), None, origin)
        return ticket


def _open(session: Session, ticket_id: int, *, closed: bool = False) -> TicketRow:
    """A ticket to be changed, which is open, or may be ``closed``."""
    row = locked(session, ticket_id)
    if row.closed_as == "deleted":
        raise TicketError("deleted", id=ticket_id)
    if row.status == "closed" and not closed:
        raise TicketError("closed", id=ticket_id)
    return row


def mail_key(message_id: int) -> str:
    """What the mail of a message is called in the outbox."""
    return f"ticket-message-{message_id}"
