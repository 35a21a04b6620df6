"""The console on a real server over a data folder without documents; only the answers are scripted."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from bot.accounts.accounts import ROLES
from bot.app import build_app
from bot.settings import Settings
from bot.staff.application import install
from bot.web.application import create_web
from tests.bot.staff.consoles import PASSWORD, Console
from tests.bot.web.conftest import browser, open_page
from tests.bot.web.servers import Server

__all__ = ["browser", "open_page"]
MakeConsole = Callable[..., Console]


@pytest.fixture(scope="session")
def make_console(tmp_path_factory: pytest.TempPathFactory, without_documents: Path) -> Iterator[MakeConsole]:
    """Starts a server with these settings, with an account for each role."""
    with ExitStack() as stack:

        def make(**given: Any) -> Console:
            folder = Path(shutil.copytree(without_documents, tmp_path_factory.mktemp("console") / "data"))
            values: dict[str, Any] = {"client_requests_per_minute": 100_000, **given}
            app = build_app(Settings(_env_file=None, data=folder, **values))
            stack.callback(app.close)
            for role in ROLES:
                app.accounts.add(role, role, PASSWORD)
            web = create_web(app)
            install(web)
            server = Server(web)
            stack.enter_context(server)
            return Console(app, server)

        yield make


@pytest.fixture(scope="module")
def console(make_console: MakeConsole) -> Console:
    """A server of this module's own."""
    return make_console()
