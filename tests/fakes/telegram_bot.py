"""A running bot for tests and benchmarks: the real application, service and web server, with scripted answers."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import uvicorn
from fastapi import FastAPI

from bot.app import App, build_app
from bot.conversation import Conversation
from bot.settings import Settings
from bot.telegram.service import TelegramService
from knowledge.deadlines import Deadline
from tests.fakes.answers import ScriptedAnswers
from tests.fakes.telegram_server import TOKEN, TelegramServer

STAFF_CHAT = -1001000


@dataclass
class RunningBot:
    """The bot and what stands around it."""

    server: TelegramServer
    app: App
    service: TelegramService
    answers: ScriptedAnswers


def make_app(server: TelegramServer, data: Path, answers: ScriptedAnswers | None, **settings: Any) -> App:
    """The application with scripted answers, or as it is."""
    values: dict[str, Any] = {
        "telegram_token": TOKEN,
        "telegram_api_url": server.url,
        "telegram_timeout": 2,
        "telegram_messages_per_second": 1000,
        "staff_chat": STAFF_CHAT,
        **settings,
    }
    app = build_app(Settings(_env_file=None, data=data, **values))
    if answers is None:
        return app
    conversation = Conversation(
        answers,
        app.journal,
        per_minute=app.settings.questions_per_minute,
        concurrency=app.settings.concurrency,
        writing=Deadline(app.settings.database_seconds),
    )
    recall = replace(app.recall, answering=answers, published=lambda: answers.release)
    return replace(app, answering=answers, conversation=conversation, recall=recall)


@asynccontextmanager
async def run_bot(
    server: TelegramServer,
    data: Path,
    *,
    webhook: bool | socket.socket = False,
    lease: float = 1.0,
    grace: float = 3.0,
    scripted: bool = True,
    **settings: Any,
) -> AsyncIterator[RunningBot]:
    """Run the bot until the block ends, with scripted answers or those of the release in the data folder.

    ``grace`` is how long a stop waits for what is just being sent: what it cuts off is sent again.
    ``webhook`` is the socket on which replicas with one public address take turns, or whether there is one at all.
    """
    answers = ScriptedAnswers()
    listening = webhook.dup() if isinstance(webhook, socket.socket) else listen() if webhook else None
    if listening is not None:
        settings["public_url"] = f"http://127.0.0.1:{listening.getsockname()[1]}"
    app = make_app(server, data, answers if scripted else None, **settings)
    service = TelegramService(app, lease=timedelta(seconds=lease), grace=grace, watch_every=0.2)
    web = await _serve(service, listening) if listening is not None else None
    await service.start()
    try:
        yield RunningBot(server, app, service, answers)
    finally:
        answers.released.set()
        await service.stop()
        if web is not None:
            web[0].should_exit = True
            await web[1]
        app.close()


def listen() -> socket.socket:
    """A socket that listens on the loopback."""
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    return listening


async def _serve(service: TelegramService, listening: socket.socket) -> tuple[uvicorn.Server, asyncio.Task[None]]:
    web = FastAPI()
    service.webhook.mount(web)
    server = uvicorn.Server(uvicorn.Config(web, log_level="warning", lifespan="off"))
    task = asyncio.create_task(server.serve(sockets=[listening]))
    while not server.started:  # noqa: ASYNC110 - uvicorn offers no event
        await asyncio.sleep(0.01)
    return server, task
