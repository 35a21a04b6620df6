"""Pauses: how long to wait after a failure before the next try."""

from __future__ import annotations

import asyncio
import logging
import random
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

from telegram.error import BadRequest, InvalidToken, NetworkError, RetryAfter, TelegramError

logger = logging.getLogger(__name__)

REFUSED_PAUSE = 60.0  # seconds after a refusal that only people can mend
UNKNOWN_TOKEN = "Telegram does not know the token; check PANDU_TELEGRAM_TOKEN"  # noqa: S105 - names it, is none
_FIRST_PAUSE, _MAX_PAUSE = 0.3, 8.0


def pause_after(error: TelegramError, tries: int) -> float | None:
    """Seconds to wait before another try after ``tries`` earlier ones; None when trying again cannot help."""
    if isinstance(error, RetryAfter):
        seconds = error.retry_after
        return (seconds.total_seconds() if isinstance(seconds, timedelta) else float(seconds)) + 0.1
    # The bare class is raised for an answer that is not JSON: a proxy's error page or a cut connection.
    passing = (isinstance(error, NetworkError) and not isinstance(error, BadRequest)) or type(error) is TelegramError
    if not passing:
        return None
    longest: float = min(_FIRST_PAUSE * 2**tries, _MAX_PAUSE)
    return longest * random.uniform(0.5, 1.0)  # noqa: S311 - spreads retries, protects nothing


async def retry_until_done(what: str, action: Callable[[], Awaitable[Any]], on_problem: Callable[[str], None]) -> None:
    """Try again and again, with pauses, until an action succeeds.

    Args:
        what: the action in words that go after "could not".
        action: what to do.
        on_problem: is called with what stands in the way, for the operator.
    """
    tries = 0
    while True:
        try:
            await action()
        except InvalidToken:
            pause = REFUSED_PAUSE
            on_problem(UNKNOWN_TOKEN)
            logger.error("Could not %s: %s", what, UNKNOWN_TOKEN)  # noqa: TRY400 - the traceback says no more
        except TelegramError as error:
            pause = pause_after(error, tries) or REFUSED_PAUSE
            tries += 1
            on_problem(f"could not {what}: {error.message}")
            logger.warning("Could not %s: %s; trying again in %.0f s", what, error.message, pause)
        else:
            return
        await asyncio.sleep(pause)
