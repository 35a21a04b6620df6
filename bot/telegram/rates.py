"""Limits on what comes in: friendly once, then quiet."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable

_WINDOW = 60.0
_KEPT = 10_000


class ChatRates:
    """A sliding window of one minute for each chat, bounded in memory.

    Args:
        per_minute: messages of one chat that are worked on in a minute.
        clock: monotonic seconds.
    """

    def __init__(self, per_minute: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._per_minute = per_minute
        self._clock = clock
        self._seen: dict[int, deque[float]] = {}

    def allow(self, chat_id: int) -> bool:
        """Whether a chat may be served now; counts it if so."""
        moment = self._clock()
        window = self._seen.setdefault(chat_id, deque())
        while window and moment - window[0] >= _WINDOW:
            window.popleft()
        if len(window) >= self._per_minute:
            return False
        window.append(moment)
        if len(self._seen) > _KEPT:
            self._seen = {key: times for key, times in self._seen.items() if times and moment - times[-1] < _WINDOW}
        return True


class Debounce:
    """Lets the same notice pass once a minute in each place, so that it does not add to a flood."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._last: dict[str, float] = {}

    def due(self, place: str) -> bool:
        """Whether the notice should be given now; if so, it counts as given."""
        moment = self._clock()
        if moment - self._last.get(place, -_WINDOW) < _WINDOW:
            return False
        if len(self._last) > _KEPT:
            self._last = {key: at for key, at in self._last.items() if moment - at < _WINDOW}
        self._last[place] = moment
        return True
