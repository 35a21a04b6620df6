"""Turns, feedback and tickets, the same on both databases."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import Engine, func, select, update
from sqlalchemy.orm import Session

from bot.journal import FeedbackRow, Journal, TicketRow, TurnRow
from knowledge.answers import Answer, Citation, Outcome, Paragraph
from knowledge.errors import NotFoundError
from knowledge.storage.engine import now


@pytest.fixture
def journal(engine: Engine) -> Journal:
    return Journal(engine, b"key")


def _answer(question: str = "Apa itu ASCN?") -> Answer:
    return Answer(
        outcome=Outcome.ANSWERED,
        language="id",
        question=question,
        blocks=(Paragraph(text="Jejaring kota cerdas.", citations=(1,)),),
        citations=(Citation(number=1, title="Terms of Reference"),),
        release="r1",
    )


def _age(engine: Engine, turn_id: str, age: timedelta) -> None:
    with engine.begin() as connection:
        connection.execute(update(TurnRow).where(TurnRow.id == turn_id).values(created_at=now() - age))


def test_a_turn_comes_back_as_it_was(journal: Journal) -> None:
    turn = journal.record("c", "web", "web:1", "Apa itu ASCN?", _answer())
    assert journal.turn(turn.id) == turn
    assert turn.answer == _answer()


def test_a_person_is_stored_as_a_keyed_hash_only(journal: Journal, engine: Engine) -> None:
    turn = journal.record("c", "telegram", "telegram:12345", "Apa?", _answer())
    with Session(engine) as session:
        row = session.get_one(TurnRow, turn.id)
        assert row.who == journal.hash_person("telegram:12345")
        assert "12345" not in row.who
    assert Journal(engine, b"other").hash_person("telegram:12345") != journal.hash_person("telegram:12345")
    assert journal.belongs_to(turn.id, "telegram:12345")
    assert not journal.belongs_to(turn.id, "telegram:99")
    assert not journal.belongs_to("nothing", "telegram:12345")


def test_history_is_the_latest_answers_of_one_conversation_oldest_first(journal: Journal, engine: Engine) -> None:
    turns = [journal.record("c", "web", "w", f"{n}", _answer(f"{n}")) for n in range(6)]
    journal.record("other", "web", "w", "lain", _answer("lain"))
    for number, turn in enumerate(turns):
        _age(engine, turn.id, timedelta(minutes=10 - number))
    assert [answer.question for answer in journal.history("c")] == ["2", "3", "4", "5"]
    _age(engine, turns[5].id, timedelta(hours=3))
    assert [answer.question for answer in journal.history("c")] == ["1", "2", "3", "4"]


def test_the_latest_judgement_counts(journal: Journal, engine: Engine) -> None:
    turn = journal.record("c", "web", "w", "Apa?", _answer())
    journal.rate(turn.id, 1)
    journal.rate(turn.id, -1, "x" * 2000)
    with Session(engine) as session:
        (row,) = session.scalars(select(FeedbackRow))
        assert (row.value, len(row.reason)) == (-1, 1000)


def test_what_is_not_stored_is_told(journal: Journal) -> None:
    with pytest.raises(NotFoundError, match="no longer stored"):
        journal.turn("nothing")
    with pytest.raises(NotFoundError, match="no longer stored"):
        journal.rate("nothing", 1)
    with pytest.raises(NotFoundError, match="There is no ticket 7"):
        journal.ticket(7)
    with pytest.raises(NotFoundError, match="There is no ticket 7"):
        journal.reply(7, "…", "staff")


def test_a_ticket_from_question_to_official_answer(journal: Journal) -> None:
    turn = journal.record("c", "telegram", "telegram:1", "Apa?", _answer())
    ticket = journal.open_ticket(turn, "telegram", "telegram:1", contact="telegram:1:2", found="tidak ada")
    assert journal.open_ticket(turn, "telegram", "telegram:1").id == ticket.id
    assert (ticket.status, ticket.question, ticket.contact) == ("open", "Apa itu ASCN?", "telegram:1:2")
    assert [one.id for one in journal.tickets()] == [ticket.id]
    with pytest.raises(NotFoundError, match="no reply"):
        journal.propose_official(ticket.id)
    assert journal.reply(ticket.id, "Begini.", "telegram:staff").status == "answered"
    assert journal.propose_official(ticket.id).reply == "Begini."
    assert journal.tickets() == []
    assert [one.id for one in journal.tickets(None)] == [ticket.id]
    assert journal.ticket(ticket.id).reply == "Begini."


def test_forgetting_a_person_leaves_nothing_of_theirs(journal: Journal, engine: Engine) -> None:
    mine = journal.record("c", "telegram", "telegram:1", "Apa?", _answer())
    theirs = journal.record("d", "telegram", "telegram:2", "Apa?", _answer())
    journal.rate(mine.id, 1)
    ticket = journal.open_ticket(mine, "telegram", "telegram:1", contact="telegram:1:2")
    assert journal.forget("telegram:1") == 1
    assert journal.forget("telegram:1") == 0
    with pytest.raises(NotFoundError):
        journal.turn(mine.id)
    assert journal.turn(theirs.id) == theirs
    left = journal.ticket(ticket.id)
    assert (left.status, left.contact, left.turn_id) == ("closed", "", None)
    with Session(engine) as session:
        assert session.scalar(select(func.count()).select_from(FeedbackRow)) == 0
        assert session.scalars(select(TicketRow.who)).all() == [""]


def test_old_turns_expire_with_their_judgements(journal: Journal, engine: Engine) -> None:
    old = journal.record("c", "web", "w", "Apa?", _answer())
    young = journal.record("c", "web", "w", "Apa?", _answer())
    ticket = journal.open_ticket(old, "web", "w", contact="budi")
    journal.rate(old.id, 1)
    _age(engine, old.id, timedelta(days=91))
    assert journal.expire(timedelta(days=90)) == 1
    assert journal.turn(young.id) == young
    assert journal.ticket(ticket.id).turn_id is None
