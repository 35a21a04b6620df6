"""Sending: blocks become messages that Telegram accepts, each sent once."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager, contextmanager, suppress
from dataclasses import replace
from functools import partial
from typing import Any

from sqlalchemy.exc import SQLAlchemyError
from telegram import (
    Bot,
    ForceReply,
    InlineKeyboardMarkup,
    LinkPreviewOptions,
    ReplyParameters,
)
from telegram.constants import ChatAction, ParseMode
from telegram.error import BadRequest, ChatMigrated, EndPointNotFound, TelegramError

from bot.telegram.chat_state import ChatState
from bot.telegram.messages.buttons import Rows, actions_of, keyboard
from bot.telegram.messages.html import Block, plain, split, to_html, to_text
from bot.telegram.messages.incoming import MessageId, Place
from bot.telegram.messages.previews import Previews
from bot.telegram.updates.checkpoints import Checkpoints
from knowledge.deadlines import OverdueError

logger = logging.getLogger(__name__)

_TYPING_EVERY = 4.0  # Telegram shows the action for five seconds
_CONTINUED = "({part}/{parts})"
_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


class Sender:
    """Sends and edits messages.

    Args:
        bot: the Bot API client; it limits and repeats requests.
        chat_state: keeps what buttons mean.
    """

    def __init__(self, bot: Bot, chat_state: ChatState) -> None:
        self._bot = bot
        self._chat_state = chat_state
        self._typing: set[asyncio.Task[None]] = set()
        self._whispers = True  # until the server is seen not to know how
        self.knows_rich = True  # as above
        self._previews = Previews(bot, lambda place, text: self._send_one(place, [plain(text)], None))

    async def send(
        self,
        place: Place,
        blocks: Sequence[Block],
        checkpoints: Checkpoints,
        *,
        rows: Rows = (),
        for_user: int | None = None,
        ask_reply: bool = False,
        key: str = "message",
    ) -> int | None:
        """Send blocks as one or more messages, buttons under the last.

        Args:
            place: where to.
            blocks: what to send; nothing is sent without visible text.
            checkpoints: knows which of the messages were already sent.
            rows: buttons as rows of label and meaning.
            for_user: the person the buttons are for; None means everybody in the chat.
            ask_reply: open the reply field of the person (instead of buttons).
            key: the name of this sending within ``checkpoints``; what was shown under it is replaced.

        Returns:
            The id of the last message.

        Raises:
            TelegramError: it could not be sent; ``Forbidden`` when the person has blocked the bot.
        """
        parts = split(blocks, continued=_CONTINUED)
        markup = await self._markup(rows, for_user)
        last: int | None = None
        for number, part in enumerate(parts):
            final = number == len(parts) - 1
            reply = ForceReply(selective=True) if ask_reply else markup
            where = place if number == 0 else replace(place, reply_to=None)
            send = partial(self._send_one, where, part, reply if final else None)
            if number == 0 and (shown := checkpoints.steps.get(shown_step(key))):
                send = partial(self._replace, (place.chat_id, shown), part, markup if final else None, send)
            last = await checkpoints.run_once(f"{key}.{number}", send)
        return last

    async def send_rich(
        self, place: Place, html: str, checkpoints: Checkpoints, rows: Rows = (), for_user: int | None = None
    ) -> int | None:
        """Send a rich message (Bot API 10.1); the arguments are those of :meth:`send`, ``html`` its content.

        Returns:
            The id of the message; None where the server does not know rich messages, or refuses this one.
        """
        markup = await self._markup(rows, for_user)
        sent: int | None = await checkpoints.run_once("rich", partial(self._post_rich, place, html, markup))
        return sent

    async def _post_rich(self, place: Place, html: str, markup: InlineKeyboardMarkup | None) -> int | None:
        parameters = {
            "chat_id": place.chat_id,
            "message_thread_id": place.thread_id,
            "rich_message": {"html": html, "skip_entity_detection": True},
            "reply_parameters": ReplyParameters(place.reply_to, True) if place.reply_to else None,
            "reply_markup": markup,
        }
        given = {name: value for name, value in parameters.items() if value is not None}
        try:
            sent: dict[str, Any] = await self._bot.do_api_request("sendRichMessage", api_kwargs=given)
        except EndPointNotFound:
            logger.info("This Bot API server knows no rich messages; they are offered no more")
            self.knows_rich = False
            return None
        except BadRequest as error:
            logger.warning("A rich message was refused: %s", error.message)
            return None
        return int(sent["message_id"])

    async def whisper(
        self, place: Place, blocks: Sequence[Block], checkpoints: Checkpoints, user_id: int, query_id: str
    ) -> bool:
        """Send blocks that one member of a group sees alone, within 15 seconds of the press of a button (Bot API 10.3).

        Returns:
            False where nothing was sent, since the server does not know how.
        """
        for number, part in enumerate(split(blocks, continued=_CONTINUED)):
            whispered = partial(self._whisper_one, place, part, user_id, query_id)
            if not self._whispers or not await checkpoints.run_once(f"whisper.{number}", whispered):
                return number > 0
        return True

    async def _whisper_one(self, place: Place, part: Sequence[Block], user_id: int, query_id: str) -> bool:
        alone = {"receiver_user_id": user_id, "callback_query_id": query_id}
        try:
            sent = await self._bot.send_message(
                place.chat_id,
                to_html(part),
                parse_mode=ParseMode.HTML,
                message_thread_id=place.thread_id,
                link_preview_options=_NO_PREVIEW,
                api_kwargs={"ephemeral_message_parameters": alone},
            )
        except BadRequest as error:
            logger.info("A message to one member of a group was refused, the group gets it: %s", error.message)
            return False
        # A server that does not know the parameter leaves it out: the group has read this one, and is spared the next.
        self._whispers = "ephemeral_message_id" in sent.api_kwargs
        return True

    async def edit(self, message: MessageId, blocks: Sequence[Block], rows: Rows = ()) -> None:
        """Replace a message of ours, with buttons for everybody who sees it."""
        markup = await self._markup(rows, None)
        with _tolerating("message is not modified", "message to edit not found", "message can't be edited"):
            await self._edit(message, split(blocks)[0], markup)

    async def edit_buttons(self, message: MessageId, rows: Rows, for_user: int | None) -> None:
        """Replace the buttons under a message of ours."""
        chat_id, message_id = message
        markup = await self._markup(rows, for_user)
        with _tolerating("message is not modified", "message to edit not found", "message can't be edited"):
            await self._bot.edit_message_reply_markup(chat_id=chat_id, message_id=message_id, reply_markup=markup)

    async def notify(self, query_id: str, text: str = "") -> None:
        """Answer a pressed button with a short notice, or just stop its waiting sign."""
        # Telegram forgets presses after some time, for instance while the bot was down.
        with _tolerating("query is too old", "query id is invalid"):
            await self._bot.answer_callback_query(query_id, text=text[:200] or None)

    @asynccontextmanager
    async def typing(self, place: Place) -> AsyncIterator[None]:
        """Show "typing" at once and keep it up while the block runs."""
        done = asyncio.Event()
        task = asyncio.create_task(self._keep_typing(place, done))
        self._typing.add(task)
        task.add_done_callback(self._typing.discard)
        try:
            yield
        finally:
            done.set()

    def showing(
        self, place: Place, draft_id: int, checkpoints: Checkpoints, key: str
    ) -> AbstractAsyncContextManager[Callable[[str], None]]:
        """Show what is written while the block runs; sending under the same key replaces it."""
        return self._previews.showing(place, draft_id, checkpoints, shown_step(key))

    async def close(self) -> None:
        """Wait for typing actions that are still on their way."""
        await asyncio.gather(*self._typing, return_exceptions=True)

    async def _keep_typing(self, place: Place, done: asyncio.Event) -> None:
        while not done.is_set():
            try:
                await self._bot.send_chat_action(place.chat_id, ChatAction.TYPING, message_thread_id=place.thread_id)
            except TelegramError as error:
                logger.debug("The typing action failed: %s", type(error).__name__)
            with suppress(TimeoutError):
                async with asyncio.timeout(_TYPING_EVERY):
                    await done.wait()

    async def _markup(self, rows: Rows, for_user: int | None) -> InlineKeyboardMarkup | None:
        if not rows:
            return None
        try:
            data = await self._chat_state.keep_buttons(actions_of(rows), for_user)
        except (SQLAlchemyError, OverdueError) as error:
            logger.warning("Buttons cannot be stored and are left out: %s", error)
            return None
        return keyboard(rows, data)

    async def _replace(
        self,
        message: MessageId,
        part: Sequence[Block],
        markup: InlineKeyboardMarkup | None,
        send: Callable[[], Awaitable[int]],
    ) -> int:
        """Make the answer of what was shown while it was written; where that is gone, send it."""
        try:
            with _tolerating("message is not modified"):
                await self._edit(message, part, markup)
        except BadRequest as error:
            logger.info("What was shown cannot be edited (%s); the answer is sent", error.message)
            return await send()
        return message[1]

    async def _edit(self, message: MessageId, part: Sequence[Block], markup: InlineKeyboardMarkup | None) -> None:
        await self._bot.edit_message_text(
            to_html(part),
            chat_id=message[0],
            message_id=message[1],
            parse_mode=ParseMode.HTML,
            link_preview_options=_NO_PREVIEW,
            reply_markup=markup,
        )

    async def _send_one(
        self, place: Place, part: Sequence[Block], markup: InlineKeyboardMarkup | ForceReply | None
    ) -> int:
        try:
            return await self._post(place, to_html(part), ParseMode.HTML, markup)
        except ChatMigrated as moved:
            return await self._post(Place(moved.new_chat_id), to_html(part), ParseMode.HTML, markup)
        except BadRequest as error:
            reason = error.message.lower()
            if "thread not found" in reason or "topic_closed" in reason:
                return await self._post(replace(place, thread_id=None), to_html(part), ParseMode.HTML, markup)
            if "can't parse entities" in reason:
                logger.warning("Telegram refused our HTML (%s); sent as plain text", error.message)
                return await self._post(place, to_text(part), None, markup)
            raise

    async def _post(
        self, place: Place, text: str, mode: ParseMode | None, markup: InlineKeyboardMarkup | ForceReply | None
    ) -> int:
        reply = ReplyParameters(place.reply_to, allow_sending_without_reply=True) if place.reply_to else None
        message = await self._bot.send_message(
            place.chat_id,
            text,
            parse_mode=mode,
            message_thread_id=place.thread_id,
            reply_parameters=reply,
            link_preview_options=_NO_PREVIEW,
            reply_markup=markup,
        )
        return message.message_id


def shown_step(key: str) -> str:
    """The step that showed what is sent under a key while it was written."""
    return f"{key}.shown"


@contextmanager
def _tolerating(*reasons: str) -> Iterator[None]:
    """Pass over refusals that only say that there is nothing left to do."""
    try:
        yield
    except BadRequest as error:
        if not any(reason in error.message.lower() for reason in reasons):
            raise
