"""What is stored of one person: found, given out whole, and deleted with evidence."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from bot.chat_tables import ButtonsRow, ChatRow, PromptRow
from bot.data_requests import DataRequests
from bot.identity import PersonHasher
from bot.watches.letters import WatchLetters
from bot.watches.watches import Watches
from knowledge.errors import NotFoundError
from knowledge.storage.engine import now
from knowledge.storage.tables import SpentTokensRow
from tests.bot.journals import Stores, an_answer


@pytest.fixture
def requests(stores: Stores, engine: Engine) -> DataRequests:
    """Of three people: one has a rated turn, a watch and a ticket with a reply; one is told by mail."""
    mine = stores.journal.record("c", "telegram", "telegram:1", "Apa itu ASCN?", an_answer())
    stores.journal.record("d", "web", "web:kode", "Apa itu SNI?", an_answer())
    stores.journal.rate(mine.id, -1, "kurang jelas")
    watches = Watches(engine, PersonHasher(b"key"))
    watches.add(mine, "telegram:1", "telegram", "7:8", an_answer("Apa yang dipantau?"), "r1")
    other = stores.journal.record("e", "web", "web:lain", "Berapa iurannya?", an_answer())
    letter = watches.add(other, "web:lain", "mail", "sri@kota.go.id", an_answer("Berapa iurannya?"), "r1")
    WatchLetters(watches, stores.outbox, "https://pandu.example").ask_consent(letter)
    ticket = stores.tickets.open(mine, "telegram", "telegram:1", address="1:2", contact="budi", found="tidak ada")
    stores.handling.answer(ticket.id, "Begini.", "siti")
    return DataRequests(engine, PersonHasher(b"key"), stores.retention)


def test_a_person_is_found_by_each_way_and_gets_a_whole_copy(requests: DataRequests) -> None:
    person = requests.find("telegram", "1")
    assert requests.find("ticket", "1") == person
    assert requests.find("web", "kode") != person
    held = requests.held(person)
    assert (held.turns, held.tickets, held.watches) == (1, 1, 1)
    everybody = requests.held()
    assert (everybody.turns, everybody.tickets, everybody.watches) == (3, 1, 2)
    copy = json.dumps(requests.export(person), ensure_ascii=False)
    mine = ("Apa itu ASCN?", "Jejaring kota cerdas.", "kurang jelas", "budi", "Begini.", "tidak ada")
    for text in (*mine, "Apa yang dipantau?", "7:8"):
        assert text in copy
    assert "SNI" not in copy
    assert person.hashed not in copy


def test_a_person_is_deleted_with_evidence_and_nobody_else(requests: DataRequests, engine: Engine) -> None:
    person = requests.find("ticket", "1")
    with Session(engine) as session, session.begin():
        for number, who in enumerate((person.hashed, "somebody")):
            session.add(ButtonsRow(token=f"t{number}", who=who, actions=[], created_at=now()))
            session.add(PromptRow(place=f"p{number}", who=who, kind="reason", data={}, created_at=now()))
            session.add(ChatRow(chat=who, language="en"))
            session.add(SpentTokensRow(day="2026-11-30", person=who, tokens=5))
    assert requests.delete(person) == {"turns": 1, "tickets": 1, "watches": 1, "left": 0}
    tables = (ButtonsRow, PromptRow, ChatRow, SpentTokensRow)
    with Session(engine) as session:
        kept = [session.scalar(select(func.count()).select_from(table)) for table in tables]
    assert kept == [1, 1, 1, 1]
    assert not requests.held(person)
    assert [requests.export(person)[what] for what in ("turns", "tickets", "watches")] == [[], [], []]
    assert requests.held(requests.find("web", "kode")).turns == 1
    assert requests.delete(person) == {"turns": 0, "tickets": 0, "watches": 0, "left": 0}


def test_who_shows_a_mailbox_gets_what_goes_there_and_nothing_of_the_conversation(
    requests: DataRequests, stores: Stores
) -> None:
    person = requests.find("mailbox", "Sri@kota.go.id")
    held = requests.held(person)
    assert (held.turns, held.tickets, held.watches) == (0, 0, 1)
    assert [watch["address"] for watch in requests.export(person)["watches"]] == ["sri@kota.go.id"]
    assert requests.delete(person)["watches"] == 1
    assert stores.outbox.take() == []  # nor does a letter leave that was written already
    assert not requests.held(person)
    assert requests.held(requests.find("web", "lain")).turns == 1


@pytest.mark.parametrize("number", ["2", "x", "", "9" * 30, "-1"])
def test_a_ticket_that_is_not_there_names_nobody(requests: DataRequests, number: str) -> None:
    with pytest.raises(NotFoundError):
        requests.find("ticket", number)


def test_an_emptied_ticket_names_nobody(requests: DataRequests) -> None:
    requests.delete(requests.find("telegram", "1"))
    with pytest.raises(NotFoundError):
        requests.find("ticket", "1")
