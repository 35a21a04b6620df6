"""The Mini App: what is chosen in it is answered in the chat."""

from __future__ import annotations

import json
import time
from pathlib import Path
from urllib.parse import urlencode

from bot.settings import Settings
from bot.telegram.assembly import app_address
from tests.bot.telegram.test_init_data import opened_by
from tests.fakes.telegram_bot import run_bot
from tests.fakes.telegram_people import Group, Person
from tests.fakes.telegram_server import TOKEN, TelegramServer


async def test_an_indicator_chosen_in_the_app_comes_into_the_chat(server: TelegramServer, tmp_path: Path) -> None:
    def form(key: str, at: float, token: str = TOKEN) -> bytes:
        return urlencode({"init": opened_by(11, int(at), token), "key": key}).encode()

    async with run_bot(server, tmp_path) as bot:
        await server.until(lambda: bot.service.working)
        sri, send = Person(server, 11), bot.service.mini_app.handle
        assert await send(form("37122:19.9", time.time())) == 204
        card = await sri.hears(1)
        assert card.text.startswith("❓ indicator 19.9 SNI ISO 37122:2019")  # in the language of the person's app
        assert card.buttons
        refused = [
            form("37122:19.9", time.time() - 90_000),
            form("37122:19.9", time.time(), "7:other"),
            form("37122:99.9", time.time()),
            b"x" * 9000,
            b"\xff",
        ]
        assert [await send(body) for body in refused] == [403, 403, 404, 413, 400]
        server.blocked.add(11)
        assert await send(form("37122:19.9", time.time())) == 409
        bot.app.switches.turn_off("telegram", "siti")
        server.blocked.clear()
        assert await send(form("37122:19.9", time.time())) == 204
        assert "has been paused" in (await sri.hears(2)).text


async def test_the_app_is_offered_where_telegram_would_open_it(server: TelegramServer, tmp_path: Path) -> None:
    def address(url: str | None) -> str:
        return app_address(Settings(_env_file=None, data=tmp_path, public_url=url))

    assert address("https://pandu.example.go.id/") == "https://pandu.example.go.id/app/indikator"
    assert [address(url) for url in ("http://pandu.example.go.id", None)] == ["", ""]
    async with run_bot(server, tmp_path, public_url="https://pandu.example.go.id") as bot:
        await server.until(lambda: bot.service.working)
        sri, group = Person(server, 11), Group(server, -100500)
        # Nobody listens at the public address, so that the update is handed over here.
        for number, chat in ((1, {"id": sri.id, "type": "private"}), (2, group.chat)):
            message = {"message_id": 1, "date": int(time.time()), "chat": chat, "from": sri.user, "text": "/indikator"}
            update = {"update_id": number, "message": message}
            path, secret = bot.service.webhook.path.rsplit("/", 1)[1], server.webhook["secret_token"]
            assert await bot.service.webhook.handle(path, secret, json.dumps(update).encode()) == 200
        assert (await sri.hears(1)).button("Buka katalog") == "https://pandu.example.go.id/app/indikator"
        assert not any("katalog" in label for label, _ in (await group.hears(1)).buttons)
