"""A web server with real parts; only the answers are scripted."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright
from scripted import ScriptedAnswers
from servers import Server

from bot.app import App, build_app
from bot.conversation import Conversation
from bot.settings import Settings
from bot.web.application import create_web


@dataclass(frozen=True, slots=True)
class Site:
    """A running server with what stands behind it."""

    app: App
    answers: ScriptedAnswers
    server: Server
    client: httpx.Client

    @property
    def url(self) -> str:
        """Its address."""
        return self.server.url


MakeSite = Callable[..., Site]


@pytest.fixture(scope="session")
def make_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[MakeSite]:
    """Starts a server with these settings."""
    with ExitStack() as stack:

        def make(**given: Any) -> Site:
            folder: Path = tmp_path_factory.mktemp("data")
            values: dict[str, Any] = {"questions_per_minute": 600, "client_questions_per_minute": 100_000, **given}
            settings = Settings(_env_file=None, data=folder, **values)
            app = build_app(settings)
            stack.callback(app.close)
            answers = ScriptedAnswers()
            conversation = Conversation(answers, app.journal, per_minute=settings.questions_per_minute)
            app = replace(app, conversation=conversation)
            server = Server(create_web(app))
            stack.enter_context(server)
            client = stack.enter_context(httpx.Client(base_url=server.url, timeout=30))
            return Site(app, answers, server, client)

        yield make


@pytest.fixture(scope="session")
def site(make_site: MakeSite) -> Site:
    """A server for tests that do not change its settings."""
    return make_site(client_requests_per_minute=100_000, allowed_origins=("https://kota.go.id", "https://*.demo.id"))


CHROMIUM = shutil.which("chromium")
CHROMIUM_ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
ROOT = Path(__file__).parents[3]
AXE = ROOT / "build" / "package" / "axe.min.js"
SCREENSHOTS = ROOT / "out" / "screenshots"
DESKTOP, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Headless Chromium; closed with the module, since its event loop would stand in the way of other tests."""
    if CHROMIUM is None:
        pytest.skip("Chromium is not installed (apt-get install chromium).")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_ARGUMENTS)
        yield started
        started.close()


OpenPage = Callable[..., Page]


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


def violations(page: Page) -> list[str]:
    """What axe-core finds against WCAG 2.2 A and AA and its best practices, in the page and in shadow roots."""
    if not AXE.exists():
        pytest.skip(f"axe-core is missing: `make axe` puts it into {AXE.parent}.")
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{one['id']}: {node['target']} {node['failureSummary']}"
        for one in found["violations"]
        for node in one["nodes"]
    ]


def snap(page: Page, name: str, whole: bool = False) -> None:
    """Keep a picture of a state for people to look at."""
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=SCREENSHOTS / f"{name}.png", full_page=whole)
