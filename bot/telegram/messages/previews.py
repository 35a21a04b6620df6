"""What is shown of an answer while it is written: a draft where the server has drafts, else a message to be edited."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field

from telegram import Bot
from telegram.error import EndPointNotFound, InvalidToken, TelegramError

from bot.telegram.messages.incoming import Place
from bot.telegram.updates.checkpoints import Checkpoints

logger = logging.getLogger(__name__)

_DRAFT_EVERY = 1.0  # seconds between two states of a draft
_EDIT_EVERY = 3.0  # seconds between two of a message, of which a group may have twenty in a minute
_LONGEST = 4000  # characters
_MORE = "\n\n…"  # below what is not complete


@dataclass(slots=True)
class _Preview:
    """One preview: where it is shown, the sentences so far, and how far it is."""

    place: Place
    draft_id: int
    checkpoints: Checkpoints
    step: str
    drafts: bool
    sentences: list[str] = field(default_factory=list)
    came: asyncio.Event = field(default_factory=asyncio.Event)
    ended: asyncio.Event = field(default_factory=asyncio.Event)
    posting: bool = False

    @property
    def text(self) -> str:
        return "\n\n".join(self.sentences)[:_LONGEST]


class Previews:
    """Shows sentences as they are written.

    Args:
        bot: the Bot API client; it waits when the server says that there is too much.
        post: sends a plain text and returns the id of the message.
    """

    def __init__(self, bot: Bot, post: Callable[[Place, str], Awaitable[int]]) -> None:
        self._bot, self._post = bot, post

    @asynccontextmanager
    async def showing(
        self, place: Place, draft_id: int, checkpoints: Checkpoints, step: str
    ) -> AsyncIterator[Callable[[str], None]]:
        """Show what is written while the block runs: the function that it is given takes a sentence, from any thread.

        A draft goes with the message that takes its place. A message is there until it is edited into the answer, also
        after a crash: its id is the result of the ``step``.
        """
        loop, preview = asyncio.get_running_loop(), _Preview(place, draft_id, checkpoints, step, place.chat_id > 0)

        def tell(sentence: str) -> None:
            preview.sentences.append(sentence)
            loop.call_soon_threadsafe(preview.came.set)

        task = asyncio.create_task(self._keep_showing(preview))
        try:
            yield tell
        finally:
            preview.ended.set()
            if not preview.posting:  # the id of a message on its way has to be known; all else is replaced anyhow
                task.cancel()
            with suppress(asyncio.CancelledError):
                await task

    async def _keep_showing(self, preview: _Preview) -> None:
        while not preview.ended.is_set():
            await preview.came.wait()
            preview.came.clear()
            try:
                await self._show(preview)
            except (EndPointNotFound, InvalidToken):  # a server that knows no drafts says that there is no such method
                if not preview.drafts:
                    return
                preview.drafts = False
                preview.came.set()
                continue
            except TelegramError as error:
                logger.debug("A preview failed: %s", type(error).__name__)
                return  # the answer comes all the same
            with suppress(TimeoutError):
                async with asyncio.timeout(_DRAFT_EVERY if preview.drafts else _EDIT_EVERY):
                    await preview.ended.wait()

    async def _show(self, preview: _Preview) -> None:
        place, step, steps = preview.place, preview.step, preview.checkpoints.steps
        if preview.drafts:
            await self._bot.send_message_draft(
                place.chat_id, preview.draft_id, preview.text, message_thread_id=place.thread_id
            )
        elif step in steps:
            await self._bot.edit_message_text(preview.text + _MORE, chat_id=place.chat_id, message_id=steps[step])
        else:
            preview.posting = True
            await preview.checkpoints.run_once(step, lambda: self._post(place, preview.text + _MORE))
            preview.posting = False
