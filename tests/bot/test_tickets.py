"""Questions handed to the directorate, the same on both databases."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.journal import FeedbackRow, Turn
from bot.tickets import TicketRow
from knowledge.errors import NotFoundError
from tests.bot.journals import Stores, an_answer


def test_a_number_that_no_ticket_has_is_told(stores: Stores) -> None:
    with pytest.raises(NotFoundError, match="There is no ticket 7"):
        stores.tickets.ticket(7)
    with pytest.raises(NotFoundError, match="There is no ticket 7"):
        stores.tickets.reply(7, "…", "staff")


def test_a_ticket_from_question_to_official_answer(stores: Stores) -> None:
    turn = stores.journal.record("c", "telegram", "telegram:1", "Apa?", an_answer())
    ticket = stores.tickets.open(turn, "telegram", "telegram:1", address="1:2", found="tidak ada")
    assert stores.tickets.open(turn, "telegram", "telegram:1").id == ticket.id
    assert (ticket.status, ticket.question, ticket.address, ticket.contact) == ("open", "Apa itu ASCN?", "1:2", "")
    assert [found.id for found in stores.tickets.tickets()] == [ticket.id]
    with pytest.raises(NotFoundError, match="no reply"):
        stores.tickets.promote(ticket.id)
    assert stores.tickets.reply(ticket.id, "Begini.", "telegram:staff").status == "answered"
    assert stores.tickets.promote(ticket.id).reply == "Begini."
    assert stores.tickets.tickets() == []
    assert [found.id for found in stores.tickets.tickets(None)] == [ticket.id]
    assert stores.tickets.ticket(ticket.id).reply == "Begini."


def test_of_a_contact_the_address_is_kept_and_the_number_masked(stores: Stores) -> None:
    turn = stores.journal.record("c", "web", "w", "Apa?", an_answer())
    ticket = stores.tickets.open(turn, "web", "w", contact="budi.pribadi@gmail.com NIK 3578011201900001")
    assert ticket.contact == "budi.pribadi@gmail.com NIK [NIK]"


def test_what_no_database_takes_is_left_out_of_tickets(stores: Stores) -> None:
    turn = stores.journal.record("c", "web", "w", "Apa?", an_answer("Apa\x00 \ud800itu?"))
    ticket = stores.tickets.open(turn, "web", "w", contact="a\x00b", found="\x00")
    assert ticket.contact == "ab"
    assert stores.tickets.reply(ticket.id, "be\x00gini", "s").status == "answered"
    assert stores.tickets.ticket(ticket.id).reply == "begini"


def test_people_who_hand_over_and_judge_at_once_get_one_ticket_and_no_error(stores: Stores) -> None:
    for number in range(10):
        turn = stores.journal.record("c", "web", "w", f"{number}", an_answer(f"{number}"))
        start = Barrier(8)

        def act(value: int, turn: Turn = turn, start: Barrier = start) -> int:
            start.wait()
            stores.journal.rate(turn.id, 1 if value % 2 else -1, f"alasan {value}")
            return stores.tickets.open(turn, "web", "w", contact=f"{value}").id

        with ThreadPoolExecutor(8) as pool:
            assert len(set(pool.map(act, range(8)))) == 1
    with Session(stores.engine) as session:
        assert session.scalar(select(func.count()).select_from(TicketRow)) == 10
        assert session.scalar(select(func.count()).select_from(FeedbackRow)) == 10
