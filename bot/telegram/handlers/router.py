"""Routing: what kind of update it is, whether the bot is meant, and who answers it."""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace
from itertools import chain

from sqlalchemy.exc import SQLAlchemyError
from telegram import Bot, ChatMemberUpdated, Message, Update, User
from telegram.constants import ChatMemberStatus, ChatType
from telegram.error import TelegramError

from bot.rate_limits import Debounce, RateLimit
from bot.telegram.actions import FollowUpReply, ReasonReply, TicketReply
from bot.telegram.chat_state import ChatState, Prompt
from bot.telegram.handlers.albums import Albums
from bot.telegram.handlers.attachments import speak_of
from bot.telegram.handlers.callbacks import Callbacks
from bot.telegram.handlers.commands import Commands, is_of_right
from bot.telegram.handlers.context import UpdateContext
from bot.telegram.handlers.document_uploads import DocumentUploads
from bot.telegram.handlers.edits import Edits
from bot.telegram.handlers.feedback import Feedback
from bot.telegram.handlers.follow_up import FollowUps
from bot.telegram.handlers.inline import Inline
from bot.telegram.handlers.off_switch import OffSwitch
from bot.telegram.handlers.questions import Questions
from bot.telegram.handlers.staff import Staff
from bot.telegram.messages.html import italic, plain
from bot.telegram.messages.incoming import (
    Command,
    Place,
    by_person,
    command_of,
    has_words,
    read_message,
    spoken_by,
    without_mention,
    wrote,
)
from bot.telegram.messages.sender import Sender
from bot.telegram.messages.texts import passage, say
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
    callbacks: Callbacks
    inline: Inline
    staff: Staff
    uploads: DocumentUploads
    feedback: Feedback
    follow_ups: FollowUps
    albums: Albums
    edits: Edits
    off_switch: OffSwitch
    chat_state: ChatState
    sender: Sender
    rates: RateLimit
    notices: Debounce

    async def handle(self, stored: StoredUpdate, checkpoints: Checkpoints) -> None:
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
            await self._route(update, checkpoints)
        except (TelegramError, LeaseLostError):
            raise
        except Exception:  # the border of this channel: whatever went wrong, the person gets a word
            logger.exception("Update %d could not be handled", stored.update_id)
            await self._apologise(update)

    async def _route(self, update: Update, checkpoints: Checkpoints) -> None:
        if update.message is not None:
            await self._message(update.message, checkpoints, update.update_id)
        elif update.edited_message is not None:
            await self._edited(update.edited_message, checkpoints)
        elif update.callback_query is not None:
            await self.callbacks.answer(update.callback_query, checkpoints)
        elif update.inline_query is not None:
            await self.inline.answer(update.inline_query)
        elif update.my_chat_member is not None:
            await self._membership(update.my_chat_member, checkpoints)

    async def _message(self, message: Message, checkpoints: Checkpoints, update_id: int) -> None:
        user = message.from_user
        if user is None or not by_person(message):
            return
        if message.migrate_to_chat_id and message.chat_id == self.staff.staff_chat:
            logger.warning("The staff group has a new chat id: set PANDU_STAFF_CHAT=%d", message.migrate_to_chat_id)
        incoming = read_message(message, user, await self._chosen(message.chat_id))
        context = UpdateContext(incoming, checkpoints, self.sender)
        prompt = await self._prompt(message, incoming.user_id)
        bare = incoming if message.effective_attachment is None else replace(incoming, text="")
        if prompt is not None and await self._expected(replace(context, incoming=bare), prompt):
            return
        if message.media_group_id is None or (message.document is not None and await self._by_staff(context)):
            await self._addressed(context, message)  # staff are asked about each document
        elif (album := await self.albums.gathered(message, update_id)) is not None:
            whole = replace(context, incoming=replace(incoming, text=album.text))
            await self._addressed(whole, message)
            await self.albums.note(message, album, incoming.user_id)

    async def _edited(self, message: Message, checkpoints: Checkpoints) -> None:
        """Answer an edited message that was left without an answer, or was not addressed to the bot until now."""
        user = message.from_user
        if user is None or not by_person(message) or message.document is not None:
            return
        incoming = read_message(message, user, await self._chosen(message.chat_id))
        if not has_words(incoming.text):
            return  # such as a place that moves
        context = UpdateContext(incoming, checkpoints, self.sender)
        prompt = await self._prompt(message, incoming.user_id)
        if prompt is not None and prompt.for_replier:
            await context.say("edit_not_taken")
        elif await self.edits.reopen(incoming, message.message_id):
            await self._addressed(context, message)

    async def _addressed(self, context: UpdateContext, message: Message) -> None:
        """Answer a message if it is meant for the bot."""
        incoming, username = context.incoming, self.me.username or ""
        text, mentioned = without_mention(incoming.text, username)
        command = command_of(incoming.text, username)
        replied = message.reply_to_message is not None and message.reply_to_message.from_user == self.me
        if mentioned and not has_words(text):
            text = _pointed_at(message)  # "@pandu" below somebody's question passes that question on
        document = message.document if message.animation is None else None
        offered = document is not None and self._in_staff_chat(message)
        meant = incoming.private or mentioned or replied or offered or (command is not None and command.to_us)
        if not meant or (command is not None and not command.to_us):
            return
        if wrote(self.me, message):
            if incoming.private and message.via_bot is None:
                await context.say("own_words")
            return
        if not self.rates.allows(message.chat_id):
            await self._too_many(context)
        elif said := await self._paused(context, command):
            await context.reply([plain(said)])
        elif command is not None:
            await self.commands.run(context, command)
        elif document is not None and not (has_words(text) and not await self._by_staff(context)):
            await self.uploads.offer(context, document)
        elif has_words(text):
            before = [italic(say("caption_only", context.language))] if message.effective_attachment else []
            after = await self._turn_replied_to(message, incoming.user_id) if replied else ""
            await self.questions.answer(context, text, before, after)
        elif mentioned:
            await context.reply(passage("group_hello", context.language, username=self.me.username))
        else:
            await speak_of(context, message)

    async def _paused(self, context: UpdateContext, command: Command | None) -> str:
        """What to say while the channel is off. Whoever wants his data deleted or reads what is kept is served all the
        same, and so is the staff group."""
        place = context.incoming.place
        if (command is not None and is_of_right(command)) or place.chat_id == self.staff.staff_chat != 0:
            return ""
        return await self.off_switch.said(context.language)

    async def _chosen(self, chat_id: int) -> Language | None:
        try:
            return await self.chat_state.language(chat_id)
        except (SQLAlchemyError, OverdueError) as error:  # a question can be answered without
            logger.warning("The language of a chat cannot be read: %s", error)
            return None

    async def _prompt(self, message: Message, user_id: int) -> Prompt | None:
        replied = message.reply_to_message
        if replied is None or replied.from_user != self.me:
            return None
        return await self.chat_state.prompt(message.chat_id, replied.message_id, user_id)

    async def _turn_replied_to(self, message: Message, user_id: int) -> str:
        """The turn whose answer a message replies to, told by the buttons below it; "" where none are left."""
        keyboard = message.reply_to_message and message.reply_to_message.reply_markup
        for button in chain.from_iterable(keyboard.inline_keyboard if keyboard else ()):
            if isinstance(button.callback_data, str):
                try:
                    pressed = await self.chat_state.button(button.callback_data, user_id)
                except (SQLAlchemyError, OverdueError) as error:  # the latest answer has to do
                    logger.warning("The buttons of an answer cannot be read: %s", error)
                    return ""
                if pressed is not None and isinstance(turn := getattr(pressed.action, "turn", None), str):
                    return turn
        return ""

    async def _expected(self, context: UpdateContext, prompt: Prompt) -> bool:
        """Take a reply that was expected; False when it was expected of somebody else."""
        match prompt.reply:
            case _ if not prompt.for_replier:
                return False
            case TicketReply(ticket):
                await self.staff.answer_ticket(context, ticket)
            case ReasonReply(turn):
                await self.feedback.take_reason(context, turn)
            case FollowUpReply(ticket):
                if said := await self.off_switch.said(context.language):
                    await context.reply([plain(said)])
                else:
                    return await self.follow_ups.take(context, ticket)
        return True

    async def _too_many(self, context: UpdateContext) -> None:
        if self.notices.due(f"chat:{context.incoming.place.chat_id}"):
            await context.say("too_many")

    async def _membership(self, change: ChatMemberUpdated, checkpoints: Checkpoints) -> None:
        """Introduce the bot once when it is added to a group."""
        added = change.old_chat_member.status in _ABSENT and change.new_chat_member.status not in _ABSENT
        if added and change.chat.type in _GROUPS:
            hello = passage("group_hello", spoken_by(change.from_user), username=self.me.username)
            await self.sender.send(Place(change.chat.id), hello, checkpoints)

    async def _by_staff(self, context: UpdateContext) -> bool:
        return await self.staff.is_member(context.incoming.place.chat_id, context.incoming.user_id)

    def _in_staff_chat(self, message: Message) -> bool:
        return bool(self.staff.staff_chat) and message.chat_id == self.staff.staff_chat

    async def _apologise(self, update: Update) -> None:
        user = update.effective_user
        language = spoken_by(user) if user else "id"
        if update.callback_query is not None:
            await self.sender.notify(update.callback_query.id, say("temporary", language))
        elif (message := update.message or update.edited_message) and message.chat.type == ChatType.PRIVATE:
            await self.sender.send(Place(message.chat_id), [plain(say("temporary", language))], Checkpoints())


def _pointed_at(message: Message) -> str:
    """What a person wrote in the message that this one replies to; the part that is quoted of it, where one is."""
    replied = message.reply_to_message
    if replied is None or not by_person(replied):
        return ""
    return (message.quote.text if message.quote else replied.text) or ""
