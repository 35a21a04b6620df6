"""Figures over a journal, the same on both databases."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import Engine, update

from bot.journal import TurnRow
from bot.periods import Period
from bot.statistics.export import rows
from bot.statistics.figures import Figures, Spread, Tally
from bot.statistics.statistics import Statistics
from bot.tickets.tables import TicketRow
from knowledge.answers import Answer, Outcome
from knowledge.language.dates import local_day
from knowledge.storage.engine import now
from tests.bot.journals import Stores, an_answer


def _ended(outcome: Outcome, question: str = "Apa itu ASCN?", **more: Any) -> Answer:
    return an_answer(question).model_copy(update={"outcome": outcome, "milliseconds": 40.0, **more})


def _ask(stores: Stores, answer: Answer, channel: str = "web", days_ago: int = 0) -> str:
    turn = stores.journal.record("c", channel, "w", answer.question, answer)
    stores.age(turn.id, timedelta(days=days_ago))
    return turn.id


def _week(engine: Engine, channel: str = "") -> Figures:
    return Statistics(engine).figures(Period.latest(7, now()), channel)


def test_every_way_to_end_is_counted_by_day_and_channel(stores: Stores) -> None:
    doubt: dict[str, Any] = {"confidence": 0.3, "steps": {"retrieve": 1.0}}
    for answer in (
        _ended(Outcome.ANSWERED),
        _ended(Outcome.INDICATOR),
        _ended(Outcome.PARTLY, **doubt),
        _ended(Outcome.REFUSED, language="en"),
        _ended(Outcome.DECLINED),
        _ended(Outcome.SMALLTALK),
    ):
        _ask(stores, answer)
    _ask(stores, _ended(Outcome.REFUSED), "telegram", days_ago=2)
    _ask(stores, _ended(Outcome.ANSWERED), days_ago=8)
    _ask(stores, _ended(Outcome.ANSWERED), days_ago=20)
    figures = _week(stores.engine)
    assert figures.total == Tally(answered=2, hedged=1, refused=2, declined=1, other=1)
    assert figures.before == Tally(answered=1)
    assert {name: tally.questions for name, tally in figures.channels.items()} == {"web": 5, "telegram": 1}
    assert figures.languages == {"id": 5, "en": 1}
    assert len(figures.days) == 7
    today, earlier = local_day(now()), local_day(now() - timedelta(days=2))
    assert list(rows(figures)) == [
        (earlier, "telegram", 1, 0, 0, 1, 0, 0, 0),
        (today, "web", 5, 2, 1, 1, 1, 1, 0),
    ]
    assert _week(stores.engine, "telegram").total == Tally(refused=1)
    assert Statistics(stores.engine).channels() == ["telegram", "web"]


def test_judgements_tickets_and_waiting_are_counted(stores: Stores) -> None:
    liked, disliked, open_one = (_ask(stores, _ended(Outcome.REFUSED)) for _ in range(3))
    stores.journal.rate(liked, 1)
    stores.journal.rate(disliked, -1)
    for turn in (disliked, open_one):
        stores.tickets.open(stores.journal.turn(turn), "web", "w")
    with stores.engine.begin() as connection:
        replied = now()
        one = update(TicketRow).where(TicketRow.turn_id == disliked)
        connection.execute(one.values(created_at=replied - timedelta(hours=3), replied_at=replied))
        connection.execute(update(TurnRow).where(TurnRow.id == liked).values(milliseconds=900))
    figures = _week(stores.engine)
    assert (figures.satisfaction, figures.total.handed_over, figures.waiting) == (0.5, 2, 1)
    assert figures.replies == Spread(1, 3 * 3600, 3 * 3600)
    assert figures.latency == Spread(3, 0.04, 0.9)


def test_what_is_asked_often_is_shown_and_what_one_asks_is_not(stores: Stores) -> None:
    for question in ("Apa itu ASCN?", "apa itu ascn", "Apa itu ASCN", "Siapa Budi, 0812-3456-7890?"):
        _ask(stores, _ended(Outcome.ANSWERED, question))
    for _ in range(4):
        _ask(stores, _ended(Outcome.ANSWERED, "hubungi saya di 0812-3456-7890"))
    often = [(one.question, one.times) for one in _week(stores.engine).often]
    assert often[0] == ("hubungi saya di [telepon]", 4)
    assert often[1][1] == 3
    assert len(often) == 2


def test_nothing_at_all_is_told_as_nothing(engine: Engine) -> None:
    figures = _week(engine)
    assert (figures.total, figures.before, figures.satisfaction) == (Tally(), Tally(), None)
    assert figures.total.share("refused") == 0.0
    assert (figures.latency, figures.channels, Statistics(engine).channels()) == (Spread(), {}, [])


def test_a_spread_counts_by_rank() -> None:
    assert Spread.of({1.0: 5, 2.0: 4, 9.0: 1}) == Spread(10, 1.0, 2.0)
    assert Spread.of({1.0: 1, 2.0: 1}) == Spread(2, 1.0, 2.0)
