"""A ticket as the rest of the program sees it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, cast

from pydantic import TypeAdapter

from bot.mail.smtp import mailbox_in
from bot.tickets.tables import TicketMessageRow, TicketRow
from knowledge.answers import Citation
from knowledge.documents import Language
from knowledge.errors import PanduError
from knowledge.language.messages import Messages

#: ``new``: nobody has taken it up; ``waiting``: for the asker, who was asked back; ``closed``: nothing more will come.
TicketStatus = Literal["new", "claimed", "waiting", "answered", "closed"]
OPEN: tuple[TicketStatus, ...] = ("new", "claimed", "waiting")
Closed = Literal["", "out-of-scope", "merged", "deleted"]
#: ``closing`` is the last word on what is out of scope.
Kind = Literal["answer", "inquiry", "closing", "followup"]
Delivery = Literal["", "waiting", "sent", "failed"]
#: How a reply reaches the asker beside the page of the ticket: through the channel, by mail, by staff themselves who
#: write to the address that was left, or not at all.
Way = Literal["channel", "mail", "contact", "page"]

TEXTS = Messages("bot.tickets")
_SOURCES: TypeAdapter[tuple[Citation, ...]] = TypeAdapter(tuple[Citation, ...])


class TicketError(PanduError):
    """Something that cannot be done with a ticket; ``code`` is its name in ``texts.yaml``."""

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(TEXTS.say(f"errors.{code}", "en", **values))
        self.code = code
        self._values = values

    def said(self, language: Language) -> str:
        """The sentence in a language."""
        return TEXTS.say(f"errors.{self.code}", language, **self._values)


@dataclass(frozen=True, slots=True)
class TicketMessage:
    """What was written on a ticket after its question, by staff or by its asker."""

    id: int
    ticket: int
    kind: Kind
    text: str
    sources: tuple[Citation, ...]
    by: str
    at: datetime
    delivery: Delivery

    @property
    def from_staff(self) -> bool:
        """Whether the directorate wrote it."""
        return self.kind != "followup"


@dataclass(frozen=True, slots=True)
class Ticket:
    """A question handed to the directorate, with what was written since."""

    id: int
    turn_id: str | None
    channel: str
    language: Language
    question: str
    found: str
    address: str
    contact: str
    status: TicketStatus
    claimed_by: str
    closed_as: Closed
    merged_into: int | None
    created_at: datetime
    asked_at: datetime
    replied_at: datetime | None
    proposed_at: datetime | None
    messages: tuple[TicketMessage, ...] = ()

    @property
    def last_reply(self) -> TicketMessage | None:
        """The directorate's latest answer, or last word; None while there is neither."""
        kinds = ("answer", "closing")
        return next((message for message in reversed(self.messages) if message.kind in kinds), None)

    @property
    def reply(self) -> str:
        """What it says; empty while there is none."""
        return self.last_reply.text if self.last_reply else ""

    @property
    def mailbox(self) -> str:
        """The mailbox that the asker left, or nothing."""
        return mailbox_in(self.contact)

    @property
    def latest(self) -> int:
        """The number of the latest message, 0 if there is none: tells whether a ticket has changed since."""
        return self.messages[-1].id if self.messages else 0


def way_of(ticket: Ticket, *, mails: bool) -> Way:
    """How a reply reaches the asker; ``mails`` tells whether mail is sent."""
    if ticket.address:
        return "channel"
    if mails and ticket.mailbox:
        return "mail"
    return "contact" if ticket.contact else "page"


def ticket_of_row(row: TicketRow, messages: tuple[TicketMessage, ...] = ()) -> Ticket:
    """A ticket as it is stored."""
    return Ticket(
        id=row.id,
        turn_id=row.turn_id,
        channel=row.channel,
        language="en" if row.language == "en" else "id",
        question=row.question,
        found=row.found,
        address=row.address,
        contact=row.contact,
        status=cast(TicketStatus, row.status),
        claimed_by=row.claimed_by,
        closed_as=cast(Closed, row.closed_as),
        merged_into=row.merged_into,
        created_at=row.created_at,
        asked_at=row.asked_at,
        replied_at=row.replied_at,
        proposed_at=row.proposed_at,
        messages=messages,
    )


def message_of_row(row: TicketMessageRow) -> TicketMessage:
    """A message as it is stored."""
    return TicketMessage(
        id=row.id,
        ticket=row.ticket_id,
        kind=cast(Kind, row.kind),
        text=row.text,
        sources=_SOURCES.validate_python(row.sources),
        by=row.by,
        at=row.at,
        delivery=cast(Delivery, row.delivery),
    )


def plain_sources(sources: tuple[Citation, ...]) -> list[dict[str, Any]]:
    """Cited passages as they are stored."""
    return [source.model_dump(mode="json") for source in sources]
