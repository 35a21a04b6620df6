"""Who watches an answer is told once when it changes, and staff know beforehand: Telegram by webhook and mail, in one
process, as ``pandu serve`` runs them."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
from starlette.types import ASGIApp, Receive, Scope, Send

from bot.accounts.accounts import ROLES
from bot.app import App, build_app
from bot.releases.impacts import Impacts
from bot.releases.preview import make_preview
from bot.server import build_server
from bot.settings import Settings
from tests.bot.mail.mail_server import MailServer, mail_server
from tests.bot.staff.consoles import PASSWORD, Console
from tests.bot.web.servers import Server
from tests.fakes.telegram_people import Person
from tests.fakes.telegram_server import TOKEN, TelegramServer
from tests.parts import version_of

QUESTION = "Berapa sensor banjir yang dipasang Kota Sumedang?"
FIRST = "Kota Sumedang memasang 250 sensor banjir pada tahun 2031."
SECOND = "Kota Sumedang memasang 300 sensor banjir pada tahun 2031."


@contextmanager
def _serving(data: Path, telegram: TelegramServer, mails: MailServer) -> Iterator[Console]:
    """All that ``pandu serve`` runs; Telegram brings updates to its address."""
    made: list[ASGIApp] = []

    async def serve(scope: Scope, receive: Receive, send: Send) -> None:
        await made[0](scope, receive, send)

    server, golden = Server(serve), data / "golden"
    golden.mkdir()
    given: dict[str, Any] = {"telegram_token": TOKEN, "telegram_api_url": telegram.url, "smtp_url": mails.url}
    app = build_app(
        Settings(
            _env_file=None,
            data=data,
            golden=golden,
            public_url=server.url,
            smtp_from="pandu@kota.go.id",
            client_requests_per_minute=100_000,
            **given,
        )
    )
    for role in ROLES:
        app.accounts.add(role, role, PASSWORD)
    _publish(app, "sumedang", FIRST)
    made.append(build_server(app))
    with server:
        yield Console(app, server)
    app.close()


def _publish(app: App, document: str, text: str) -> None:
    app.document_store.add(version_of(document, text))
    app.builder().publish(app.builder().build().release_id, "siti")


def _watch_by_mail(url: str, mails: MailServer) -> None:
    """Ask on the web, wish to be told, and agree by the link in the letter."""
    with httpx.Client(base_url=url, timeout=60) as client:
        body = client.post("/api/v1/ask", json={"question": QUESTION}).json()
        wish = {"turn": body["turn"], "conversation": body["conversation"], "email": "budi@kota.go.id"}
        assert client.post("/api/v1/watches", json=wish).status_code == 202
        while not mails.taken:
            client.get("/healthz")
        (link,) = re.findall(r"https?://\S+/kabar/\S+", mails.taken[0].get_content())
        assert client.post(urlsplit(link).path, data={"setuju": "1"}).status_code == 200


def _publish_in_console(console: Console) -> str:
    """Preview and publish what waits; the form for publishing, as the publisher saw it."""
    publisher, app = console.people["publisher"], console.app
    run, _ = Impacts(app.engine).begin("publisher")
    make_preview(app, run.id)
    draft, over = Impacts(app.engine).run(run.id).draft, app.release_store.published()
    form = publisher.get("/staf/terbitan/terbitkan").text
    given = {"release": draft, "over": over, "note": "Jumlah sensor dibetulkan", "yes": "1"}
    assert publisher.post("/staf/terbitan/terbitkan", given).status_code == 303
    assert app.release_store.published() == draft
    return form


def _asked_again(app: App) -> None:
    """Until every watched question was asked of what is published; the server does so by itself in a few seconds."""
    app.recall.ask_again(0)
    published = app.release_store.published()
    while any(watch.release != published for watch in app.recall.watches.watched()):
        app.recall.ask_again(0)


async def test_a_watcher_is_told_once(data: Path) -> None:
    sri_id = 11
    async with TelegramServer() as telegram:
        with mail_server() as mails:
            serving = _serving(data, telegram, mails)
            console = await asyncio.to_thread(serving.__enter__)
            try:
                sri = Person(telegram, sri_id)
                sri.say(QUESTION)
                answer = await sri.hears(1)
                assert "250" in answer.text
                await sri.unfold(answer)
                sri.press(answer, "Kabari saya")
                await sri.hears(2)
                await asyncio.to_thread(_watch_by_mail, console.url, mails)

                console.app.document_store.add(version_of("sumedang", SECOND))
                form = await asyncio.to_thread(_publish_in_console, console)
                assert "2 pengguna yang meminta dikabari" in form
                news = await sri.hears(3)
                await telegram.until(lambda: len(mails.taken) == 2)
                letter = mails.taken[1].get_content()
                for text, now in ((news.text, "Sekarang:"), (letter, "== Sekarang ==")):
                    before, _, after = text.partition(now)
                    assert ("250" in before, "300" in before) == (True, False)
                    assert ("250" in after, "300" in after) == (False, True)
                assert "/kabar/" in letter

                await asyncio.to_thread(_publish, console.app, "garut", "Kota Garut menanam 12 pohon pada tahun 2030.")
                await asyncio.to_thread(_asked_again, console.app)
                console.app.watch_letters.tell()
                assert console.app.recall.watches.take("telegram") == []
                assert (len(sri.heard), len(mails.taken)) == (3, 2)
                sri.press(news, "Jangan kabari lagi")
                await telegram.until(lambda: len(console.app.recall.watches.watched()) == 1)
            finally:
                await asyncio.to_thread(serving.__exit__, None, None, None)
        assert telegram.refusals == []
