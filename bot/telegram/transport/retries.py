"""Telegram's limits on what a bot sends, and repeated tries when a request fails for a while."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine
from typing import Any

from telegram.error import TelegramError
from telegram.ext import AIORateLimiter, BaseRateLimiter

from bot.telegram.backoff import pause_after

logger = logging.getLogger(__name__)


class RetryingRateLimiter(BaseRateLimiter[int]):
    """The library's rate limiter, with repeated tries around it.

    A 429 makes only its own request wait for ``retry_after``, so that a flooded chat does not hold up the others;
    5xx answers, time-outs and broken connections are tried again with growing pauses. The typing action is neither
    limited nor repeated: late it would be wrong.

    Args:
        per_second: messages in a second over all chats.
        retry_budget: seconds of pauses for one request before its error is raised.
    """

    def __init__(self, per_second: int, retry_budget: float = 30.0) -> None:
        self._limiter = AIORateLimiter(overall_max_rate=per_second)
        self._retry_budget = retry_budget
        # It writes a traceback for each 429; here a 429 is expected and logged in one line.
        logging.getLogger("telegram.ext.AIORateLimiter").setLevel(logging.CRITICAL + 1)

    async def initialize(self) -> None:
        """Nothing to prepare."""

    async def shutdown(self) -> None:
        """Nothing to let go of."""

    async def process_request(
        self,
        callback: Callable[..., Coroutine[Any, Any, Any]],
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: int | None,
    ) -> Any:
        """Send one request within the limits; see the base class."""
        if endpoint == "sendChatAction":
            return await callback(*args, **kwargs)
        waited, tries = 0.0, 0
        while True:
            try:
                return await self._limiter.process_request(callback, args, kwargs, endpoint, data, rate_limit_args)
            except TelegramError as error:
                pause = pause_after(error, tries)
                if pause is None or waited + pause > self._retry_budget:
                    raise
                logger.info("%s failed (%s); tried again in %.1f s", endpoint, type(error).__name__, pause)
            await asyncio.sleep(pause)
            waited, tries = waited + pause, tries + 1
