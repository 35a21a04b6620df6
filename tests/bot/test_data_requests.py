"""What is stored of one person: found, given out whole, and deleted with evidence."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from bot.chat_tables import ButtonsRow, ChatRow, PromptRow
from bot.data_requests import DataRequests
from bot.identity import PersonHasher
from knowledge.errors import NotFoundError
from knowledge.storage.engine import now
from tests.bot.journals import Stores, an_answer


@pytest.fixture
def requests(stores: Stores, engine: Engine) -> DataRequests:
    """Of two people, one of whom has a rated turn and a ticket with a reply."""
    mine = stores.journal.record("c", "telegram", "telegram:1", "Apa itu ASCN?", an_answer())
    stores.journal.record("d", "web", "web:kode", "Apa itu SNI?", an_answer())
    stores.journal.rate(mine.id, -1, "kurang jelas")
    ticket = stores.tickets.open(mine, "telegram", "telegram:1", address="1:2", contact="budi", found="tidak ada")
    stores.handling.answer(ticket.id, "Begini.", "siti")
    return DataRequests(engine, PersonHasher(b"key"), stores.retention)


def test_a_person_is_found_by_each_way_and_gets_a_whole_copy(requests: DataRequests) -> None:
    person = requests.find("telegram", "1")
    assert requests.find("ticket", "1") == person
    assert requests.find("web", "kode") != person
    held = requests.held(person)
    assert (held.turns, held.tickets) == (1, 1)
    assert (requests.held().turns, requests.held().tickets) == (2, 1)
    copy = json.dumps(requests.export(person), ensure_ascii=False)
    for text in ("Apa itu ASCN?", "Jejaring kota cerdas.", "kurang jelas", "budi", "Begini.", "tidak ada"):
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
    assert requests.delete(person) == {"turns": 1, "tickets": 1, "left": 0}
    with Session(engine) as session:
        kept = [session.scalar(select(func.count()).select_from(table)) for table in (ButtonsRow, PromptRow, ChatRow)]
    assert kept == [1, 1, 1]
    assert not requests.held(person)
    assert requests.export(person)["turns"] == requests.export(person)["tickets"] == []
    assert requests.held(requests.find("web", "kode")).turns == 1
    assert requests.delete(person) == {"turns": 0, "tickets": 0, "left": 0}


@pytest.mark.parametrize("number", ["2", "x", "", "9" * 30, "-1"])
def test_a_ticket_that_is_not_there_names_nobody(requests: DataRequests, number: str) -> None:
    with pytest.raises(NotFoundError):
        requests.find("ticket", number)


def test_an_emptied_ticket_names_nobody(requests: DataRequests) -> None:
    requests.delete(requests.find("telegram", "1"))
    with pytest.raises(NotFoundError):
        requests.find("ticket", "1")
