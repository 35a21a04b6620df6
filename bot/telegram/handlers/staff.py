"""What the members of the staff group do with tickets: answer them, look at them, make replies official answers."""

from __future__ import annotations

from dataclasses import dataclass

from telegram import Bot
from telegram.constants import ChatMemberStatus
from telegram.error import BadRequest, Forbidden

from bot.telegram.actions import Promote, Row, ShowAnswer
from bot.telegram.channel_journal import ChannelJournal
from bot.telegram.handlers.context import CallbackContext, UpdateContext
from bot.telegram.handlers.tickets import TicketDesk
from bot.telegram.messages.html import plain
from bot.telegram.messages.rendering import render
from bot.telegram.messages.texts import say
from bot.tickets.ticket import TicketError
from knowledge.errors import NotFoundError

_MEMBERS = {ChatMemberStatus.OWNER, ChatMemberStatus.ADMINISTRATOR, ChatMemberStatus.MEMBER}


@dataclass(frozen=True, slots=True)
class Staff:
    """Serves the members of the staff group, in Indonesian."""

    bot: Bot
    journal: ChannelJournal
    desk: TicketDesk
    staff_chat: int

    async def is_member(self, chat_id: int, user_id: int) -> bool:
        """Whether a message in this chat by this person comes from staff: they are in the staff group.

        Raises:
            TelegramError: Telegram could not be asked.
        """
        if not self.staff_chat:
            return False
        if chat_id == self.staff_chat:
            return True
        try:
            member = await self.bot.get_chat_member(self.staff_chat, user_id)
        except (BadRequest, Forbidden):
            return False
        return member.status in _MEMBERS

    async def answer_ticket(self, context: UpdateContext, ticket_id: int) -> None:
        """Take a reply in the staff group as the answer to a ticket."""
        text = context.incoming.text.strip()
        if not text:
            await context.reply([plain(say("ticket_reply_text_only", "id"))])
            return
        if "replied" not in context.checkpoints.steps:  # a second time would bring the asker the reply twice
            try:
                await self.journal.answer_ticket(ticket_id, text, context.incoming.user_id)
            except TicketError as error:
                await context.reply_text(error.said("id"))
                return
            await context.checkpoints.save("replied", True)
        ticket = await self.journal.ticket(ticket_id)
        noted = say(f"ticket_reply_{self.desk.way(ticket)}", "id", id=ticket_id, contact=ticket.contact)
        rows: list[Row] = [[(say("ticket_official", "id"), Promote(ticket_id))]]
        message_id = await context.reply([plain(noted)], rows)
        if message_id is not None:
            await self.desk.expect_reply(message_id, ticket_id)
        self.desk.wake()

    async def promote(self, context: CallbackContext, action: Promote) -> None:
        """Take the reply to a ticket into the knowledge base as a document."""
        if not await self._by_member(context):
            return
        try:
            document = await self.journal.promote_to_document(action.ticket, context.incoming.user_id)
        except NotFoundError:
            await context.acknowledge(say("official_needs_reply", "id"))
            return
        await context.acknowledge()
        await context.reply_below([plain(say("official_proposed", "id", id=action.ticket, title=document.title))])

    async def show_answer(self, context: CallbackContext, action: ShowAnswer) -> None:
        """Show what the bot answered; raises ``NotFoundError`` when the answer is not stored any more."""
        if not await self._by_member(context):
            return
        turn = await self.journal.turn(action.turn)
        await context.acknowledge()
        await context.reply_below(render(turn.answer))

    async def _by_member(self, context: CallbackContext) -> bool:
        if await self.is_member(context.message[0], context.incoming.user_id):
            return True
        await context.acknowledge(say("not_yours", context.language))
        return False
