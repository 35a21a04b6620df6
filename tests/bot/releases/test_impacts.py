"""Impact previews in the database."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import update

from bot.releases.impact import Effect
from bot.releases.impacts import Impacts
from bot.releases.questions import Question
from bot.releases.tables import ImpactRow
from knowledge.answering.difference import AnswerChange
from knowledge.answers import Outcome
from knowledge.errors import NotFoundError
from knowledge.storage.engine import now
from tests.bot.journals import Stores, an_answer


def _effect(change: AnswerChange, question: str = "q", turn: str | None = None, times: int = 1) -> Effect:
    before = an_answer(question)
    after = before.model_copy(update={"outcome": Outcome.REFUSED})
    return Effect(Question((question,), "id", turn=turn, times=times), before, after, change)


def test_a_preview_is_begun_once_told_of_and_read_by_harm(stores: Stores) -> None:
    impacts = Impacts(stores.engine)
    run, new = impacts.begin("budi")
    assert new
    assert impacts.begin("sari") == (run, False)
    assert impacts.asks(run.id, "r2", "r1", 5)
    some = [_effect(AnswerChange.WORDING, "a"), _effect(AnswerChange.SAME, "b"), _effect(AnswerChange.NEW, "c")]
    assert impacts.went_on(run.id, 3, some, {"wording": 1})
    more = [_effect(AnswerChange.LOST, "d"), _effect(AnswerChange.LOST, "e", times=4)]
    assert impacts.went_on(run.id, 5, more, {"wording": 1, "lost": 2})
    assert (impacts.run(run.id).done, impacts.run(run.id).changed) == (5, 3)
    assert impacts.latest("r2", "r1") is None
    impacts.end(run.id, "done")
    assert impacts.latest("r2", "r1") == impacts.run(run.id)
    assert [found.question for found in impacts.effects(run.id)] == ["e", "d", "c", "a"]
    assert [found.question for found in impacts.effects(run.id, after=1, most=2)] == ["d", "c"]
    assert [found.question for found in impacts.effects(run.id, change="new")] == ["c"]
    assert impacts.effects(run.id, change="fails") == []


def test_of_all_who_begin_at_once_one_does(stores: Stores) -> None:
    impacts = Impacts(stores.engine)
    with ThreadPoolExecutor(4) as threads:
        begun = list(threads.map(lambda _: impacts.begin("budi"), range(4)))
    assert [new for _, new in begun].count(True) == 1
    assert len({run.id for run, _ in begun}) == 1


def test_a_preview_that_is_stopped_keeps_no_more(stores: Stores) -> None:
    impacts = Impacts(stores.engine)
    run, _ = impacts.begin("budi")
    impacts.asks(run.id, "r2", "r1", 5)
    assert impacts.stop(run.id)
    assert not impacts.went_on(run.id, 1, [], {})
    impacts.end(run.id, "stopped")
    assert not impacts.stop(run.id)
    assert impacts.run(run.id).state == "stopped"
    assert impacts.begin("budi")[1]


def test_a_preview_whose_process_died_stands_in_nobodys_way(stores: Stores) -> None:
    impacts = Impacts(stores.engine)
    run, _ = impacts.begin("budi")
    with stores.engine.begin() as connection:
        connection.execute(update(ImpactRow).values(seen_at=now() - timedelta(minutes=5)))
    assert impacts.run(run.id).state == "dead"
    with impacts.alive(run.id, beat=0.01):
        while impacts.run(run.id).state == "dead":
            pass
        assert impacts.begin("sari") == (impacts.run(run.id), False)
    with stores.engine.begin() as connection:
        connection.execute(update(ImpactRow).values(seen_at=now() - timedelta(minutes=5)))
    assert impacts.begin("budi")[1]
    with pytest.raises(NotFoundError):
        impacts.run(99)


def test_what_a_person_asked_goes_with_its_turn(stores: Stores) -> None:
    impacts = Impacts(stores.engine)
    turn = stores.journal.record("c", "web", "web:1", "rahasia", an_answer("rahasia"))
    run, _ = impacts.begin("budi")
    impacts.asks(run.id, "r2", "r1", 2)
    gone = _effect(AnswerChange.LOST, "sudah dihapus", turn="0" * 32)
    impacts.went_on(run.id, 2, [gone, _effect(AnswerChange.LOST, "rahasia", turn=turn.id)], {})
    assert [found.question for found in impacts.effects(run.id)] == ["rahasia"]
    stores.retention.forget("web:1")
    assert impacts.effects(run.id) == []


def test_old_previews_are_deleted(stores: Stores) -> None:
    impacts = Impacts(stores.engine)
    runs = []
    for _ in range(12):
        run, _ = impacts.begin("budi")
        impacts.end(run.id, "done")
        runs.append(run.id)
    with pytest.raises(NotFoundError):
        impacts.run(runs[1])
    assert impacts.run(runs[2]).state == "done"
