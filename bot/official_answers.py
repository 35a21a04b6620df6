"""Official answers: what the directorate replied to a ticket becomes a document of the knowledge base."""

from __future__ import annotations

import textwrap

from bot.tickets import Tickets
from ingest.chunking import split
from ingest.masking import mask_sections
from knowledge.documents import Document, Section, version_digest
from knowledge.storage.document_store import DocumentStore, NewVersion

_TITLE = 120  # characters
_PUBLISHER = {"id": "Direktorat", "en": "Directorate"}


def promote_to_document(tickets: Tickets, document_store: DocumentStore, ticket_id: int) -> Document:
    """Take the reply to a ticket into the document store; it is used once a release with it is built and published.

    A later reply to the same ticket becomes a new version of the same document. Personal data is masked.

    Raises:
        NotFoundError: there is no such ticket, or it has no reply yet.
    """
    ticket = tickets.promote(ticket_id)
    replied = f"{ticket.replied_at:%Y-%m-%d}" if ticket.replied_at else ""
    document = Document(
        id=f"official-answer-{ticket.id}",
        title=textwrap.shorten(ticket.question, _TITLE, placeholder="…"),
        collection="staff",
        language=ticket.language,
        publisher=_PUBLISHER[ticket.language],
        date=replied,
        as_of=replied[:7],
    )
    sections = mask_sections([Section(ticket.reply, (document.title,), example_questions=(ticket.question,))]).sections
    version = version_digest(document, sections)
    document_store.add(NewVersion(document, version, split(document, sections), origin=f"ticket:{ticket.id}"))
    return document
