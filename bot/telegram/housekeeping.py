"""Housekeeping: what the channel stored and needs no more is deleted every hour."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from datetime import timedelta

from bot.telegram.chat_state import ChatState
from bot.telegram.database_thread import DatabaseThread
from bot.telegram.updates.inbox import Inbox

logger = logging.getLogger(__name__)

_HOUR = 3600.0


async def keep_house(
    inbox: Inbox, thread: DatabaseThread, chat_state: ChatState, kept: Callable[[], timedelta], every: float = _HOUR
) -> None:
    """Delete handled updates, and buttons and expected replies older than ``kept``, until cancelled.

    Args:
        inbox: the stored updates.
        thread: the database thread, for the inbox.
        chat_state: buttons and expected replies.
        kept: tells how long those are kept.
        every: seconds between two rounds; the first begins at once.
    """
    while True:
        try:
            await thread.run(inbox.expire)
            await chat_state.expire(await thread.run(kept))
        except Exception:  # a database that is away for a while
            logger.exception("Old Telegram rows cannot be deleted; trying again in an hour")
        await asyncio.sleep(every)
