"""How long to wait after a failure."""

from __future__ import annotations

import random
from datetime import timedelta

from telegram.error import BadRequest, NetworkError, RetryAfter, TelegramError

_FIRST_PAUSE, _LONGEST_PAUSE = 0.3, 8.0


def pause_after(error: TelegramError, tries: int) -> float | None:
    """Seconds to wait before another try after ``tries`` earlier ones; None when trying again cannot help."""
    if isinstance(error, RetryAfter):
        seconds = error.retry_after
        return (seconds.total_seconds() if isinstance(seconds, timedelta) else float(seconds)) + 0.1
    # The bare class is raised for an answer that is not JSON: a proxy's error page or a cut connection.
    passing = (isinstance(error, NetworkError) and not isinstance(error, BadRequest)) or type(error) is TelegramError
    if not passing:
        return None
    longest: float = min(_FIRST_PAUSE * 2**tries, _LONGEST_PAUSE)
    return longest * random.uniform(0.5, 1.0)  # noqa: S311 - spreads retries, protects nothing
