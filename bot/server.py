"""``pandu serve``: the web, the API and the Telegram bot in one process."""

from __future__ import annotations

import asyncio
import gc
import logging
import signal
import threading
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager, suppress
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from fastapi import FastAPI
from sqlalchemy.exc import SQLAlchemyError

from bot.app import App, build_app
from bot.digest import send_if_due
from bot.expiry import expire
from bot.mail.postman import Postman, open_postman
from bot.periodic import every
from bot.releases.publishing import publish_due
from bot.settings import Settings, load_settings, proxy_warning
from bot.staff import application as staff
from bot.web.application import create_web, metrics_of, uncount
from bot.web.connections import GuardedConfig, GuardedServer, Limits
from knowledge.errors import NotFoundError, PanduError
from knowledge.storage.engine import now

if TYPE_CHECKING:
    from bot.telegram.service import TelegramService

logger = logging.getLogger(__name__)

_LATER = 30.0  # seconds after the start in which whoever asks comes first
_HOUR = 3600.0
_GAPS_EVERY = timedelta(hours=1)
_BREATH = 0.05  # seconds between two writes of a long work, so that others come in between


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
        stopped = threading.Event()
        works = _works(app, telegram, postman, stopped)
        async with inner(server), _beside(*works), _reading_uploads(app):
            if telegram is not None:
                await telegram.start()
            try:
                yield
            finally:
                stopped.set()
                if telegram is not None:
                    await telegram.stop()

    web.router.lifespan_context = lifespan
    if telegram is not None:
        telegram.webhook.mount(web)
        telegram.mini_app.mount(web)
        uncount(web, telegram.webhook.path)
        metrics_of(web).telegram(lambda: telegram.working, lambda: _waiting(telegram))
    return web


def _works(
    app: App, telegram: TelegramService | None, postman: Postman | None, stopped: threading.Event
) -> list[Coroutine[Any, Any, None]]:
    """What is done beside serving, now and then."""
    read_ahead = app.answering.reading_ahead.read
    works = [
        every(_HOUR, lambda: _count_and_expire(app), "Deleting what is old", _LATER),
        every(_LATER, lambda: asyncio.to_thread(_group_gaps, app, stopped), "Putting the gaps together", _LATER),
        every(10.0, lambda: asyncio.to_thread(publish_due, app), "Carrying out scheduled publications"),
        every(10.0, lambda: asyncio.to_thread(read_ahead, stopped.is_set), "Reading ahead", _LATER),
        every(5.0, lambda: asyncio.to_thread(app.recall.ask_again, stopped=stopped.is_set), "Recalling answers"),
    ]
    if postman is not None:
        works.append(every(5.0, lambda: asyncio.to_thread(postman.deliver), "Handing over mail"))
    if (letters := app.watch_letters) is not None:
        works.append(every(5.0, lambda: asyncio.to_thread(letters.tell), "Writing news of watched answers"))
    tell_staff = telegram.tell_staff if telegram else None
    works.append(every(300.0, lambda: send_if_due(app, tell_staff), "Sending the digest"))
    return works


def _expire(app: App) -> None:
    gone = expire(app)
    if any(gone.values()):
        logger.info("%(turns)d old turns, %(tickets)d old tickets and %(watches)d old watches deleted", gone)
        app.audit.record("pandu", "personal-data.expired", "", gone, origin="")


async def _count_and_expire(app: App) -> None:
    """Delete what the settings no longer keep."""
    counted = True  # before the turns go
    while counted:
        counted = bool(await asyncio.to_thread(app.citation_counts.update_some))
        await asyncio.sleep(_BREATH)
    await asyncio.to_thread(_expire, app)


def _group_gaps(app: App, stopped: threading.Event) -> None:
    """Put the questions together that were not answered well, every hour, in one process of all."""
    if app.periodic.take("gaps", now() - _GAPS_EVERY):
        app.gaps.refresh(stopped=stopped.is_set)
        if stopped.is_set():
            app.periodic.give_back("gaps")


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
