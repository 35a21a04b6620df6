"""Replies of the directorate as documents."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import update

from bot.tickets.official_answers import OfficialAnswer, OfficialAnswers
from bot.tickets.tables import TicketMessageRow
from bot.tickets.ticket import TicketError
from knowledge.errors import NotFoundError
from knowledge.storage.document_store import DocumentStore
from tests.bot.journals import Stores, an_answer


def _ticket(stores: Stores, question: str) -> int:
    turn = stores.journal.record("c", "web", "w", question, an_answer(question))
    return stores.tickets.open(turn, "web", "w").id


def _official(stores: Stores) -> OfficialAnswers:
    return OfficialAnswers(stores.tickets, stores.handling, DocumentStore(stores.engine), stores.audit)


def test_a_reply_becomes_a_document_and_a_later_one_its_new_version(stores: Stores) -> None:
    documents, ticket = DocumentStore(stores.engine), _ticket(stores, "Berapa iurannya?")
    with pytest.raises(NotFoundError, match="no reply"):
        _official(stores).promote(ticket, "rina")
    stores.handling.answer(ticket, "Tidak ada iuran.", "staff")
    document = _official(stores).promote(ticket, "rina")
    assert (document.id, document.title, document.publisher) == ("official-answer-1", "Berapa iurannya?", "Direktorat")
    stores.handling.answer(ticket, "Iuran tidak dipungut.", "staff")
    _official(stores).promote(ticket, "rina")
    (version,) = documents.current_versions()
    ((chunk_id, _),) = documents.chunk_ids([version])
    chunk = documents.chunks([chunk_id])[chunk_id]
    assert "Iuran tidak dipungut." in chunk.text
    assert chunk.example_questions == ("Berapa iurannya?",)


def test_personal_data_in_a_reply_is_masked_and_a_long_question_cut(stores: Stores) -> None:
    documents, ticket = DocumentStore(stores.engine), _ticket(stores, "Siapa yang dihubungi " + "kota " * 60)
    stores.handling.answer(ticket, "Hubungi Budi di 0812-3456-7890.", "staff")
    document = _official(stores).promote(ticket, "rina")
    assert len(document.title) <= 120
    ((chunk_id, _),) = documents.chunk_ids(documents.current_versions())
    assert "0812" not in documents.chunks([chunk_id])[chunk_id].text


def test_a_ticket_is_promoted_only_once_its_document_is_stored(stores: Stores) -> None:
    ticket = _ticket(stores, "Berapa iurannya?")
    stores.handling.answer(ticket, "Tidak ada iuran.", "staff")
    with pytest.raises(TicketError):
        _official(stores).promote(ticket, "rina", answer=OfficialAnswer("Judul", " ", ()))
    assert stores.tickets.ticket(ticket).proposed_at is None
    _official(stores).promote(ticket, "rina")
    assert stores.tickets.ticket(ticket).proposed_at is not None


def test_an_official_answer_is_of_the_day_of_the_reply_and_answers_those_merged_too(stores: Stores) -> None:
    ticket, other = _ticket(stores, "Berapa iurannya?"), _ticket(stores, "Iuran setahun berapa?")
    stores.handling.merge([other], ticket, "rina")
    reply = stores.handling.answer(ticket, "Tidak ada. Tanya 0812-3456-7890.", "staff").messages[-1]
    replied = datetime(2026, 3, 1, 20, tzinfo=UTC)
    with stores.engine.begin() as connection:
        connection.execute(update(TicketMessageRow).where(TicketMessageRow.id == reply.id).values(at=replied))
    stores.tickets.follow_up(ticket, "Terima kasih.")
    document = _official(stores).promote(ticket, "rina")
    assert document.date == "2026-03-02", "where it was past midnight"
    store = DocumentStore(stores.engine)
    held = store.version(store.current_versions()[0])
    assert held.chunks[0].example_questions == ("Berapa iurannya?", "Iuran setahun berapa?")
    assert held.masked["counts"], "where personal data was masked is kept"


def test_personal_data_in_a_title_is_masked(stores: Stores) -> None:
    ticket = _ticket(stores, "Iuran")
    stores.handling.answer(ticket, "Tidak ada.", "staff")
    written = OfficialAnswer("Iuran Budi, 0812-3456-7890", "Tidak ada.", ())
    assert "0812" not in _official(stores).promote(ticket, "rina", answer=written).title
