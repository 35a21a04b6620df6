"""A web server with real parts; only the answers are scripted."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import httpx
import pytest
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
