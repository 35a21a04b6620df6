"""A web server with real parts; only the answers are scripted. And a browser."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright

from bot.app import build_app
from bot.conversation import Conversation
from bot.settings import Settings
from bot.web.application import create_web
from knowledge.deadlines import Deadline
from tests.bot.web.browsing import CHROMIUM, CHROMIUM_ARGUMENTS, DESKTOP, OpenPage
from tests.bot.web.servers import Server
from tests.bot.web.sites import MakeSite, Site
from tests.fakes.scripted_answers import ScriptedAnswers


@pytest.fixture(scope="session")
def make_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[MakeSite]:
    """Starts a server with these settings; ``staffed`` tells whether questions can be handed to somebody."""
    with ExitStack() as stack:

        def make(*, staffed: bool = True, **given: Any) -> Site:
            folder: Path = tmp_path_factory.mktemp("data")
            wide = dict.fromkeys(("client_questions_per_minute", "client_tickets_per_minute"), 100_000)
            values: dict[str, Any] = {"questions_per_minute": 600, **wide, **given}
            settings = Settings(_env_file=None, data=folder, **values)
            app = build_app(settings)
            stack.callback(app.close)
            if staffed:
                app.accounts.add("petugas", "editor", "kuda hijau makan awan")
            answers = ScriptedAnswers()
            conversation = Conversation(
                answers,
                app.journal,
                writing=Deadline(settings.database_seconds),
                per_minute=settings.questions_per_minute,
            )
            recall = replace(app.recall, answering=answers, published=lambda: "r1")
            app = replace(app, conversation=conversation, recall=recall)
            server = Server(create_web(app))
            stack.enter_context(server)
            client = stack.enter_context(httpx.Client(base_url=server.url, timeout=30))
            return Site(app, answers, server, client)

        yield make


@pytest.fixture(scope="session")
def site(make_site: MakeSite) -> Site:
    """A server for tests that do not change its settings."""
    return make_site(client_requests_per_minute=100_000, allowed_origins=("https://kota.go.id", "https://*.demo.id"))


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Headless Chromium; closed with the module, since its event loop would stand in the way of other tests."""
    if CHROMIUM is None:
        pytest.skip("Chromium is not installed (apt-get install chromium).")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_ARGUMENTS)
        yield started
        started.close()


@pytest.fixture
def open_page(browser: Browser) -> Iterator[OpenPage]:
    """Opens an address in a profile of its own. Errors in the page's scripts and breaches of its policy fail the
    test; a failed request is said by the test that provokes it."""
    with ExitStack() as stack:
        complaints: list[str] = []

        def listen(message: ConsoleMessage) -> None:
            if message.type == "error" and "Failed to load resource" not in message.text:
                complaints.append(message.text)

        def open_(address: str, **options: Any) -> Page:
            context = browser.new_context(**{"viewport": DESKTOP, "locale": "id-ID", **options})
            stack.callback(context.close)
            page = context.new_page()
            page.on("pageerror", lambda error: complaints.append(str(error)))
            page.on("console", listen)
            page.set_default_timeout(10_000)
            page.goto(address)
            return page

        yield open_
        assert complaints == []
