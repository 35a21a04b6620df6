"""The webhook's guards and secrets."""

from __future__ import annotations

import hmac
import json
from collections.abc import AsyncIterator, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
from fastapi import FastAPI

from bot.telegram.service import TelegramService
from bot.telegram.transport.webhook import Webhook, WebhookSecrets
from tests.fakes.telegram_bot import run_bot
from tests.fakes.telegram_server import TelegramServer


def message(update_id: int, chat_id: int = 1) -> dict[str, object]:
    """An update as small as can be."""
    return {"update_id": update_id, "message": {"chat": {"id": chat_id}}}


async def test_the_webhook_is_guarded(server: TelegramServer, tmp_path: Path) -> None:
    async with run_bot(server, tmp_path, webhook=True) as bot:
        await server.until(lambda: server.webhook)
        assert server.webhook is not None
        path, secret = bot.service.webhook.path.rsplit("/", 1)[1], server.webhook["secret_token"]
        assert len(path) == 32
        body = json.dumps({"update_id": 900, "message": {"chat": {"id": 1}}}).encode()
        handle = bot.service.webhook.handle
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
        assert await polling.service.webhook.handle(path, secret, body) == 404


async def test_two_services_agree_on_the_webhook(tmp_path: Path) -> None:
    from tests.fakes.answers import ScriptedAnswers
    from tests.fakes.telegram_bot import make_app

    server = TelegramServer()
    server.url = "http://127.0.0.1:1"
    app = make_app(server, tmp_path, ScriptedAnswers(), public_url="https://pandu.example.go.id")
    first, second = TelegramService(app), TelegramService(app, lease=timedelta(seconds=1))
    assert first.webhook.path == second.webhook.path
    await second.stop()
    await first.stop()
    app.close()


def test_the_secrets_are_each_bots_own_and_the_same_in_every_process() -> None:
    secrets = WebhookSecrets.derive(b"key", "7:token")
    assert secrets == WebhookSecrets.derive(b"key", "7:token")
    others = [WebhookSecrets.derive(b"other", "7:token"), WebhookSecrets.derive(b"key", "8:token")]
    assert len({value for each in (secrets, *others) for value in (each.path, each.header)}) == 6


def test_the_secrets_of_installations_that_run_stay_as_they_are() -> None:
    secrets = WebhookSecrets.derive(b"key", "7:token")
    assert secrets.path == "8dfcd90b18fa1c1a2be68bfff6cd999f"
    assert secrets.header == "7fdddb121d596a4009ee9142bc0d37651d586ebed2613964bbacbdd8c0ac9771"


async def test_an_update_that_is_not_stored_is_not_confirmed() -> None:
    async def away(_: Sequence[dict[str, Any]]) -> None:
        raise OSError("the database is away")

    secrets = WebhookSecrets("path", "header")
    body = b'{"update_id": 1}'
    assert await Webhook("https://pandu.example", secrets, away).handle("path", "header", body) == 503
    assert await Webhook("", secrets, away).handle("path", "header", body) == 404


async def test_what_is_posted_arrives_and_a_body_without_end_is_cut_off() -> None:
    stored: list[dict[str, Any]] = []

    async def store(payloads: Sequence[dict[str, Any]]) -> None:
        stored.extend(payloads)

    webhook, web = Webhook("https://pandu.example", WebhookSecrets("path", "header"), store), FastAPI()
    webhook.mount(web)
    sent = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal sent
        while sent < 5_000_000:
            sent += 100_000
            yield b" " * 100_000

    headers = {"X-Telegram-Bot-Api-Secret-Token": "header"}
    transport = httpx.ASGITransport(web)
    async with httpx.AsyncClient(transport=transport, base_url="https://pandu.example", headers=headers) as client:
        assert (await client.post("/telegram/path", json={"update_id": 5})).status_code == 200
        assert (await client.post("/telegram/wrong", json={"update_id": 6})).status_code == 404
        assert (await client.get("/telegram/path")).status_code == 405
        assert (await client.post("/telegram/path", content=endless())).status_code == 413
    assert stored == [{"update_id": 5}]
    assert sent < 2_000_000
