"""``pandu serve``: the web, the API and the Telegram bot in one process."""

from __future__ import annotations

import asyncio
import gc
import logging
import signal
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager, suppress
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from fastapi import FastAPI
from sqlalchemy.exc import SQLAlchemyError

from bot.app import App, build_app
from bot.digest import keep_digest
from bot.expiry import expire
from bot.mail.postman import open_postman
from bot.releases.publishing import keep_schedule
from bot.settings import Settings, load_settings, proxy_warning
from bot.staff import application as staff
from bot.web.application import create_web, metrics_of, uncount
from bot.web.connections import GuardedConfig, GuardedServer, Limits
from knowledge.errors import NotFoundError, PanduError
from knowledge.storage.engine import now

if TYPE_CHECKING:
    from bot.telegram.service import TelegramService

logger = logging.getLogger(__name__)

_GAPS_AFTER = 30.0  # seconds between looks whether the gaps are due
_GAPS_EVERY = timedelta(hours=1)


def run() -> None:
    """Serve until told to stop (SIGTERM or Ctrl-C), then let running requests finish, for 20 seconds at most.

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
        app.builder().tidy()  # what a build left behind that died keeps a full disk full
        _warm(app)
        # What is loaded now stays: the collector need not look through it again, a tenth of a second in which nobody
        # is answered.
        gc.collect()
        gc.freeze()
        with suppress(KeyboardInterrupt):
            make_server(app).run()
    finally:
        app.close()


def make_server(app: App) -> GuardedServer:
    """The server with the limits that are set; a setting of its proxies that undoes them is warned of."""
    if warning := proxy_warning():
        logger.warning(warning)
    settings = app.settings
    limits = Limits(settings.connections, settings.client_connections, settings.client_seconds)
    return GuardedServer(GuardedConfig(build_server(app), limits, host=settings.host, port=settings.port))


def _leave(*_: object) -> None:
    raise SystemExit(0)


def build_server(app: App) -> FastAPI:
    """The web application, with the Telegram bot beside it when there is a token and the postman when there is a mail
    server; what is old is deleted every hour.

    Raises:
        ConfigError: the mail server or its sender is set wrongly.
    """
    telegram, postman = _telegram(app, app.settings), open_postman(app.outbox, app.settings)
    web = create_web(app)
    staff.install(web)
    inner = web.router.lifespan_context

    @asynccontextmanager
    async def lifespan(server: FastAPI) -> AsyncIterator[None]:
        works = [_expire_hourly(app), keep_schedule(app), _group_gaps_hourly(app)]
        works += [postman.run()] if postman else []
        works += [keep_digest(app, telegram.tell_staff if telegram else None)] if app.settings.weekly_digest else []
        async with inner(server), _beside(*works), _reading_uploads(app):
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
        uncount(web, telegram.webhook.path)
        metrics_of(web).telegram(lambda: telegram.working, lambda: _waiting(telegram))
    return web


def _expire(app: App) -> None:
    gone = expire(app)
    if any(gone.values()):
        logger.info("%d old turns and %d old tickets deleted", gone["turns"], gone["tickets"])
        app.audit.record("pandu", "personal-data.expired", "", gone, origin="")


async def _expire_hourly(app: App) -> None:
    """Delete what the settings no longer keep, now and every hour."""
    while True:
        try:
            await asyncio.to_thread(_expire, app)
        except SQLAlchemyError:
            logger.exception("Old turns and tickets could not be deleted; tried again in an hour")
        await asyncio.sleep(3600)


async def _group_gaps_hourly(app: App) -> None:
    """Put the questions together that were not answered well, every hour, in one process of all."""
    while True:
        await asyncio.sleep(_GAPS_AFTER)  # whoever asks while the server starts comes first
        try:
            if await asyncio.to_thread(app.periodic.take, "gaps", now() - _GAPS_EVERY):
                await asyncio.to_thread(app.gaps.refresh)
        except SQLAlchemyError:
            logger.exception("The gaps could not be put together; tried again in an hour")


@asynccontextmanager
async def _beside(*works: Coroutine[Any, Any, None]) -> AsyncIterator[None]:
    """Have this done beside serving."""
    tasks = [asyncio.create_task(work) for work in works]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


@asynccontextmanager
async def _reading_uploads(app: App) -> AsyncIterator[None]:
    """Read what staff upload meanwhile."""
    reader = app.upload_reader()
    reader.start()
    try:
        yield
    finally:
        await asyncio.to_thread(reader.stop)


def _waiting(telegram: TelegramService) -> float:
    try:
        return telegram.waiting()
    except SQLAlchemyError:  # the other metrics are wanted most when the database is away
        return float("nan")


def _telegram(app: App, settings: Settings) -> TelegramService | None:
    if not settings.telegram_token.get_secret_value():
        return None
    # The bot takes half a second of the processor to import, with aiohttp and all that reads documents.
    from bot.telegram.service import TelegramService

    return TelegramService(app)


def _warm(app: App) -> None:
    """Load index and model before the first person waits for them; without a release the pages still work."""
    try:
        app.answering.answer("apa itu ASCN")
    except NotFoundError as error:
        logger.warning("%s Until then every question is refused.", error)
    except PanduError:
        logger.exception("The index cannot be used")
