"""The bot as a service: nothing lost, nothing twice, whatever the network, Telegram or a restart does."""

from __future__ import annotations

import asyncio
import sqlite3
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import event

from tests.fakes.pandu_serve import pandu_serve
from tests.fakes.telegram_bot import listen, run_bot
from tests.fakes.telegram_people import Person
from tests.fakes.telegram_server import TOKEN, Faults, TelegramServer


def first_words(person: Person) -> list[str]:
    """The first word of each message that a person got."""
    return [message.text.split()[0] for message in person.heard]


async def test_stopping_in_the_middle_of_work(server: TelegramServer, tmp_path: Path) -> None:
    people = [Person(server, 100 + number) for number in range(20)]
    async with pandu_serve(server, tmp_path):
        for person in people:
            person.say("/help")
            person.say("/privasi")
        await server.until(lambda: server.sent)
    async with pandu_serve(server, tmp_path):
        await server.until(lambda: all(len(person.heard) >= 2 for person in people), 30)
    assert all(first_words(person) == ["Cara", "Privasi"] for person in people)


async def test_a_replica_goes_on_when_the_other_is_stopped(server: TelegramServer, tmp_path: Path, url: str) -> None:
    people = [Person(server, 100 + number) for number in range(20)]
    async with pandu_serve(server, tmp_path, database_url=url):
        async with pandu_serve(server, tmp_path, database_url=url):
            for command in ("/help", "/privasi"):
                for person in people:
                    person.say(command)
            await server.until(lambda: server.sent)
        for person in people:
            person.say("/hapus")
        await server.until(lambda: all(len(person.heard) >= 3 for person in people), 60)
    assert all(first_words(person) == ["Cara", "Privasi", "Hapus"] for person in people)


async def test_the_web_stays_up_while_another_program_polls(server: TelegramServer, tmp_path: Path) -> None:
    sri = Person(server, 11)
    async with pandu_serve(server, tmp_path) as address, httpx.AsyncClient(trust_env=False) as client:
        calls = f"{server.url}/bot{TOKEN}/getUpdates"
        for _ in range(3):
            await client.post(calls, json={"timeout": 1}, timeout=10)
            assert (await client.get(f"{address}/healthz")).status_code == 200
        sri.say("/help")
        await sri.hears(1, 30)


async def test_metrics_tell_whether_messages_arrive(server: TelegramServer, tmp_path: Path) -> None:
    async with (
        pandu_serve(server, tmp_path, metrics_token="a-token") as address,
        httpx.AsyncClient(trust_env=False, headers={"Authorization": "Bearer a-token"}) as client,
    ):
        sri = Person(server, 11)
        sri.say("/help")
        await sri.hears(1, 30)
        text = (await client.get(f"{address}/metrics")).text
    assert "pandu_telegram_up 1.0" in text
    assert "pandu_telegram_waiting" in text


async def test_messages_sent_before_the_bot_was_up_are_answered_once(server: TelegramServer, tmp_path: Path) -> None:
    sri = Person(server, 11)
    sri.say("sebelum bot menyala")
    async with run_bot(server, tmp_path):
        assert "Jawaban 1" in (await sri.hears(1)).text
    async with run_bot(server, tmp_path) as again:
        sri.say("sesudahnya")
        assert "Jawaban 2: sesudahnya" in (await sri.hears(2)).text
        await server.until(lambda: again.service.waiting() == 0)
    assert len(sri.heard) == 2


async def test_a_stop_in_the_middle_loses_nothing(server: TelegramServer, tmp_path: Path) -> None:
    people = [Person(server, 100 + number) for number in range(20)]
    # What a time-out or the end of the grace cuts off while it is sent is sent again; a busy machine needs room.
    async with run_bot(server, tmp_path, grace=30, telegram_timeout=20) as bot:
        for person in people:
            person.say("lambat pertama")
            person.say("kedua")
        await server.until(lambda: len(bot.answers.asked) >= 3)
    async with run_bot(server, tmp_path, grace=30, telegram_timeout=20):
        await server.until(lambda: all(len(person.heard) == 2 for person in people), 30)
    assert all("pertama" in person.heard[0].text and "kedua" in person.heard[1].text for person in people)


async def test_what_a_killed_process_held_is_taken_up(server: TelegramServer, tmp_path: Path) -> None:
    people = [Person(server, 100 + number) for number in range(6)]
    command = [sys.executable, "-m", "tests.fakes.telegram_bot_process", server.url, str(tmp_path)]
    process = await asyncio.create_subprocess_exec(*command, cwd=Path(__file__).parents[3])
    for person in people:
        person.say("lambat pertama")
    await server.until(lambda: server.actions, 60)
    process.kill()
    await process.wait()
    assert server.sent == []
    for person in people:
        person.say("kedua")
    async with run_bot(server, tmp_path):  # the leases of the dead would last ten minutes more
        await server.until(lambda: all(len(person.heard) >= 2 for person in people), 30)
    assert all("pertama" in person.heard[0].text and "kedua" in person.heard[1].text for person in people)
    assert len(server.sent) == 2 * len(people)


@pytest.mark.parametrize("webhook", [False, True], ids=["polling", "webhook"])
async def test_each_update_is_handled_once_among_two_replicas(
    server: TelegramServer, tmp_path: Path, webhook: bool, url: str
) -> None:
    # On a busy machine neither a lease may run out nor a confirmation come late: both rightly mean a second try.
    with listen() as address:  # the one public address that both have
        values = {"webhook": address if webhook else False, "lease": 60, "telegram_timeout": 30, "database_url": url}
        first, second = (run_bot(server, tmp_path, **values) for _ in range(2))
        async with first, second:
            people = [Person(server, 100 + number) for number in range(30)]
            for round_number in range(3):
                for person in people:
                    person.say(f"putaran {round_number}")
            await server.until(lambda: all(len(person.heard) >= 3 for person in people), 120)
    for person in people:
        assert len(person.heard) == 3
        assert all(f"putaran {number}" in message.text for number, message in enumerate(person.heard))


async def test_an_unreachable_telegram_does_not_stop_the_start(tmp_path: Path) -> None:
    async with TelegramServer() as server:
        url = server.url
    server = TelegramServer()
    server.url = url
    async with run_bot(server, tmp_path, telegram_timeout=1) as bot:
        assert bot.service.state == "connecting"


async def test_a_wrong_token_is_named(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    async with TelegramServer(token="7:other") as server, run_bot(server, tmp_path) as bot:
        await server.until(lambda: "PANDU_TELEGRAM_TOKEN" in bot.service.state)
    assert TOKEN not in caplog.text


@pytest.mark.parametrize("webhook", [False, True], ids=["polling", "webhook"])
async def test_faults_lose_and_double_nothing(server: TelegramServer, tmp_path: Path, webhook: bool) -> None:
    # An answer that comes after the time-out is a message sent twice, so the time-out leaves a busy machine some room.
    async with run_bot(server, tmp_path, webhook=webhook, telegram_timeout=4):
        await server.until(lambda: server.menus)
        server.faults = Faults(rate=0.08, seed=1, hang=5, disorder=0.2)
        people = [Person(server, 100 + number) for number in range(50)]
        for number in range(4):
            for person in people:
                person.say(f"pesan {number}.")
        await server.until(lambda: all(len(person.heard) >= 4 for person in people), 180)
        await asyncio.sleep(0.5)
    assert sum(server.faults.count.values()) > 10
    for person in people:
        assert sorted(message.text.split(": ")[1][:8] for message in person.heard) == [f"pesan {n}." for n in range(4)]


@pytest.mark.parametrize("webhook", [False, True], ids=["polling", "webhook"])
@pytest.mark.parametrize("locked", [True, False], ids=["locked", "read-only"])
async def test_questions_are_answered_while_the_database_cannot_be_written(
    server: TelegramServer, tmp_path: Path, webhook: bool, locked: bool
) -> None:
    async with run_bot(server, tmp_path, webhook=webhook, database_seconds=1) as bot:
        sri, budi = Person(server, 11), Person(server, 12)
        sri.say("pertama")
        assert (await sri.hears(1)).buttons
        await server.until(lambda: bot.service.waiting() == 0)
        with closing(sqlite3.connect(tmp_path / "pandu.db", isolation_level=None)) as other:
            if locked:
                other.execute("BEGIN IMMEDIATE")
            else:
                event.listen(bot.app.engine, "checkout", _read_only)
            sri.say("kedua")
            sri.say("ketiga")
            budi.say("keempat")
            assert "kedua" in (await sri.hears(2, 9 if locked else 60)).text  # not for the lock: ten
            assert "ketiga" in (await sri.hears(3)).text
            without = await budi.hears(1)
            if not locked:
                await asyncio.sleep(1.5)  # longer than the lease that cannot be renewed
                budi.say("kelima")
                assert "kelima" in (await budi.hears(2)).text
            assert "keempat" in without.text
            assert without.buttons == []
            if locked:
                other.execute("ROLLBACK")
            else:
                event.remove(bot.app.engine, "checkout", _read_only)
                bot.app.engine.dispose()
        for number in range(60):  # until it is noticed that the database is back
            sri.say(f"lagi {number}")
            if (await sri.hears(4 + number)).buttons:
                break
            await asyncio.sleep(0.2)
        assert sri.heard[-1].buttons
        await server.until(lambda: bot.service.waiting() == 0, 30)
        assert len(sri.heard) == 4 + number
        assert len(budi.heard) == (1 if locked else 2)


def _read_only(connection: Any, *_: object) -> None:
    connection.execute("PRAGMA query_only = ON")
