"""Turns and feedback, the same on both databases."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.journal import FeedbackRow, TurnRow, same_words
from knowledge.answers import Citation, Outcome
from knowledge.errors import NotFoundError
from knowledge.language.dates import local_day
from knowledge.storage.engine import now
from tests.bot.journals import Stores, an_answer


def test_a_turn_comes_back_as_it_was(stores: Stores) -> None:
    turn = stores.journal.record("c", "web", "web:1", "Apa itu ASCN?", an_answer())
    assert stores.journal.turn(turn.id) == turn
    assert turn.answer == an_answer()


def test_a_person_is_stored_as_a_keyed_hash_only(stores: Stores) -> None:
    turn = stores.journal.record("c", "telegram", "telegram:12345", "Apa?", an_answer())
    with Session(stores.engine) as session:
        row = session.get_one(TurnRow, turn.id)
        assert row.who == stores.journal.people.hash_person("telegram:12345")
        assert "12345" not in row.who
    assert stores.journal.belongs_to(turn.id, "telegram:12345")
    assert not stores.journal.belongs_to(turn.id, "telegram:99")
    assert not stores.journal.belongs_to("nothing", "telegram:12345")


def test_history_is_the_latest_answers_of_one_conversation_oldest_first(stores: Stores) -> None:
    turns = [stores.journal.record("c", "web", "w", f"{n}", an_answer(f"{n}")) for n in range(6)]
    stores.journal.record("other", "web", "w", "lain", an_answer("lain"))
    for number, turn in enumerate(turns):
        stores.age(turn.id, timedelta(minutes=10 - number))
    assert [answer.question for answer in stores.journal.history("c")] == ["2", "3", "4", "5"]
    stores.age(turns[5].id, timedelta(hours=3))
    assert [answer.question for answer in stores.journal.history("c")] == ["1", "2", "3", "4"]


def test_the_latest_judgement_counts(stores: Stores) -> None:
    turn = stores.journal.record("c", "web", "w", "Apa?", an_answer())
    stores.journal.rate(turn.id, 1)
    stores.journal.rate(turn.id, -1, "x" * 2000)
    with Session(stores.engine) as session:
        (row,) = session.scalars(select(FeedbackRow))
        assert (row.value, len(row.reason)) == (-1, 1000)


def test_what_is_not_stored_is_told(stores: Stores) -> None:
    with pytest.raises(NotFoundError, match="no longer stored"):
        stores.journal.turn("nothing")
    with pytest.raises(NotFoundError, match="no longer stored"):
        stores.journal.rate("nothing", 1)


def test_personal_data_in_reasons_is_masked_here(stores: Stores) -> None:
    turn = stores.journal.record("c", "web", "w", "Apa?", an_answer())
    reason = "Hubungi 0812-3456-7890 atau budi.pribadi@gmail.com, NIK 3578011201900001"
    stores.journal.rate(turn.id, -1, reason)
    with Session(stores.engine) as session:
        assert session.get_one(FeedbackRow, turn.id).reason == "Hubungi [telepon] atau [surel], NIK [NIK]"


def test_what_no_database_takes_is_left_out_of_turns(stores: Stores) -> None:
    turn = stores.journal.record("c", "web", "w", "Apa\x00 \ud800itu?", an_answer("Apa\x00 \ud800itu?"))
    stores.journal.rate(turn.id, -1, "a\x00b\udfff")
    with Session(stores.engine) as session:
        assert session.get_one(FeedbackRow, turn.id).reason == "ab?"


def test_an_answer_takes_little_room(stores: Stores) -> None:
    passage = " ".join(f"kota ke-{number} dalam jejaring kota cerdas ASEAN" for number in range(60))
    answer = an_answer().model_copy(update={"citations": (Citation(number=1, title="Terms", quote=passage),)})
    turn = stores.journal.record("c", "web", "w", "Apa?", answer)
    assert stores.journal.turn(turn.id).answer == answer
    with stores.engine.connect() as connection:
        stored = connection.execute(select(func.length(TurnRow.answer))).scalar_one()
    assert stored < len(answer.model_dump_json()) / 2


def test_what_is_counted_of_an_answer_stands_beside_it(stores: Stores) -> None:
    doubted = an_answer("Apa syaratnya?").model_copy(
        update={"outcome": Outcome.PARTLY, "confidence": 0.3, "steps": {"retrieve": 1.0}, "milliseconds": 12.6}
    )
    for question, answer in (("apa SYARATNYA", doubted), ("Apa?", an_answer()), ("", an_answer(""))):
        stores.journal.record("c", "web", "w", question, answer)
    columns = TurnRow.day, TurnRow.language, TurnRow.tentative, TurnRow.milliseconds, TurnRow.asked
    with stores.engine.connect() as connection:
        rows = connection.execute(select(*columns).order_by(TurnRow.created_at)).all()
    day, same = local_day(now()), same_words("apa, syaratnya")
    assert [tuple(row) for row in rows] == [
        (day, "id", True, 13, same),
        (day, "id", False, 0, same_words("Apa itu ASCN?")),
        (day, "id", False, 0, ""),
    ]


def test_what_is_counted_of_turns_of_before_is_filled_in(stores: Stores) -> None:
    from alembic import command
    from alembic.config import Config

    doubted = {"outcome": Outcome.PARTLY, "confidence": 0.3, "steps": {"retrieve": 1.0}, "milliseconds": 12.6}
    turn = stores.journal.record("c", "web", "w", "apa?", an_answer("Apa syaratnya?").model_copy(update=doubted))
    stores.age(turn.id, timedelta(days=3))
    counted = select(TurnRow.day, TurnRow.language, TurnRow.tentative, TurnRow.milliseconds, TurnRow.asked)
    with stores.engine.connect() as connection:
        before = connection.execute(counted).all()
    config = Config()
    config.set_main_option("script_location", "knowledge.storage:migrations")
    for step, revision in ((command.downgrade, "0007"), (command.upgrade, "head")):
        with stores.engine.begin() as connection:
            config.attributes["connection"] = connection
            step(config, revision)
    with stores.engine.connect() as connection:
        assert connection.execute(counted).all() == before
