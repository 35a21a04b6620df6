"""Watching the webhook: a bot that Telegram cannot reach is silent, and nothing else on its side would show it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import datetime

from telegram import Bot, WebhookInfo
from telegram.error import InvalidToken, TelegramError

logger = logging.getLogger(__name__)

WEBHOOK = "webhook"  # the state while all is well
_HINT = (
    "Check that PANDU_PUBLIC_URL leads here, https and /telegram/ included; after a wrong response 5xx look for an "
    "error above."
)


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
        self._error: datetime | None = None  # the last that is known; those before the start are over
        self.state = WEBHOOK

    async def run(self) -> None:
        """Watch until cancelled."""
        if (info := await self._look()) is not None:
            self._error = info.last_error_date
        while True:
            await asyncio.sleep(self._every)
            if (info := await self._look()) is None:
                continue
            if info.url != self._address:
                logger.warning("Another program or process with the same token changed the webhook; it is set again.")
                await self._set_again()
            else:
                self._judge(info)

    async def _look(self) -> WebhookInfo | None:
        try:
            return await self._bot.get_webhook_info()
        except InvalidToken:
            self._fail("Telegram does not know the token", "Check PANDU_TELEGRAM_TOKEN.")
        except TelegramError as error:
            logger.debug("The webhook could not be looked at: %s", error.message)
        return None

    def _judge(self, info: WebhookInfo) -> None:
        """Deliveries fail from an error on that is new, until nothing waits any more without another."""
        if info.last_error_date not in (None, self._error):
            self._error = info.last_error_date
            self._fail(f"Telegram cannot deliver to the webhook ({info.last_error_message})", _HINT)
        elif not info.pending_update_count:
            self.state = WEBHOOK

    def _fail(self, problem: str, hint: str) -> None:
        if self.state == WEBHOOK:  # logged once, until it works again
            logger.warning("%s. %s", problem, hint)
        self.state = problem
