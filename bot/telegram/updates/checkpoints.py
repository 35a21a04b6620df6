"""What was already done for an update, so that nothing is done twice when it is taken up again."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from typing import Any

from sqlalchemy.exc import SQLAlchemyError

from bot.telegram.database_thread import DatabaseThread
from bot.telegram.updates.inbox import Inbox, StoredUpdate
from knowledge.deadlines import OverdueError

logger = logging.getLogger(__name__)


class Checkpoints:
    """Steps that are each done once; kept in memory, for work that is not repeated after a crash."""

    def __init__(self) -> None:
        self.steps: dict[str, Any] = {}

    async def run_once(self, name: str, action: Callable[[], Awaitable[Any]]) -> Any:
        """Do a step unless it was done; returns its result, which must be storable as JSON."""
        if name not in self.steps:
            await self.save(name, await action())
        return self.steps[name]

    def note(self, name: str, value: Any) -> None:
        """Note a step that may be done again after a crash; it is stored with the next one or before another try."""
        self.steps[name] = value

    async def save(self, name: str, value: Any) -> None:
        """Note that a step was done, with its result."""
        self.steps[name] = value


class StoredCheckpoints(Checkpoints):
    """Steps stored with the update, so that they outlive the process."""

    def __init__(self, inbox: Inbox, thread: DatabaseThread, stored: StoredUpdate) -> None:
        super().__init__()
        self.steps = dict(stored.steps)
        self._inbox = inbox
        self._thread = thread
        self._update_id = stored.update_id

    async def save(self, name: str, value: Any) -> None:
        """Note a step in the database; raises ``LeaseLostError`` when another process has the update."""
        await super().save(name, value)
        try:
            await self._thread.run(self._inbox.save_steps, self._update_id, dict(self.steps))
        except (SQLAlchemyError, OverdueError) as error:
            # It is done all the same, and stored with the next step; only a crash before that would repeat it.
            logger.warning("A step of update %d cannot be stored: %s", self._update_id, error)
