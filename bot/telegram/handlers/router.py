"""Routing: what kind of update it is, whether the bot is meant, and who answers it."""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace

from sqlalchemy.exc import SQLAlchemyError
from telegram import Bot, ChatMemberUpdated, Message, Update, User
from telegram.constants import ChatMemberStatus, ChatType
from telegram.error import TelegramError

from bot.journal import Journal
from bot.telegram.chat_state import REASON, TICKET, ChatState, Prompt
from bot.telegram.database_thread import DatabaseThread
from bot.telegram.handlers.callbacks import Callbacks
from bot.telegram.handlers.commands import Commands
from bot.telegram.handlers.inline import Inline
from bot.telegram.handlers.questions import Questions
from bot.telegram.handlers.staff import Staff
from bot.telegram.messages.html import Block, italic, plain
from bot.telegram.messages.incoming import Incoming, Place, by_person, command_of, incoming, spoken_by, without_mention
from bot.telegram.messages.sender import Sender
from bot.telegram.messages.texts import passage, say
from bot.telegram.rates import ChatRates, Debounce
from bot.telegram.updates.checkpoints import Checkpoints
from bot.telegram.updates.inbox import LeaseLostError, StoredUpdate
from knowledge.deadlines import OverdueError
from knowledge.documents import Language

logger = logging.getLogger(__name__)

_GROUPS = {ChatType.GROUP, ChatType.SUPERGROUP}
_ABSENT = {ChatMemberStatus.LEFT, ChatMemberStatus.BANNED}


@dataclass(frozen=True, slots=True)
class Router:
    """Sends each update to what answers it."""

    bot: Bot
    me: User
    commands: Commands
    questions: Questions
    presses: Callbacks
    inline: Inline
    staff: Staff
    journal: Journal
    memory: ChatState
    sender: Sender
    thread: DatabaseThread
    rates: ChatRates
    notices: Debounce

    async def handle(self, stored: StoredUpdate, progress: Checkpoints) -> None:
        """Answer one update.

        Raises:
            TelegramError: something could not be sent; the update may be tried again.
            LeaseLostError: another process handles it.
        """
        try:
            update = Update.de_json(stored.payload, self.bot)
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            # From a Bot API server older or newer than the library; it must not hold up its chat.
            logger.warning("Update %d cannot be read and is left out: %s", stored.update_id, type(error).__name__)
            return
        try:
            await self._route(update, progress)
        except (TelegramError, LeaseLostError):
            raise
        except Exception:  # the border of this channel: whatever went wrong, the person gets a word
            logger.exception("Update %d could not be handled", stored.update_id)
            await self._apologise(update)

    async def _route(self, update: Update, progress: Checkpoints) -> None:
        if update.message is not None:
            await self._message(update.message, progress)
        elif update.callback_query is not None:
            await self.presses.answer(update.callback_query, progress)
        elif update.inline_query is not None:
            await self.inline.answer(update.inline_query)
        elif update.my_chat_member is not None:
            await self._membership(update.my_chat_member, progress)

    async def _message(self, message: Message, progress: Checkpoints) -> None:
        user = message.from_user
        if user is None or not by_person(message):
            return
        if message.migrate_to_chat_id and message.chat_id == self.staff.staff_chat:
            logger.warning("The staff group has a new chat id: set PANDU_STAFF_CHAT=%d", message.migrate_to_chat_id)
        chosen = await self._chosen(message.chat_id)
        read = incoming(message, user, chosen)
        prompt = await self._prompt(message, read)
        if prompt is not None and prompt.for_replier:
            bare = read if message.effective_attachment is None else replace(read, text="")
            await self._prompted(prompt, bare, progress)
            return
        text, mentioned = without_mention(read.text, self.me.username or "")
        command = command_of(read.text, self.me.username or "")
        replied = message.reply_to_message is not None and message.reply_to_message.from_user == self.me
        document = message.document is not None and self._in_staff_chat(message)
        meant = read.private or mentioned or replied or document or (command is not None and command.to_us)
        if not meant or (command is not None and not command.to_us):
            return
        if not self.rates.allow(message.chat_id):
            await self._too_many(read, progress)
        elif command is not None:
            await self.commands.run(command, read, progress)
        elif message.document is not None:
            await self.staff.offer(read, message.document, progress)
        elif any(character.isalnum() for character in text):
            before = [italic(say("caption_only", read.language))] if message.caption else []
            await self.questions.answer(read, text, progress, before)
        elif mentioned:
            await self._say(read, passage("group_hello", read.language, username=self.me.username), progress)
        else:
            await self._without_text(message, read, progress)

    async def _chosen(self, chat_id: int) -> Language | None:
        try:
            return await self.thread.run(self.memory.language, chat_id)
        except (SQLAlchemyError, OverdueError) as error:  # a question can be answered without
            logger.warning("The language of a chat cannot be read: %s", error)
            return None

    async def _prompt(self, message: Message, read: Incoming) -> Prompt | None:
        replied = message.reply_to_message
        if replied is None or replied.from_user != self.me:
            return None
        return await self.thread.run(self.memory.prompt, message.chat_id, replied.message_id, read.user_id)

    async def _prompted(self, prompt: Prompt, read: Incoming, progress: Checkpoints) -> None:
        if prompt.kind == TICKET:
            await self.staff.reply(read, int(prompt.data["ticket"]), progress)
        elif prompt.kind == REASON:
            await self.thread.run(self.journal.rate, prompt.data["turn"], -1, read.text.strip())
            await self._say(read, [plain(say("reason_thanks", read.language))], progress)

    async def _without_text(self, message: Message, read: Incoming, progress: Checkpoints) -> None:
        """A kind short word to emoji, stickers, pictures and recordings, one to an album; nothing to service messages.

        In groups nothing is said to emoji: they thank, or agree.
        """
        if message.media_group_id and not self.notices.due(f"album:{message.media_group_id}"):
            return
        if message.voice or message.audio or message.video_note:
            await self._say(read, [plain(say("voice", read.language))], progress)
        elif message.effective_attachment is not None:
            await self._say(read, [plain(say("only_text", read.language))], progress)
        elif read.text and read.private:
            await self._say(read, [plain(say("no_words", read.language))], progress)

    async def _too_many(self, read: Incoming, progress: Checkpoints) -> None:
        if self.notices.due(f"chat:{read.place.chat_id}"):
            await self._say(read, [plain(say("too_many", read.language))], progress)

    async def _membership(self, change: ChatMemberUpdated, progress: Checkpoints) -> None:
        """Introduce the bot once when it is added to a group."""
        added = change.old_chat_member.status in _ABSENT and change.new_chat_member.status not in _ABSENT
        if added and change.chat.type in _GROUPS:
            hello = passage("group_hello", spoken_by(change.from_user), username=self.me.username)
            await self.sender.send(Place(change.chat.id), hello, progress)

    async def _say(self, read: Incoming, blocks: list[Block], progress: Checkpoints) -> None:
        await self.sender.send(read.place, blocks, progress)

    def _in_staff_chat(self, message: Message) -> bool:
        return bool(self.staff.staff_chat) and message.chat_id == self.staff.staff_chat

    async def _apologise(self, update: Update) -> None:
        user = update.effective_user
        language = spoken_by(user) if user else "id"
        if update.callback_query is not None:
            await self.sender.notify(update.callback_query.id, say("temporary", language))
        elif update.message is not None and update.message.chat.type == ChatType.PRIVATE:
            await self.sender.send(Place(update.message.chat_id), [plain(say("temporary", language))], Checkpoints())
