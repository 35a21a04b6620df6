"""Whether anybody is there to whom a question can be handed over."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable

from sqlalchemy.exc import SQLAlchemyError

logger = logging.getLogger(__name__)

_KEPT = 15.0  # seconds


class Availability:
    """Tells whether staff can be reached: by a staff group in Telegram, or in the console. Where they cannot, no
    channel offers to hand a question over.

    Args:
        group: there is a bot with a staff group.
        anybody: whether anybody can sign in to the console; asked every few seconds at most.
        clock: monotonic seconds.
    """

    def __init__(self, group: bool, anybody: Callable[[], bool], clock: Callable[[], float] = time.monotonic) -> None:
        self._group = group
        self._anybody = anybody
        self._clock = clock
        self._known = False
        self._until = 0.0

    def __call__(self) -> bool:
        """Whether a question can be handed over now."""
        if self._group:
            return True
        if self._clock() >= self._until:
            try:
                self._known = self._anybody()
            except SQLAlchemyError as error:  # what was so a moment ago
                logger.warning("Whether anybody can sign in cannot be read: %s", error)
            self._until = self._clock() + _KEPT
        return self._known
