"""Whether a server that failed is asked again: not for a while, and then by one question first."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable


class Breaker:
    """Opens after failures in a row, and lets one try through when it has rested.

    Args:
        failures: how many in a row open it.
        rest: seconds until one is tried again.
        clock: monotonic seconds.
    """

    def __init__(self, failures: int = 3, rest: float = 30.0, clock: Callable[[], float] = time.monotonic) -> None:
        self._most, self._rest, self._clock = failures, rest, clock
        self._lock = threading.Lock()
        self._failed = 0
        self._tried = 0.0

    @property
    def is_open(self) -> bool:
        """Whether the server is given up for now."""
        return self._failed >= self._most

    def allows(self) -> bool:
        """Whether the server may be asked now; of those who wait, one at a time tries it."""
        with self._lock:
            if not self.is_open:
                return True
            if self._clock() - self._tried < self._rest:
                return False
            self._tried = self._clock()
            return True

    def succeeded(self) -> None:
        """The server answered."""
        with self._lock:
            self._failed = 0

    def failed(self) -> None:
        """It did not."""
        with self._lock:
            self._failed += 1
            self._tried = self._clock()
