"""The stand-in for Telegram beside a server that is a process of its own."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable
from types import TracebackType
from typing import Any, TypeVar

from tests.fakes.telegram_people import Group, Person
from tests.fakes.telegram_server import TOKEN, Sent, TelegramServer

T = TypeVar("T")
STAFF_CHAT = -1001000


class Telegram:
    """Runs the stand-in in a thread while the ``with`` block lasts; :meth:`do` acts in it."""

    def __enter__(self) -> Telegram:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self.server = TelegramServer()
        asyncio.run_coroutine_threadsafe(self.server.__aenter__(), self._loop).result(20)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        asyncio.run_coroutine_threadsafe(self._end(), self._loop).result(20)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(20)
        self._loop.close()

    async def _end(self) -> None:
        await self.server.__aexit__()
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)

    @property
    def settings(self) -> dict[str, Any]:
        """What a server needs to talk to it."""
        return {"telegram_token": TOKEN, "telegram_api_url": self.server.url, "staff_chat": STAFF_CHAT}

    def person(self, number: int) -> Person:
        """Somebody with a phone."""
        return Person(self.server, number)

    def staff(self) -> Group:
        """The staff group."""
        return Group(self.server, STAFF_CHAT)

    def do(self, act: Callable[[], T]) -> T:
        """Let somebody do something."""

        async def run() -> T:
            return act()

        return asyncio.run_coroutine_threadsafe(run(), self._loop).result(20)

    def wait(self, chat: int, holds: str, seconds: float = 40) -> Sent | None:
        """The first message to a chat that holds a text, once there is one."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            for one in list(self.server.sent):
                if one.chat_id == chat and holds in one.text:
                    return one
            time.sleep(0.1)
        return None
