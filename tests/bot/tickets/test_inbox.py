"""The inbox, on both databases."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import update

from bot.tickets.inbox import PAGE, Inbox
from bot.tickets.tables import TicketRow
from knowledge.storage.engine import now
from tests.bot.journals import Stores


def test_tickets_stand_under_their_tab(stores: Stores) -> None:
    new, mine, theirs, waiting, answered, closed = (stores.ticket(who=f"web:{number}") for number in range(6))
    does = stores.handling
    does.claim(mine.id, "rina")
    does.claim(theirs.id, "budi")
    does.inquire(waiting.id, "Kota mana?", "rina")
    does.answer(answered.id, "Begini.", "rina")
    does.close(closed.id, "Bukan.", "rina")
    inbox = Inbox(stores.engine)
    counts = inbox.counts("rina")
    assert counts == {"new": 1, "mine": 2, "claimed": 2, "waiting": 1, "answered": 1, "closed": 1, "all": 6}
    assert inbox.waiting() == 1
    shown = {tab: [ticket.id for ticket in inbox.page(tab, "rina").tickets] for tab in ("new", "mine", "claimed")}
    assert shown == {"new": [new.id], "mine": [mine.id, waiting.id], "claimed": [mine.id, theirs.id]}
    (found,) = inbox.page("answered", "rina").tickets
    assert found.reply == "Begini."
    assert [ticket.id for ticket in inbox.tickets([closed.id, new.id])] == [new.id, closed.id]


def test_a_long_list_has_pages_and_what_waits_longest_comes_first(stores: Stores) -> None:
    for number in range(PAGE + 2):
        stores.ticket(who=f"web:{number}")
    stores.tickets.follow_up(1, "Halo?")
    inbox = Inbox(stores.engine)
    first, last = inbox.page("new", "rina"), inbox.page("new", "rina", 99)
    assert (first.count, first.pages, first.tickets[0].id) == (PAGE + 2, 2, 2)
    assert (last.number, [ticket.id for ticket in last.tickets]) == (2, [PAGE + 2, 1])


def test_what_is_told_of_the_wait_is_promised_or_known(stores: Stores) -> None:
    assert "belum dapat diperkirakan" in Inbox(stores.engine).expected("id")
    assert Inbox(stores.engine, reply_days=lambda: 3).expected("en") == "Answered within 3 working days."
    for number in range(10):
        ticket = stores.ticket(who=f"web:{number}")
        stores.handling.answer(ticket.id, "Begini.", "rina")
        with stores.engine.begin() as connection:
            took = now() - timedelta(hours=number + 1)
            connection.execute(update(TicketRow).where(TicketRow.id == ticket.id).values(created_at=took))
    assert Inbox(stores.engine).expected("id") == "Biasanya dijawab dalam 8 jam."
    with stores.engine.begin() as connection:
        connection.execute(update(TicketRow).values(created_at=now() - timedelta(days=4)))
    assert Inbox(stores.engine).expected("en") == "Usually answered within 4 days."
