"""``pandu serve`` as a process: the bot beside the web, stopped and started as an operator does it."""

from __future__ import annotations

from pathlib import Path

import httpx

from tests.fakes.pandu_serve import pandu_serve
from tests.fakes.telegram_people import Person
from tests.fakes.telegram_server import TOKEN, TelegramServer


async def test_stopping_in_the_middle_of_work(server: TelegramServer, tmp_path: Path) -> None:
    people = [Person(server, 100 + number) for number in range(20)]
    async with pandu_serve(server, tmp_path):
        for person in people:
            person.say("/help")
            person.say("/privasi")
        await server.until(lambda: server.sent)
    async with pandu_serve(server, tmp_path):
        await server.until(lambda: all(len(person.heard) >= 2 for person in people), 30)
    assert all([one.text.split()[0] for one in person.heard] == ["Cara", "Privasi"] for person in people)


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
    assert all([one.text.split()[0] for one in person.heard] == ["Cara", "Privasi", "Hapus"] for person in people)


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
