"""Official answers: what the directorate replied to a ticket becomes a document of the knowledge base."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass

from bot.audit import AuditLog
from bot.tickets.handling import TicketHandling
from bot.tickets.ticket import TicketError
from bot.tickets.tickets import Tickets
from ingest.chunking import split
from ingest.masking import mask_sections, personal_record
from knowledge.documents import Document, Section, version_digest
from knowledge.errors import NotFoundError
from knowledge.language.dates import local_day
from knowledge.language.personal_data import mask
from knowledge.storage.document_store import DocumentStore
from knowledge.storage.origins import TICKET
from knowledge.storage.stored_versions import NewVersion

TITLE = 240  # characters
TEXT = 8000
_PROPOSED = 120  # characters of a title that is made of a question
_PUBLISHER = {"id": "Direktorat", "en": "Directorate"}


@dataclass(frozen=True, slots=True)
class OfficialAnswer:
    """What a reply says as a document: without greeting and names, and with the questions it answers."""

    title: str
    text: str
    questions: tuple[str, ...]


class OfficialAnswers:
    """Makes documents of replies.

    Args:
        tickets: where tickets are.
        handling: knows which of them were merged.
        document_store: where documents are.
        audit: keeps who did it.
    """

    def __init__(
        self, tickets: Tickets, handling: TicketHandling, document_store: DocumentStore, audit: AuditLog
    ) -> None:
        self._tickets = tickets
        self._handling = handling
        self._document_store = document_store
        self._audit = audit

    def proposed(self, ticket_id: int) -> OfficialAnswer:
        """The reply to a ticket as it would become a document, with the questions of those merged into the ticket.

        Raises:
            NotFoundError: there is no such ticket.
        """
        ticket = self._tickets.ticket(ticket_id)
        alike = self._handling.merged(ticket_id)
        questions = dict.fromkeys(one.question for one in (ticket, *alike) if one.question)
        title = textwrap.shorten(ticket.question, _PROPOSED, placeholder="…")
        return OfficialAnswer(title, ticket.reply, tuple(questions))

    def promote(
        self, ticket_id: int, by: str, *, answer: OfficialAnswer | None = None, origin: str = "cli"
    ) -> Document:
        """Take the reply to a ticket into the document store; it is used once a release with it is built and published.

        A later reply to the same ticket becomes a new version of the same document. Personal data is masked.

        Args:
            ticket_id: which.
            by: the account's name, or what stands for a member of the staff group.
            answer: how staff want it to read; None takes the reply as it was sent.
            origin: where it is done, for the audit log.

        Raises:
            NotFoundError: there is no such ticket, or it has no reply yet.
            TicketError: title or text is empty or too long.
        """
        ticket = self._tickets.ticket(ticket_id)
        if ticket.last_reply is None:
            raise NotFoundError(f"Ticket {ticket_id} has no reply that could become an official answer.")
        answer = answer or self.proposed(ticket_id)
        title, text = mask(" ".join(answer.title.split())), answer.text.strip()
        if not title or not text:
            raise TicketError("empty")
        if len(title) > TITLE or len(text) > TEXT:
            raise TicketError("too_long", limit=TITLE if len(title) > TITLE else TEXT)
        replied = local_day(ticket.last_reply.at)
        document = Document(
            id=f"official-answer-{ticket.id}",
            title=title,
            collection="staff",
            language=ticket.language,
            publisher=_PUBLISHER[ticket.language],
            date=replied,
            as_of=replied[:7],
        )
        done = mask_sections([Section(text, (document.title,), example_questions=answer.questions)])
        version = version_digest(document, done.sections)
        chunks, record = split(document, done.sections), personal_record(done.places)
        self._document_store.add(NewVersion(document, version, chunks, origin=f"{TICKET}{ticket.id}", masked=record))
        self._tickets.mark_promoted(ticket_id)
        self._audit.record(by, "ticket.promoted", str(ticket_id), {"document": document.id}, origin)
        return document
