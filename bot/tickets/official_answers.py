"""Official answers: what the directorate replied to a ticket becomes a document of the knowledge base."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass

from bot.tickets.ticket import Ticket, TicketError
from bot.tickets.tickets import Tickets
from ingest.chunking import split
from ingest.masking import mask_sections
from knowledge.documents import Document, Section, version_digest
from knowledge.storage.document_store import DocumentStore, NewVersion

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


def proposed(ticket: Ticket, alike: Sequence[Ticket] = ()) -> OfficialAnswer:
    """A reply as it would become a document; ``alike`` are the tickets that were merged into this one."""
    questions = dict.fromkeys(one.question for one in (ticket, *alike) if one.question)
    return OfficialAnswer(textwrap.shorten(ticket.question, _PROPOSED, placeholder="…"), ticket.reply, tuple(questions))


def promote_to_document(
    tickets: Tickets, document_store: DocumentStore, ticket_id: int, answer: OfficialAnswer | None = None
) -> Document:
    """Take the reply to a ticket into the document store; it is used once a release with it is built and published.

    A later reply to the same ticket becomes a new version of the same document. Personal data is masked.

    Args:
        tickets: where the ticket is.
        document_store: where documents are.
        ticket_id: which.
        answer: how staff want it to read; None takes the reply as it was sent.

    Raises:
        NotFoundError: there is no such ticket, or it has no reply yet.
        TicketError: title or text is empty or too long.
    """
    ticket = tickets.mark_promoted(ticket_id)
    answer = answer or proposed(ticket)
    title, text = " ".join(answer.title.split()), answer.text.strip()
    if not title or not text:
        raise TicketError("empty")
    if len(title) > TITLE or len(text) > TEXT:
        raise TicketError("too_long", limit=TITLE if len(title) > TITLE else TEXT)
    replied = f"{ticket.messages[-1].at:%Y-%m-%d}"
    document = Document(
        id=f"official-answer-{ticket.id}",
        title=title,
        collection="staff",
        language=ticket.language,
        publisher=_PUBLISHER[ticket.language],
        date=replied,
        as_of=replied[:7],
    )
    sections = mask_sections([Section(text, (document.title,), example_questions=answer.questions)]).sections
    version = version_digest(document, sections)
    document_store.add(NewVersion(document, version, split(document, sections), origin=f"ticket:{ticket.id}"))
    return document
