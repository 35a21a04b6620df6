"""Watching the webhook: a bot that Telegram cannot reach is silent, and nothing else on its side would show it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import datetime

from telegram import Bot, WebhookInfo
from telegram.error import TelegramError

logger = logging.getLogger(__name__)

_WORKING = "webhook"


class WebhookWatch:
    """Asks Telegram now and then how delivering goes, and sets the webhook again when another program took it away.

    Args:
        bot: the Bot API client.
        address: where Telegram shall deliver.
        set_again: sets the webhook to this address, trying until it can.
        every: seconds between two looks.
    """

    def __init__(self, bot: Bot, address: str, set_again: Callable[[], Awaitable[None]], every: float) -> None:
        self._bot = bot
        self._address = address
        self._set_again = set_again
        self._every = every
        self._told: datetime | None = None
        self.state = _WORKING

    async def run(self) -> None:
        """Watch until cancelled."""
        while True:
            await asyncio.sleep(self._every)
            try:
                info = await self._bot.get_webhook_info()
            except TelegramError as error:
                logger.debug("The webhook could not be looked at: %s", error.message)
                continue
            if info.url != self._address:
                logger.warning(
                    "Another program with the same token changed the webhook; it is set again. Stop the other."
                )
                await self._set_again()
            else:
                self._judge(info)

    def _judge(self, info: WebhookInfo) -> None:
        """Tell of a failed delivery once; while nothing waits, earlier ones no longer matter."""
        if info.last_error_date is None or not info.pending_update_count:
            self.state = _WORKING
        elif info.last_error_date != self._told:
            self._told = info.last_error_date
            waiting = info.pending_update_count
            self.state = f"Telegram cannot reach the webhook ({info.last_error_message}); {waiting} updates wait there"
            logger.warning("%s. Check that PANDU_PUBLIC_URL leads here, https and /telegram/ included.", self.state)
