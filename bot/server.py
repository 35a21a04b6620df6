"""``pandu serve``: the web, the API and the Telegram bot in one process."""

from __future__ import annotations

import asyncio
import gc
import logging
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

import uvicorn
from fastapi import FastAPI
from sqlalchemy.exc import SQLAlchemyError

from bot.app import App, build_app
from bot.settings import Settings, load_settings
from bot.telegram.service import TelegramService
from bot.web.application import create_web, metrics_of
from knowledge.errors import NotFoundError, PanduError

logger = logging.getLogger(__name__)


def run() -> None:
    """Serve until told to stop (SIGTERM or Ctrl-C), then let running requests finish.

    Raises:
        ConfigError: a setting is wrong.
    """
    settings = load_settings()
    logging.basicConfig(level=settings.log_level, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    logging.getLogger("alembic").setLevel(logging.WARNING)
    logging.getLogger("httpx").setLevel(logging.WARNING)  # its lines hold request addresses, and those the bot token
    app = build_app(settings)
    # Uvicorn stops in an orderly way and then passes the signal on, which without this would end the process at once.
    signal.signal(signal.SIGTERM, _leave)
    try:
        _warm(app)
        # What is loaded now stays: the collector need not look through it again, a tenth of a second in which nobody
        # is answered.
        gc.collect()
        gc.freeze()
        uvicorn.run(build_server(app), host=settings.host, port=settings.port, log_level="warning", workers=None)
    finally:
        app.close()


def _leave(*_: object) -> None:
    raise SystemExit(0)


def build_server(app: App) -> FastAPI:
    """The web application with the Telegram bot beside it when there is a token, and old turns deleted every hour."""
    telegram = _telegram(app, app.settings)
    web = create_web(app)
    inner = web.router.lifespan_context

    @asynccontextmanager
    async def lifespan(server: FastAPI) -> AsyncIterator[None]:
        async with inner(server), _expiry(app):
            if telegram is not None:
                await telegram.start()
            try:
                yield
            finally:
                if telegram is not None:
                    await telegram.stop()

    web.router.lifespan_context = lifespan
    if telegram is not None:
        telegram.webhook.mount(web)
        metrics_of(web).telegram(lambda: telegram.working, lambda: _waiting(telegram))
    return web


@asynccontextmanager
async def _expiry(app: App) -> AsyncIterator[None]:
    """Delete turns older than the setting, now and every hour."""
    kept = timedelta(days=app.settings.keep_turns_days)

    async def repeat() -> None:
        while True:
            try:
                if deleted := await asyncio.to_thread(app.journal.expire, kept):
                    logger.info("%s turns older than %s days deleted", deleted, kept.days)
            except SQLAlchemyError:
                logger.exception("Old turns could not be deleted; tried again in an hour")
            await asyncio.sleep(3600)

    task = asyncio.create_task(repeat())
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


def _waiting(telegram: TelegramService) -> float:
    try:
        return telegram.waiting()
    except SQLAlchemyError:  # the other metrics are wanted most when the database is away
        return float("nan")


def _telegram(app: App, settings: Settings) -> TelegramService | None:
    return TelegramService(app) if settings.telegram_token.get_secret_value() else None


def _warm(app: App) -> None:
    """Load index and model before the first person waits for them; without a release the pages still work."""
    try:
        app.answering.answer("apa itu ASCN")
    except NotFoundError as error:
        logger.warning("%s Until then every question is refused.", error)
    except PanduError:
        logger.exception("The index cannot be used")
