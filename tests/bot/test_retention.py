"""What is deleted of people, by person, age and number."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import Engine, func, select, update
from sqlalchemy.orm import Session

from bot.identity import PersonHasher, group_member
from bot.journal import FeedbackRow, TurnRow
from bot.mail.outbox import MailRow
from bot.tickets.tables import TicketMessageRow, TicketRow
from knowledge.errors import NotFoundError
from knowledge.storage.engine import now
from tests.bot.journals import Stores, an_answer


def _texts(engine: Engine, ticket_id: int) -> set[str]:
    """What a ticket's row says, but for where and when it was made and that it is closed."""
    with Session(engine) as session:
        row = session.get_one(TicketRow, ticket_id)
        columns = {column.key for column in TicketRow.__table__.columns}
        dates = {"proposed_at", "created_at", "asked_at", "replied_at", "changed_at"}
        plain = columns - dates - {"id", "channel", "language", "status", "closed_as"}
        return {str(getattr(row, name)) for name in plain} - {"", "None"}


def test_forgetting_a_person_leaves_nothing_of_theirs(stores: Stores) -> None:
    mine = stores.journal.record("c", "telegram", "telegram:1", "Apa?", an_answer())
    theirs = stores.journal.record("d", "telegram", "telegram:2", "Apa?", an_answer())
    stores.journal.rate(mine.id, 1)
    ticket = stores.tickets.open(mine, "telegram", "telegram:1", address="1:2", contact="budi", found="ini")
    stores.handling.answer(ticket.id, "Begini.", group_member("x"))
    stores.tickets.follow_up(ticket.id, "Terima kasih.")
    other = stores.tickets.open(theirs, "telegram", "telegram:2")
    stores.handling.answer(other.id, "Begitu.", group_member(PersonHasher(b"key").hash_person("telegram:1")))
    assert stores.retention.forget("telegram:1") == 1
    assert stores.retention.forget("telegram:1") == 0
    with pytest.raises(NotFoundError):
        stores.journal.turn(mine.id)
    assert stores.journal.turn(theirs.id) == theirs
    assert _texts(stores.engine, ticket.id) == set()
    assert stores.tickets.ticket(ticket.id).status == "closed"
    assert stores.tickets.ticket(other.id).reply == "Begitu."
    with Session(stores.engine) as session:
        assert session.scalar(select(func.count()).select_from(FeedbackRow)) == 0
        assert session.get_one(TicketRow, other.id).claimed_by == ""
        assert session.scalars(select(TicketMessageRow.by)).all() == [""]


def test_what_was_merged_into_a_deleted_ticket_is_new_again_unless_it_was_replied_to(stores: Stores) -> None:
    stays, merged, replied, other = (stores.ticket(who=f"web:{number}") for number in range(4))
    stores.handling.merge([merged.id], stays.id, "rina")
    stores.handling.answer(replied.id, "Begini.", "rina")
    stores.handling.merge([other.id], replied.id, "rina")
    stores.retention.forget("web:0")
    stores.retention.forget("web:2")
    again = stores.tickets.ticket(merged.id)
    assert (again.status, again.closed_as, again.merged_into, again.claimed_by) == ("new", "", None, "")
    assert again.question
    assert (stores.tickets.ticket(other.id).closed_as, stores.tickets.ticket(stays.id).closed_as) == (
        "merged",
        "deleted",
    )


def test_old_turns_expire_with_their_judgements(stores: Stores) -> None:
    old = stores.journal.record("c", "web", "w", "Apa?", an_answer())
    young = stores.journal.record("c", "web", "w", "Apa?", an_answer())
    ticket = stores.tickets.open(old, "web", "w", contact="budi")
    stores.journal.rate(old.id, 1)
    stores.age(old.id, timedelta(days=91))
    assert stores.retention.expire_turns(timedelta(days=90), 100) == 1
    assert stores.journal.turn(young.id) == young
    assert stores.tickets.ticket(ticket.id).turn_id is None
    assert stores.tickets.ticket_of(ticket.id, "w").contact == "budi"
    with pytest.raises(NotFoundError):
        stores.tickets.ticket_of(ticket.id, "somebody else")
    with Session(stores.engine) as session:
        assert session.scalar(select(func.count()).select_from(FeedbackRow)) == 0


def test_no_more_turns_are_kept_than_are_wanted_and_the_oldest_go_first(stores: Stores) -> None:
    turns = [stores.journal.record("c", "web", "w", f"{number}", an_answer()) for number in range(1203)]
    for number, turn in enumerate(turns[:3]):
        stores.age(turn.id, timedelta(days=10 - number))
    assert stores.retention.expire_turns(timedelta(days=90), 1202) == 1
    with pytest.raises(NotFoundError):
        stores.journal.turn(turns[0].id)
    assert stores.retention.expire_turns(timedelta(days=90), 100) == 1102  # more than one batch
    with Session(stores.engine) as session:
        assert session.scalar(select(func.count()).select_from(TurnRow)) == 100
    with pytest.raises(NotFoundError):
        stores.journal.turn(turns[2].id)


def test_tickets_expire_when_nothing_was_done_on_them_for_long(stores: Stores) -> None:
    turns = [stores.journal.record("c", "web", "w", "Apa?", an_answer()) for _ in range(3)]
    old, replied, young = (stores.tickets.open(turn, "web", "w", contact="budi", found="ini") for turn in turns)
    stores.handling.answer(replied.id, "Begini.", "staff")
    with stores.engine.begin() as connection:
        aged = update(TicketRow).where(TicketRow.id != young.id)
        connection.execute(aged.values(created_at=now() - timedelta(days=366), changed_at=now() - timedelta(days=366)))
    stores.handling.answer(replied.id, "Begini lagi.", "staff")
    assert stores.retention.expire_tickets(timedelta(days=365)) == 1
    assert stores.retention.expire_tickets(timedelta(days=365)) == 0
    assert _texts(stores.engine, old.id) == set()
    assert stores.tickets.ticket(replied.id).reply == "Begini lagi."
    assert stores.tickets.ticket(young.id).contact == "budi"
    fresh = stores.tickets.open(stores.journal.record("c", "web", "w", "Apa?", an_answer()), "web", "w")
    assert fresh.id not in {old.id, replied.id, young.id}


def test_a_turn_that_is_deleted_meanwhile_is_told(stores: Stores) -> None:
    turn = stores.journal.record("c", "web", "w", "Apa?", an_answer())
    stores.retention.forget("w")
    with pytest.raises(NotFoundError, match="no longer stored"):
        stores.tickets.open(turn, "web", "w")
    with pytest.raises(NotFoundError, match="no longer stored"):
        stores.journal.rate(turn.id, 1)


def test_mail_that_has_not_left_goes_with_its_ticket(stores: Stores) -> None:
    mine, other = (stores.ticket(who=who, contact="sri@example.go.id") for who in ("web:1", "web:2"))
    for ticket in (mine, other):
        stores.handling.answer(ticket.id, "Begini.", "rina")
    stores.retention.forget("web:1")
    with Session(stores.engine) as session:
        (left,) = session.scalars(select(MailRow)).all()
        assert f"tiket {other.id}" in left.subject.lower()
    stores.retention.forget_ticket(other.id)
    with Session(stores.engine) as session:
        assert session.scalars(select(MailRow)).all() == []
        assert session.scalars(select(TicketMessageRow)).all() == []
