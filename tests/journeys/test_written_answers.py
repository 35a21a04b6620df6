"""Answers that a language model writes, from the web server's settings to what its askers get."""

from __future__ import annotations

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import pytest
from pydantic import HttpUrl, SecretStr

from bot.app import App, build_app
from bot.settings import Settings
from bot.web.application import create_web
from tests.bot.web.servers import Server
from tests.fakes.lying_model import LyingModel

QUESTION = "Siapa yang dapat menjadi CSCO kota anggota ASCN?"
ASKERS = 20


@pytest.fixture(scope="module")
def model() -> Iterator[LyingModel]:
    lying = LyingModel()
    with lying.server:
        yield lying


@pytest.fixture
def app(model: LyingModel, data: Path) -> Iterator[App]:
    settings = Settings(
        _env_file=None,
        data=data,
        llm="openai:lying",
        llm_url=HttpUrl(model.url),
        llm_key=SecretStr("kunci-rahasia"),
        metrics_token=SecretStr("m"),
    )
    app = build_app(settings)
    yield app
    app.close()


def _events(client: httpx.Client) -> list[tuple[str, dict[str, Any]]]:
    headers = {"Accept": "text/event-stream"}
    with client.stream("POST", "/api/v1/ask", json={"question": QUESTION}, headers=headers) as response:
        parts = "".join(response.iter_text()).split("\n\n")
    lines = [part.split("\n", 1) for part in parts if part.startswith("event: ")]
    return [(name.removeprefix("event: "), json.loads(data.removeprefix("data: "))) for name, data in lines]


def test_sentences_come_as_they_are_verified_and_a_line_that_breaks_ends_in_the_extract(
    app: App, model: LyingModel
) -> None:
    extract = app.answering.answer(QUESTION)
    with Server(create_web(app)) as server, httpx.Client(base_url=server.url, timeout=60) as client:
        model.kind = "wrong number"
        *_, (_, answer) = events = _events(client)
        deltas = [data["text"] for name, data in events if name == "delta"]
        assert deltas
        assert all(text in answer["text"] for text in deltas)
        assert "written" not in answer
        (written,) = app.journal.turn(answer["turn"]).answer.written
        assert (written.model, written.prompt, written.used) == ("openai:lying", "writing-1", True)

        model.kind = "cut"
        with ThreadPoolExecutor(ASKERS) as pool:
            ends = list(pool.map(lambda _: _events(client)[-1], range(ASKERS)))
        blocks = [block.model_dump(mode="json") for block in extract.blocks]
        assert [(name, data.get("blocks")) for name, data in ends] == [("answer", blocks)] * ASKERS

        assert "<code>openai:lying</code>" in client.get("/privasi").text
        ready = client.get("/readyz").json()
        assert (ready["status"], "language model" in ready["problem"]) == ("degraded", True)
        metrics = client.get("/metrics", headers={"Authorization": "Bearer m"}).text
        assert "pandu_llm_up 0.0" in metrics
        assert 'pandu_web_written_total{ending="cut",job="writing",used="false"}' in metrics
        assert "kunci-rahasia" not in metrics
