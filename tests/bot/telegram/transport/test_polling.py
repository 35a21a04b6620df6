"""Transport: nothing lost, nothing twice, whatever the network, Telegram or a restart does."""

from __future__ import annotations

import asyncio
import hmac
import json
import logging
import sqlite3
import sys
import time
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.exc import OperationalError

from bot.telegram.service import TelegramService
from bot.telegram.transport.http_client import BotApiRequest
from tests.fakes.telegram_bot import RunningBot, run_bot
from tests.fakes.telegram_people import Group, Person
from tests.fakes.telegram_server import TOKEN, Faults, TelegramServer


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
    async with run_bot(server, tmp_path) as bot:
        for person in people:
            person.say("lambat pertama")
            person.say("kedua")
        await server.until(lambda: len(bot.answers.asked) >= 3)
    async with run_bot(server, tmp_path):
        await server.until(lambda: all(len(person.heard) == 2 for person in people), 30)
    assert all("pertama" in person.heard[0].text and "kedua" in person.heard[1].text for person in people)


async def test_what_a_killed_process_held_is_taken_up(server: TelegramServer, tmp_path: Path) -> None:
    people = [Person(server, 100 + number) for number in range(6)]
    command = [sys.executable, "-m", "tests.fakes.telegram_bot_process", server.url, str(tmp_path)]
    process = await asyncio.create_subprocess_exec(*command, cwd=Path(__file__).parents[4])
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


async def test_parts_already_sent_are_not_sent_again(server: TelegramServer, tmp_path: Path) -> None:
    sri = Person(server, 11)
    async with run_bot(server, tmp_path) as bot:
        server.faults = Faults(rate=0)
        sri.say("yang panjang")
        await sri.hears(1)
        await bot.service.stop()
    count = len(sri.heard)
    async with run_bot(server, tmp_path) as bot:
        await server.until(lambda: bot.service.waiting() == 0)
        await server.until(lambda: any(one.buttons for one in sri.heard))
    texts = [one.text for one in sri.heard]
    assert len(texts) == len(set(texts)) >= count


@pytest.mark.parametrize("webhook", [False, True], ids=["polling", "webhook"])
async def test_each_update_is_handled_once_among_two_replicas(
    server: TelegramServer, tmp_path: Path, webhook: bool, url: str
) -> None:
    # On a busy machine one replica may do all the work, and a short lease would run out while its holder waits for a
    # processor: neither is a fault, and whether a lease is taken over is asked elsewhere.
    one, two = (run_bot(server, tmp_path, webhook=webhook, lease=60, database_url=url) for _ in range(2))
    async with one, two:
        people = [Person(server, 100 + number) for number in range(30)]
        for round_number in range(3):
            for person in people:
                person.say(f"putaran {round_number}")
        await server.until(lambda: all(len(person.heard) >= 3 for person in people), 120)
    assert all(
        [f"putaran {number}" in one.text for number, one in enumerate(person.heard)] == [True] * 3 for person in people
    )


async def test_a_second_poller_elsewhere_is_backed_off_from(server: TelegramServer, tmp_path: Path) -> None:
    async with run_bot(server, tmp_path / "one") as one, run_bot(server, tmp_path / "two") as two:
        await server.until(lambda: any("same token" in bot.service.state for bot in (one, two)))
        sri = Person(server, 11)
        sri.say("tetap dijawab")
        await sri.hears(1, 30)


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


async def test_the_webhook_is_guarded(server: TelegramServer, tmp_path: Path) -> None:
    async with run_bot(server, tmp_path, webhook=True) as bot:
        await server.until(lambda: server.webhook)
        assert server.webhook is not None
        path, secret = bot.service.webhook_path.rsplit("/", 1)[1], server.webhook["secret_token"]
        assert len(path) == 32
        body = json.dumps({"update_id": 900, "message": {"chat": {"id": 1}}}).encode()
        handle = bot.service.handle_webhook
        assert await handle("x" * 32, secret, body) == 404
        assert await handle(path, "", body) == 403
        assert await handle(path, "rahasia–salah", body) == 403
        assert await handle(path, secret, b"{") == 400
        assert await handle(path, secret, b"[]") == 400
        assert await handle(path, secret, b'{"update_id": "1"}') == 400
        assert await handle(path, secret, b'{"update_id": 1, "message": ' + b"[" * 500_000 + b"]" * 400_000) == 400
        assert await handle(path, secret, b'{"update_id": 901, "message": {}}') == 200
        assert await handle(path, secret, b'{"update_id": 902, "message": {"text": NaN}}') == 200
        assert await handle(path, secret, b" " * 1_100_000) == 413
        assert not hmac.compare_digest(path, secret)
    async with run_bot(server, tmp_path) as polling:
        assert await polling.service.handle_webhook(path, secret, body) == 404


async def test_a_webhook_that_is_left_over_does_not_bar_polling_for_ever(
    server: TelegramServer, tmp_path: Path
) -> None:
    async with run_bot(server, tmp_path) as bot:
        await server.until(lambda: bot.service.state == "polling")
        server.webhook = {"url": "http://127.0.0.1:9/telegram/x"}  # by a process that has ended since
        sri = Person(server, 11)
        await server.until(lambda: server.webhook is None)
        sri.say("nomor 1")
        await sri.hears(1, 30)


async def test_a_webhook_that_another_program_took_away_is_set_again(server: TelegramServer, tmp_path: Path) -> None:
    async with run_bot(server, tmp_path, webhook=True):
        await server.until(lambda: server.webhook)
        server.webhook = None  # as by deleteWebhook
        sri = Person(server, 11)
        sri.say("nomor 1")
        assert "nomor 1" in (await sri.hears(1)).text


async def test_a_webhook_that_telegram_cannot_reach_is_named(
    server: TelegramServer, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with run_bot(server, tmp_path, webhook=True) as bot:
        await server.until(lambda: "getWebhookInfo" in server.calls)
        assert bot.service.working
        server.pending = [{"update_id": 1}]
        server.webhook_error = time.time(), "Connection timed out"
        await server.until(lambda: "Connection timed out" in bot.service.state)
        assert not bot.service.working
        calls = len(server.calls)
        await server.until(lambda: len(server.calls) > calls + 2)
        server.pending = []
        await server.until(lambda: bot.service.working)
    assert caplog.text.count("Connection timed out") == 1


async def test_the_token_is_in_no_log(
    server: TelegramServer, tmp_path: Path, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    server.faults = Faults(rate=0.3, kinds=("500", "cut"), seed=3)
    async with run_bot(server, tmp_path):
        sri = Person(server, 11)
        for number in range(5):
            sri.say(f"nomor {number}")
        await sri.hears(5, 60)
        try:
            int(f"{server.url}/bot{TOKEN}/getMe")
        except ValueError:
            logging.getLogger("elsewhere").exception("with %s", TOKEN)
    formatter = logging.Formatter()
    shown = "".join(formatter.format(record) for record in caplog.records) + capsys.readouterr().err
    assert "<secret>" in shown
    assert TOKEN not in shown
    assert "nomor 1" not in "".join(record.getMessage() for record in caplog.records if record.levelno > logging.DEBUG)


@pytest.mark.parametrize("webhook", [False, True], ids=["polling", "webhook"])
async def test_faults_lose_and_double_nothing(server: TelegramServer, tmp_path: Path, webhook: bool) -> None:
    async with run_bot(server, tmp_path, webhook=webhook, telegram_timeout=1):
        await server.until(lambda: server.menus)
        server.faults = Faults(rate=0.08, seed=1, hang=1.5, disorder=0.2)
        people = [Person(server, 100 + number) for number in range(50)]
        for number in range(4):
            for person in people:
                person.say(f"pesan {number}.")
        await server.until(lambda: all(len(person.heard) >= 4 for person in people), 90)
        await asyncio.sleep(0.5)
    assert sum(server.faults.count.values()) > 10
    for person in people:
        assert sorted(one.text.split(": ")[1][:8] for one in person.heard) == [f"pesan {n}." for n in range(4)]


async def test_an_update_that_cannot_be_read_holds_up_nobody(bot: RunningBot) -> None:
    sri = Person(bot.server, 11)
    sri.send({"poll": {"id": "1", "question": "?"}})  # as a Bot API server older than the library sends it
    bot.server.offer("message", {"chat": {"id": 12}})
    sri.say("sesudahnya")
    assert "Jawaban 1: sesudahnya" in (await sri.hears(1)).text
    await bot.server.until(lambda: bot.service.waiting() == 0)
    assert len(bot.server.sent) == 1


async def test_a_database_that_was_away_loses_nothing(
    server: TelegramServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with run_bot(server, tmp_path) as bot:
        await server.until(lambda: len(server.menus) == 4)
        sri, inbox = Person(server, 11), bot.service._inbox
        put_back, away = inbox.put_back, [True, True]

        def failing(update_id: int, due_at: datetime, steps: dict[str, Any]) -> None:
            if away:
                away.pop()
                raise OperationalError("UPDATE", {}, Exception("database is locked"))
            put_back(update_id, due_at, steps)

        monkeypatch.setattr(inbox, "put_back", failing)
        bot.service._bot.rate_limiter._patience = 0.1
        server.faults = Faults(rate=1, kinds=("500",), only="sendMessage")
        sri.say("pertama")
        await server.until(lambda: away == [True])
        server.faults = Faults()
        sri.say("kedua")
        assert "pertama" in (await sri.hears(1)).text
        assert "kedua" in (await sri.hears(2)).text
        await server.until(lambda: bot.service.waiting() == 0)
        assert len(sri.heard) == 2


async def test_two_hundred_chats_at_once(bot: RunningBot) -> None:
    people = [Person(bot.server, 1000 + number) for number in range(200)]
    for person in people:
        person.say("semua sekaligus")
    await bot.server.until(lambda: all(person.heard for person in people), 60)
    assert all(len(person.heard) == 1 for person in people)


async def test_a_limited_group_holds_up_nobody(server: TelegramServer, tmp_path: Path) -> None:
    async with run_bot(server, tmp_path, telegram_messages_per_chat=100):
        group, sri = Group(server, -100500), Person(server, 11)
        for number in range(25):
            group.say(Person(server, 100 + number), f"/tanya {number}")
        await group.hears(20)
        sri.say("pribadi")
        await sri.hears(1, 2)


async def test_two_services_agree_on_the_webhook(tmp_path: Path) -> None:
    from tests.fakes.answers import ScriptedAnswers
    from tests.fakes.telegram_bot import make_app

    server = TelegramServer()
    server.url = "http://127.0.0.1:1"
    app = make_app(server, tmp_path, ScriptedAnswers(), public_url="https://pandu.example.go.id")
    first, second = TelegramService(app), TelegramService(app, lease=timedelta(seconds=1))
    assert first.webhook_path == second.webhook_path
    await second.stop()
    await first.stop()
    app.close()


def test_of_an_answer_only_what_was_sent_is_cut() -> None:
    sent = {"message_id": 7, "date": 1, "chat": {"id": 1, "type": "private"}, "text": "*a*", "entities": [{}]}
    read = BotApiRequest.parse_json_payload(json.dumps({"ok": True, "result": sent}).encode())
    assert read["result"] == {"message_id": 7, "date": 1, "chat": {"id": 1, "type": "private"}}
    updates = {"ok": True, "result": [{"update_id": 1, "message": sent}]}
    assert BotApiRequest.parse_json_payload(json.dumps(updates).encode()) == updates


@pytest.mark.parametrize("webhook", [False, True], ids=["polling", "webhook"])
@pytest.mark.parametrize("locked", [True, False], ids=["locked", "read-only"])
async def test_questions_are_answered_while_the_database_cannot_be_written(
    server: TelegramServer, tmp_path: Path, webhook: bool, locked: bool
) -> None:
    async with run_bot(server, tmp_path, webhook=webhook) as bot:
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
            assert "kedua" in (await sri.hears(2, 9)).text  # a write would wait for ten seconds
            assert "ketiga" in (await sri.hears(3)).text
            without = await budi.hears(1)
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
        assert len(budi.heard) == 1


def _read_only(connection: Any, *_: object) -> None:
    connection.execute("PRAGMA query_only = ON")
