"""Turns, feedback and tickets, the same on both databases."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from sqlalchemy import Engine, func, select, update
from sqlalchemy.orm import Session

from bot.journal import FeedbackRow, Journal, TicketRow, Turn, TurnRow
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


def _texts(engine: Engine, ticket_id: int) -> set[str]:
    """What a ticket's row says, but for where and when it was made and that it is closed."""
    with Session(engine) as session:
        row = session.get_one(TicketRow, ticket_id)
        columns = {column.key for column in TicketRow.__table__.columns}
        dates = {"proposed_at", "created_at", "replied_at"}
        plain = columns - dates - {"id", "channel", "language", "status"}
        return {str(getattr(row, name)) for name in plain} - {"", "None"}


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
    ticket = journal.open_ticket(turn, "telegram", "telegram:1", address="1:2", found="tidak ada")
    assert journal.open_ticket(turn, "telegram", "telegram:1").id == ticket.id
    assert (ticket.status, ticket.question, ticket.address, ticket.contact) == ("open", "Apa itu ASCN?", "1:2", "")
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
    ticket = journal.open_ticket(mine, "telegram", "telegram:1", address="1:2", contact="budi", found="ini")
    journal.reply(ticket.id, "Begini.", "telegram:9")
    other = journal.open_ticket(theirs, "telegram", "telegram:2")
    journal.reply(other.id, "Begitu.", "telegram:1")
    assert journal.forget("telegram:1") == 1
    assert journal.forget("telegram:1") == 0
    with pytest.raises(NotFoundError):
        journal.turn(mine.id)
    assert journal.turn(theirs.id) == theirs
    assert _texts(engine, ticket.id) == set()
    assert journal.ticket(ticket.id).status == "closed"
    assert journal.ticket(other.id).reply == "Begitu."
    with Session(engine) as session:
        assert session.scalar(select(func.count()).select_from(FeedbackRow)) == 0
        assert session.get_one(TicketRow, other.id).replied_by == ""


def test_old_turns_expire_with_their_judgements(journal: Journal, engine: Engine) -> None:
    old = journal.record("c", "web", "w", "Apa?", _answer())
    young = journal.record("c", "web", "w", "Apa?", _answer())
    ticket = journal.open_ticket(old, "web", "w", contact="budi")
    journal.rate(old.id, 1)
    _age(engine, old.id, timedelta(days=91))
    assert journal.expire(timedelta(days=90), 100) == 1
    assert journal.turn(young.id) == young
    assert journal.ticket(ticket.id).turn_id is None
    assert journal.ticket_of(ticket.id, "w").contact == "budi"
    with pytest.raises(NotFoundError):
        journal.ticket_of(ticket.id, "somebody else")
    with Session(engine) as session:
        assert session.scalar(select(func.count()).select_from(FeedbackRow)) == 0


def test_no_more_turns_are_kept_than_are_wanted_and_the_oldest_go_first(journal: Journal, engine: Engine) -> None:
    turns = [journal.record("c", "web", "w", f"{number}", _answer()) for number in range(1203)]
    for number, turn in enumerate(turns[:3]):
        _age(engine, turn.id, timedelta(days=10 - number))
    assert journal.expire(timedelta(days=90), 1202) == 1
    with pytest.raises(NotFoundError):
        journal.turn(turns[0].id)
    assert journal.expire(timedelta(days=90), 100) == 1102  # more than one batch
    with Session(engine) as session:
        assert session.scalar(select(func.count()).select_from(TurnRow)) == 100
    with pytest.raises(NotFoundError):
        journal.turn(turns[2].id)


def test_tickets_expire_when_nothing_was_done_on_them_for_long(journal: Journal, engine: Engine) -> None:
    turns = [journal.record("c", "web", "w", "Apa?", _answer()) for _ in range(3)]
    old, replied, young = (journal.open_ticket(turn, "web", "w", contact="budi", found="ini") for turn in turns)
    journal.reply(replied.id, "Begini.", "staff")
    with engine.begin() as connection:
        aged = update(TicketRow).where(TicketRow.id != young.id)
        connection.execute(aged.values(created_at=now() - timedelta(days=366)))
    assert journal.expire_tickets(timedelta(days=365)) == 1
    assert journal.expire_tickets(timedelta(days=365)) == 0
    assert _texts(engine, old.id) == set()
    assert journal.ticket(replied.id).reply == "Begini."
    assert journal.ticket(young.id).contact == "budi"
    fresh = journal.open_ticket(journal.record("c", "web", "w", "Apa?", _answer()), "web", "w")
    assert fresh.id not in {old.id, replied.id, young.id}


def test_personal_data_in_reasons_and_contacts_is_masked_here(journal: Journal, engine: Engine) -> None:
    turn = journal.record("c", "web", "w", "Apa?", _answer())
    journal.rate(turn.id, -1, "Hubungi 0812-3456-7890 atau budi.pribadi@gmail.com, NIK 3578011201900001")
    ticket = journal.open_ticket(turn, "web", "w", contact="budi.pribadi@gmail.com NIK 3578011201900001")
    with Session(engine) as session:
        assert session.get_one(FeedbackRow, turn.id).reason == "Hubungi [telepon] atau [surel], NIK [NIK]"
    assert ticket.contact == "budi.pribadi@gmail.com NIK [NIK]"  # the reply needs the address, not the number


def test_what_no_database_takes_is_left_out(journal: Journal) -> None:
    turn = journal.record("c", "web", "w", "Apa\x00 \ud800itu?", _answer("Apa\x00 \ud800itu?"))
    journal.rate(turn.id, -1, "a\x00b\udfff")
    ticket = journal.open_ticket(turn, "web", "w", contact="a\x00b", found="\x00")
    assert ticket.contact == "ab"
    assert journal.reply(ticket.id, "be\x00gini", "s").status == "answered"
    assert journal.ticket(ticket.id).reply == "begini"


def test_people_who_hand_over_and_judge_at_once_get_one_ticket_and_no_error(journal: Journal, engine: Engine) -> None:
    for number in range(10):
        turn = journal.record("c", "web", "w", f"{number}", _answer(f"{number}"))
        start = Barrier(8)

        def act(value: int, turn: Turn = turn, start: Barrier = start) -> int:
            start.wait()
            journal.rate(turn.id, 1 if value % 2 else -1, f"alasan {value}")
            return journal.open_ticket(turn, "web", "w", contact=f"{value}").id

        with ThreadPoolExecutor(8) as pool:
            assert len(set(pool.map(act, range(8)))) == 1
    with Session(engine) as session:
        assert session.scalar(select(func.count()).select_from(TicketRow)) == 10
        assert session.scalar(select(func.count()).select_from(FeedbackRow)) == 10


def test_a_turn_that_is_deleted_meanwhile_is_told(journal: Journal) -> None:
    turn = journal.record("c", "web", "w", "Apa?", _answer())
    journal.forget("w")
    with pytest.raises(NotFoundError, match="no longer stored"):
        journal.open_ticket(turn, "web", "w")
    with pytest.raises(NotFoundError, match="no longer stored"):
        journal.rate(turn.id, 1)


def test_an_answer_takes_little_room(journal: Journal, engine: Engine) -> None:
    passage = " ".join(f"kota ke-{number} dalam jejaring kota cerdas ASEAN" for number in range(60))
    answer = _answer().model_copy(update={"citations": (Citation(number=1, title="Terms", quote=passage),)})
    turn = journal.record("c", "web", "w", "Apa?", answer)
    assert journal.turn(turn.id).answer == answer
    with engine.connect() as connection:
        stored = connection.execute(select(func.length(TurnRow.answer))).scalar_one()
    assert stored < len(answer.model_dump_json()) / 2
