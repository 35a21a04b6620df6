"""The stores of what people asked, over one database."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import Engine, update

from bot.identity import PersonHasher
from bot.journal import Journal, TurnRow
from bot.retention import Retention
from bot.tickets import Tickets
from knowledge.answers import Answer, Citation, Outcome, Paragraph
from knowledge.language.dates import local_day
from knowledge.storage.engine import now


@dataclass(frozen=True, slots=True)
class Stores:
    """Journal, tickets and retention over an engine."""

    engine: Engine
    journal: Journal
    tickets: Tickets
    retention: Retention

    def age(self, turn_id: str, age: timedelta) -> None:
        """Let a turn have been stored so long ago."""
        moment = now() - age
        with self.engine.begin() as connection:
            changed = update(TurnRow).where(TurnRow.id == turn_id)
            connection.execute(changed.values(created_at=moment, day=local_day(moment)))


def open_stores(engine: Engine) -> Stores:
    """The stores with a key of the tests."""
    people = PersonHasher(b"key")
    return Stores(engine, Journal(engine, people), Tickets(engine, people), Retention(engine, people))


def an_answer(question: str = "Apa itu ASCN?") -> Answer:
    """An answer with a source."""
    return Answer(
        outcome=Outcome.ANSWERED,
        language="id",
        question=question,
        blocks=(Paragraph(text="Jejaring kota cerdas.", citations=(1,)),),
        citations=(Citation(number=1, title="Terms of Reference"),),
        release="r1",
    )
