"""Replies of the directorate as documents."""

from __future__ import annotations

import pytest

from bot.tickets.official_answers import promote_to_document
from knowledge.errors import NotFoundError
from knowledge.storage.document_store import DocumentStore
from tests.bot.journals import Stores, an_answer


def _ticket(stores: Stores, question: str) -> int:
    turn = stores.journal.record("c", "web", "w", question, an_answer(question))
    return stores.tickets.open(turn, "web", "w").id


def test_a_reply_becomes_a_document_and_a_later_one_its_new_version(stores: Stores) -> None:
    documents, ticket = DocumentStore(stores.engine), _ticket(stores, "Berapa iurannya?")
    with pytest.raises(NotFoundError, match="no reply"):
        promote_to_document(stores.tickets, documents, ticket)
    stores.handling.answer(ticket, "Tidak ada iuran.", "staff")
    document = promote_to_document(stores.tickets, documents, ticket)
    assert (document.id, document.title, document.publisher) == ("official-answer-1", "Berapa iurannya?", "Direktorat")
    stores.handling.answer(ticket, "Iuran tidak dipungut.", "staff")
    promote_to_document(stores.tickets, documents, ticket)
    (version,) = documents.current_versions()
    ((chunk_id, _),) = documents.chunk_ids([version])
    chunk = documents.chunks([chunk_id])[chunk_id]
    assert "Iuran tidak dipungut." in chunk.text
    assert chunk.example_questions == ("Berapa iurannya?",)


def test_personal_data_in_a_reply_is_masked_and_a_long_question_cut(stores: Stores) -> None:
    documents, ticket = DocumentStore(stores.engine), _ticket(stores, "Siapa yang dihubungi " + "kota " * 60)
    stores.handling.answer(ticket, "Hubungi Budi di 0812-3456-7890.", "staff")
    document = promote_to_document(stores.tickets, documents, ticket)
    assert len(document.title) <= 120
    ((chunk_id, _),) = documents.chunk_ids(documents.current_versions())
    assert "0812" not in documents.chunks([chunk_id])[chunk_id].text
