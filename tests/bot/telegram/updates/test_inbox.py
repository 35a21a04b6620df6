"""Stored updates."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import Engine, text, update
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from bot.telegram.tables import UpdateRow
from bot.telegram.updates.inbox import Inbox, LeaseLostError
from bot.telegram.updates.processes import process_name
from knowledge.storage.engine import now

DEAD = "/".join([*process_name().split("/")[:2], "999999999", "x"])


def message(update_id: int, chat_id: int = 1) -> dict[str, object]:
    """An update as small as can be."""
    return {"update_id": update_id, "message": {"chat": {"id": chat_id}}}


def test_updates_are_stored_once_and_taken_in_order_of_their_chat(engine: Engine) -> None:
    inbox, other = Inbox(engine, "a"), Inbox(engine, "b")
    assert inbox.add([message(3), message(2), message(9, 5)]) == 3
    assert inbox.add([message(2), message(4)]) == 1
    assert [stored.update_id for stored in inbox.claim(10)] == [2, 9]
    assert other.claim(10) == []
    assert [stored.update_id for stored in inbox.claim(10, [2])] == [3]
    assert [stored.update_id for stored in inbox.claim(1, [3, 9])] == [4]
    assert inbox.claim(0, [4]) == []
    assert inbox.waiting() == 0
    assert inbox.add([message(2)]) == 0
    assert inbox.add([]) == 0


def test_a_lease_that_ran_out_goes_to_another_who_knows_what_was_done(engine: Engine) -> None:
    first, second = Inbox(engine, "a", timedelta(0)), Inbox(engine, "b", timedelta(0))
    first.add([message(1)])
    first.claim(1)
    assert first.claim(1) == []  # never what it holds itself
    first.save_steps(1, {"answer.0": 7})
    assert [(stored.update_id, stored.steps) for stored in second.claim(1)] == [(1, {"answer.0": 7})]
    with pytest.raises(LeaseLostError):
        first.save_steps(1, {})
    with pytest.raises(LeaseLostError):
        first.put_back(1, now(), {})


def test_processes_side_by_side_take_each_update_once(engine: Engine) -> None:
    Inbox(engine, "start").add([message(number, number % 20) for number in range(1, 301)])

    def work(name: str) -> list[tuple[int, int]]:
        inbox, taken, mine = Inbox(engine, name), [], []
        while mine or inbox.waiting():
            mine = inbox.claim(8, [stored.update_id for stored in mine])
            taken += [(stored.payload["message"]["chat"]["id"], stored.update_id) for stored in mine]
        return taken

    with ThreadPoolExecutor(4) as pool:
        parts = list(pool.map(work, "abcd"))
    everything = [taken for part in parts for taken in part]
    assert len(everything) == len(set(everything)) == 300
    for part in parts:
        for chat in range(20):
            of_chat = [update_id for chat_id, update_id in part if chat_id == chat]
            assert of_chat == sorted(of_chat)


def test_an_update_that_kills_its_process_is_left_out(engine: Engine) -> None:
    Inbox(engine, "start").add([message(1), message(2)])
    taken = [Inbox(engine, f"process {number}", timedelta(0)).claim(1) for number in range(5)]
    assert [[stored.update_id for stored in some] for some in taken] == [[1], [1], [1], [1], []]
    assert [stored.update_id for stored in Inbox(engine, "last").claim(5)] == [2]


def test_what_the_dead_held_is_freed_at_once(engine: Engine) -> None:
    dead, living = Inbox(engine, DEAD, timedelta(hours=1)), Inbox(engine, process_name(), timedelta(hours=1))
    dead.add([message(1), message(2, 2)])
    dead.claim(1)
    living.claim(1)
    again = Inbox(engine, "elsewhere/1/1/x")
    assert again.take_over() == 1
    assert [stored.update_id for stored in again.claim(5)] == [1]


def test_handled_updates_are_forgotten_after_two_days(engine: Engine) -> None:
    inbox = Inbox(engine, "a")
    inbox.add([message(1), message(2, 2)])
    inbox.claim(5)
    inbox.claim(0, [1, 2])
    with Session(engine) as session, session.begin():
        old = now() - timedelta(hours=49)
        session.execute(update(UpdateRow).where(UpdateRow.update_id == 1).values(done_at=old))
    assert inbox.expire() == 1


@pytest.mark.parametrize(
    "broken",
    [
        {"update_id": 1, "message": {}},
        {"update_id": 1, "message": {"chat": {"id": None}}},
        {"update_id": 1, "message": "text"},
        {"update_id": 1, "message": {"chat": {"id": 10**60}}},
        {"update_id": 10**30, "message": {"chat": {"id": 1}}},
        {"update_id": 1, "inline_query": {"from": []}},
        {"update_id": 1, "callback_query": {"id": "1"}},
    ],
    ids=str,
)
def test_an_update_that_cannot_be_filed_is_left_out_and_told(
    engine: Engine, caplog: pytest.LogCaptureFixture, broken: dict[str, object]
) -> None:
    inbox = Inbox(engine, "a")
    assert inbox.add([broken, message(2)]) == 1
    told = [record.getMessage() for record in caplog.records]
    assert told == [f"Update {broken['update_id']} cannot be filed and is left out"]
    assert [one.update_id for one in inbox.claim(5)] == [2]


def test_a_database_that_is_away_is_no_fault_of_the_update(engine: Engine) -> None:
    inbox = Inbox(engine, "a")
    with engine.begin() as connection:
        connection.execute(text("DROP TABLE telegram_updates"))
    with pytest.raises(DatabaseError):
        inbox.add([message(1)])
