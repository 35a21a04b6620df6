"""Albums: they come as one update for each item, and are one message."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.exc import SQLAlchemyError
from telegram import Message

from bot.telegram.chat_state import ChatState
from knowledge.deadlines import OverdueError

Behind = Callable[[int, int], Awaitable[Sequence[dict[str, Any]]]]


@dataclass(frozen=True, slots=True)
class Album:
    """The items of an album that are there, ``messages`` by their ids, with what is written under them."""

    messages: tuple[int, ...]
    text: str


@dataclass(frozen=True, slots=True)
class Albums:
    """Takes the items of an album together.

    Args:
        behind: the updates of a chat that wait behind one of them.
        chat_state: remembers which items were taken.
        wait: seconds in which the others arrive.
    """

    behind: Behind
    chat_state: ChatState
    wait: float = 0.5

    async def gathered(self, message: Message, update_id: int) -> Album | None:
        """The album as one message, at its first item; None for an item that was taken with it. One that comes later
        and has words of its own stands alone."""
        album, chat_id = str(message.media_group_id), message.chat_id
        caption = message.caption or ""
        try:
            if taken := await self.chat_state.album(chat_id, album):
                alone = message.message_id not in taken and caption
                return Album((message.message_id,), caption) if alone else None
            await asyncio.sleep(self.wait)
            waiting = [update.get("message", {}) for update in await self.behind(chat_id, update_id)]
        except (SQLAlchemyError, OverdueError):  # each is answered as it comes
            return Album((message.message_id,), caption)
        others = [other for other in waiting if other.get("media_group_id") == message.media_group_id]
        captions = [caption, *(other.get("caption", "") for other in others)]
        ids = (message.message_id, *(other["message_id"] for other in others))
        return Album(ids, "\n".join(text for text in captions if text))

    async def note(self, message: Message, album: Album, user_id: int) -> None:
        """Remember that an album was answered."""
        try:
            await self.chat_state.note_album(message.chat_id, str(message.media_group_id), album.messages, user_id)
        except (SQLAlchemyError, OverdueError):
            return  # the others are answered as they come
