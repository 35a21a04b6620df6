"""A server over a published release, with the answers of its documents."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from bot.app import App, build_app
from bot.server import _warm
from bot.settings import Settings
from bot.web.application import create_web
from tests.bot.web.servers import Server

ASK = "/api/v1/ask"
QUESTION = "Apa saja kewajiban kota anggota ASCN?"
TOKEN = "token-of-the-metrics"


@dataclass(frozen=True, slots=True)
class Running:
    """A server over a published release."""

    app: App
    client: httpx.Client

    def ask(self, **more: object) -> dict[str, Any]:
        """The answer to a question."""
        response = self.client.post(ASK, json={"question": QUESTION, **more})
        assert response.status_code == 200, response.text
        body: dict[str, Any] = response.json()
        return body

    def metric(self, name: str) -> float:
        """The value of one metric."""
        text = self.client.get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"}).text
        (line,) = [line for line in text.splitlines() if line.startswith(f"{name} ")]
        return float(line.split()[1])

    def until_stored(self) -> dict[str, Any]:
        """Ask until an answer is stored again."""
        for _ in range(60):
            if (body := self.ask())["turn"]:
                return body
            time.sleep(0.5)
        raise AssertionError("Answers are not stored again.")


@contextmanager
def running(data: Path, url: str = "", **more: Any) -> Iterator[Running]:
    """Serve the release of a data folder, warm as ``pandu serve`` makes it."""
    limits: dict[str, Any] = {"questions_per_minute": 600, "client_questions_per_minute": 100_000}
    settings = Settings(_env_file=None, data=data, database_url=url, metrics_token=TOKEN, **limits, **more)
    app = build_app(settings)
    if not app.accounts.any_enabled():
        app.accounts.add("petugas", "editor", "kuda hijau makan awan")  # to whom questions are handed over
    _warm(app)
    with Server(create_web(app)) as server, httpx.Client(base_url=server.url, timeout=60) as client:
        yield Running(app, client)
    app.close()
