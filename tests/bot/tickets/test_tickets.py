"""Questions handed to the directorate, the same on both databases."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.journal import FeedbackRow, Turn
from bot.tickets.tables import TicketRow
from bot.tickets.ticket import TicketError
from knowledge.errors import NotFoundError
from tests.bot.journals import Stores, an_answer


def test_a_number_that_no_ticket_has_is_told(stores: Stores) -> None:
    for use in (stores.tickets.ticket, lambda number: stores.handling.release(number, "rina")):
        with pytest.raises(NotFoundError, match=r"icket 7\b"):
            use(7)


def test_one_answer_is_one_ticket_until_it_becomes_a_document(stores: Stores) -> None:
    turn = stores.journal.record("c", "telegram", "telegram:1", "Apa?", an_answer())
    ticket = stores.tickets.open(turn, "telegram", "telegram:1", address="1:2", found="tidak ada")
    assert stores.tickets.open(turn, "telegram", "telegram:1").id == ticket.id
    assert (ticket.status, ticket.question, ticket.address, ticket.contact) == ("new", "Apa itu ASCN?", "1:2", "")
    stores.tickets.mark_promoted(ticket.id)
    assert stores.tickets.ticket(ticket.id).proposed_at is not None


def test_a_link_opens_one_ticket_and_is_not_stored(stores: Stores) -> None:
    first, second = stores.ticket(), stores.ticket("Siapa ketuanya?")
    secret = stores.tickets.secret(second.id)
    assert stores.tickets.ticket_by_link(secret).id == second.id
    assert secret != stores.tickets.secret(first.id)
    with Session(stores.engine) as session:
        assert secret not in session.scalars(select(TicketRow.link)).all()
    for wrong in (secret[:-1] + ("A" if secret[-1] != "A" else "B"), "", "\ud800"):
        with pytest.raises(NotFoundError):
            stores.tickets.ticket_by_link(wrong)
    found = stores.tickets.linked([secret, "x" * 32, stores.tickets.secret(first.id)])
    assert [ticket.id for ticket in found] == [first.id, second.id]


def test_what_the_asker_writes_opens_the_ticket_again_for_whoever_had_it(stores: Stores) -> None:
    ticket = stores.ticket()
    stores.handling.answer(ticket.id, "Tidak ada.", "rina")
    back = stores.tickets.follow_up(ticket.id, " Nomor saya 0812-3456-7890, lalu? ")
    assert (back.status, back.claimed_by, back.messages[-1].text) == ("claimed", "rina", "Nomor saya [telepon], lalu?")
    assert back.asked_at > ticket.asked_at
    stores.handling.release(ticket.id, "rina")
    assert stores.tickets.follow_up(ticket.id, "Halo?").status == "new"


def test_what_the_asker_writes_has_limits(stores: Stores) -> None:
    ticket = stores.ticket()
    for text, code in (("  ", "empty"), ("a" * 4001, "too_long")):
        with pytest.raises(TicketError) as told:
            stores.tickets.follow_up(ticket.id, text)
        assert told.value.code == code
    for number in range(10):
        stores.tickets.follow_up(ticket.id, f"{number}")
    with pytest.raises(TicketError) as told:
        stores.tickets.follow_up(ticket.id, "10")
    assert "belum dijawab" in told.value.said("id")
    stores.retention.forget_ticket(ticket.id)
    with pytest.raises(TicketError, match="deleted"):
        stores.tickets.follow_up(ticket.id, "11")


def test_of_a_contact_the_address_is_kept_and_the_number_masked(stores: Stores) -> None:
    ticket = stores.ticket(contact="budi.pribadi@gmail.com NIK 3578011201900001")
    assert ticket.contact == "budi.pribadi@gmail.com NIK [NIK]"
    assert ticket.mailbox == "budi.pribadi@gmail.com"


def test_what_no_database_takes_is_left_out_of_tickets(stores: Stores) -> None:
    ticket = stores.ticket("Apa\x00 \ud800itu?", contact="a\x00b", found="\x00")
    assert ticket.contact == "ab"
    stores.handling.answer(ticket.id, "be\x00gini", "s")
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
