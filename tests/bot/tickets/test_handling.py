"""What staff do with tickets."""

from __future__ import annotations

import pytest

from bot.tickets.handling import TicketHandling, mail_key
from bot.tickets.ticket import TicketError
from knowledge.answers import Citation
from tests.bot.journals import Stores

CITED = Citation(number=1, title="Terms of Reference", publisher="ASEAN", locator="klausul 17", quote="…")


def test_claimed_asked_back_and_answered(stores: Stores) -> None:
    ticket, does = stores.ticket(), stores.handling
    assert does.claim(ticket.id, "rina").status == "claimed"
    assert does.claim(ticket.id, "budi").claimed_by == "budi"
    assert does.release(ticket.id, "budi").status == "new"
    does.claim(ticket.id, "rina")
    assert does.inquire(ticket.id, "Kota mana?", "rina").status == "waiting"
    assert stores.tickets.ticket(ticket.id).replied_at is None
    assert stores.tickets.follow_up(ticket.id, "Batu").status == "claimed"
    answered = does.answer(ticket.id, "Tidak ada.", "budi", sources=[CITED] * 17)
    assert (answered.status, answered.claimed_by, answered.reply) == ("answered", "rina", "Tidak ada.")
    assert [(one.kind, one.by, one.delivery) for one in answered.messages] == [
        ("inquiry", "rina", ""),
        ("followup", "", ""),
        ("answer", "budi", ""),
    ]
    assert answered.messages[-1].sources == (CITED,) * 16
    assert answered.replied_at == answered.messages[-1].at
    done = [(entry.by, entry.action) for entry in stores.audit.all()]
    assert done[-2:] == [("rina", "ticket.inquired"), ("budi", "ticket.answered")]
    assert {entry.target for entry in stores.audit.all()} == {str(ticket.id)}


def test_nobody_answers_past_what_came_meanwhile(stores: Stores) -> None:
    ticket = stores.ticket()
    seen = ticket.latest
    stores.tickets.follow_up(ticket.id, "Maksud saya Kota Batu.")
    with pytest.raises(TicketError) as told:
        stores.handling.answer(ticket.id, "Malang: ada.", "rina", after=seen)
    assert "berubah" in told.value.said("id")
    assert stores.tickets.ticket(ticket.id).reply == ""
    stores.handling.answer(ticket.id, "Batu: ada.", "rina", after=stores.tickets.ticket(ticket.id).latest)


def test_out_of_scope_is_closed_with_a_word_and_can_be_opened_again(stores: Stores) -> None:
    ticket = stores.ticket()
    closed = stores.handling.close(ticket.id, "Bukan urusan kami.", "rina")
    assert (closed.status, closed.closed_as, closed.reply) == ("closed", "out-of-scope", "Bukan urusan kami.")
    for refused in (
        lambda: stores.handling.answer(ticket.id, "x", "rina"),
        lambda: stores.handling.claim(ticket.id, "rina"),
    ):
        with pytest.raises(TicketError, match="closed"):
            refused()
    assert stores.handling.reopen(ticket.id, "budi").status == "claimed"
    stores.retention.forget_ticket(ticket.id)
    with pytest.raises(TicketError, match="deleted"):
        stores.handling.reopen(ticket.id, "budi")


def test_merged_tickets_get_the_answers_of_the_one_that_stays(stores: Stores) -> None:
    first, second, third = (stores.ticket(who=f"web:{number}") for number in range(3))
    does = stores.handling
    does.answer(first.id, "Tidak ada iuran.", "rina", sources=[CITED])
    assert does.merge([second.id], first.id, "rina").id == first.id
    late = stores.tickets.ticket(second.id)
    assert (late.status, late.closed_as, late.merged_into, late.reply) == ("closed", "merged", 1, "Tidak ada iuran.")
    assert late.messages[0].sources == (CITED,)
    does.merge([third.id], first.id, "rina")
    does.answer(first.id, "Koreksi: gratis.", "rina")
    assert [one.id for one in does.merged(first.id)] == [second.id, third.id]
    assert {stores.tickets.ticket(one.id).reply for one in (first, second, third)} == {"Koreksi: gratis."}
    assert stores.tickets.ticket(third.id).status == "closed"
    for wrong, into, code in ((first.id, first.id, "merged_with_itself"), (first.id, second.id, "closed")):
        with pytest.raises(TicketError) as told:
            does.merge([wrong], into, "rina")
        assert told.value.code == code
    assert stores.tickets.follow_up(second.id, "Saya masih bertanya.").merged_into is None


def test_a_merge_into_a_ticket_that_was_merged_leads_on(stores: Stores) -> None:
    one, two, three = (stores.ticket(who=f"web:{number}") for number in range(3))
    stores.handling.merge([one.id], two.id, "rina")
    stores.handling.merge([two.id], three.id, "rina")
    stores.handling.answer(three.id, "Begini.", "rina")
    assert stores.tickets.ticket(one.id).reply == "Begini."


def test_a_merge_is_of_all_tickets_or_of_none(stores: Stores) -> None:
    one, two, closed = (stores.ticket(who=f"web:{number}") for number in range(3))
    stores.handling.close(closed.id, "Bukan urusan kami.", "rina")
    with pytest.raises(TicketError, match="closed"):
        stores.handling.merge([two.id, closed.id], one.id, "rina")
    assert stores.tickets.ticket(two.id).status == "new"
    stores.handling.merge([two.id], one.id, "rina", origin="10.0.0.1")
    latest = stores.audit.entries(limit=1)[0]
    assert (latest.action, latest.target, latest.by, latest.origin) == ("ticket.merged", "1", "rina", "10.0.0.1")
    assert latest.detail == {"into": one.id, "tickets": [two.id]}


def test_mail_goes_only_where_a_mailbox_was_left_and_mail_is_set(stores: Stores) -> None:
    both = "sri@example.go.id atau budi@example.go.id"
    mailed, phone, several, chat = (
        stores.ticket(who=f"web:{number}", contact=contact, address=address)
        for number, (contact, address) in enumerate(
            (("Surel: sri@example.go.id", ""), ("0812-3456-7890", ""), (both, ""), ("", "1:2"))
        )
    )
    messages = [
        stores.handling.answer(ticket.id, "Begini.", "rina", sources=[CITED]).messages[-1]
        for ticket in (mailed, phone, several, chat)
    ]
    assert [message.delivery for message in messages] == ["", "", "", "waiting"]
    (mail,) = stores.outbox.take()
    assert (mail.key, mail.recipient) == (mail_key(messages[0].id), "sri@example.go.id")
    assert f"https://pandu.example/tiket/{stores.tickets.secret(mailed.id)}" in mail.text
    assert "- klausul 17: Terms of Reference (ASEAN" in mail.text
    assert "Begini." in mail.text
    without = TicketHandling(stores.engine, None, stores.outbox, stores.audit)
    without.answer(mailed.id, "Lagi.", "rina")
    assert stores.outbox.take() == []


def test_an_answer_that_is_no_text_is_not_sent(stores: Stores) -> None:
    ticket = stores.ticket(contact="sri@example.go.id")
    for text in (" \n", "a" * 4001):
        with pytest.raises(TicketError):
            stores.handling.answer(ticket.id, text, "rina")
    assert stores.outbox.take() == []
    assert stores.tickets.ticket(ticket.id).status == "new"
