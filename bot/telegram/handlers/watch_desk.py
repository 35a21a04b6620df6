"""News of watched answers, brought to their askers."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress

from telegram.error import BadRequest, Forbidden, TelegramError

from bot.telegram.handlers.tickets import place_of
from bot.telegram.handlers.watching import stop_button
from bot.telegram.messages.html import Block, Run, bold, italic
from bot.telegram.messages.rendering import render
from bot.telegram.messages.sender import Sender
from bot.telegram.messages.texts import say
from bot.telegram.tables import CHANNEL
from bot.telegram.updates.checkpoints import Checkpoints
from bot.watches.watches import Watch, Watches
from knowledge.answer_text import plain_text, source_lines
from knowledge.documents import Language

logger = logging.getLogger(__name__)


class WatchDesk:
    """Tells askers once of each change, every few seconds.

    Args:
        watches: where the news waits.
        sender: sends messages.
        said: what the channel says while it is switched off, and the news waits; "" when it is on.
        every: seconds between looks.
    """

    def __init__(
        self, watches: Watches, sender: Sender, said: Callable[[Language], Awaitable[str]], every: float = 2.0
    ) -> None:
        self._watches = watches
        self._sender = sender
        self._said = said
        self._every = every
        self._stopping = asyncio.Event()

    def stop(self) -> None:
        """End after the news in hand."""
        self._stopping.set()

    async def run(self) -> None:
        """Tell of news until told to stop."""
        while not self._stopping.is_set():
            try:
                if not await self._said("id"):
                    for watch in await asyncio.to_thread(self._watches.take, CHANNEL):
                        await self._tell(watch)
            except Exception:  # the desk must outlive a failing database or an answer it cannot render
                logger.exception("News of watched answers could not be told; trying again")
            with suppress(TimeoutError):
                async with asyncio.timeout(self._every):
                    await self._stopping.wait()

    async def _tell(self, watch: Watch) -> None:
        try:
            rows = [stop_button(watch.id, watch.language)]
            await self._sender.send(place_of(watch.address), news_blocks(watch), Checkpoints(), rows=rows)
        except (Forbidden, BadRequest, ValueError) as error:
            logger.info("Watch %d ends, its asker cannot be reached: %s", watch.id, type(error).__name__)
            await asyncio.to_thread(self._watches.stop, watch.id)
        except TelegramError as error:
            logger.warning("News of watch %d is not told yet: %s", watch.id, error.message)
            await asyncio.to_thread(self._watches.let_go, watch)
        else:
            await asyncio.to_thread(self._watches.told, watch)


def news_blocks(watch: Watch) -> list[Block]:
    """What an asker knew, folded, and what is answered now."""
    language, news = watch.language, watch.news or watch.answer
    before = "\n".join([plain_text(watch.answer), *source_lines(watch.answer.citations, language)])
    return [
        bold(say("watch_news", language)),
        italic(say("watch_question", language, question=watch.question)),
        bold(say("watch_before", language)),
        Block((Run(before),), "details", tight=True),
        bold(say("watch_after", language)),
        *render(news),
    ]
