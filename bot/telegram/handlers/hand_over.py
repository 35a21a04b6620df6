"""Handing a question over: a ticket for the directorate, and where its reply goes."""

from __future__ import annotations

from dataclasses import dataclass

from bot.telegram.actions import HandOver
from bot.telegram.channel_journal import ChannelJournal
from bot.telegram.handlers.context import CallbackContext
from bot.telegram.handlers.tickets import TicketDesk, address_of
from bot.telegram.messages.html import plain
from knowledge.answer_text import plain_text
from knowledge.answers import Outcome

_MAX_FOUND = 4000  # characters of the bot's answer that a ticket keeps


@dataclass(frozen=True, slots=True)
class HandOvers:
    """Opens tickets."""

    journal: ChannelJournal
    desk: TicketDesk

    async def hand_over(self, context: CallbackContext, action: HandOver) -> None:
        """Hand a question to the directorate; raises ``NotFoundError`` when it is not stored any more."""
        turn = await self.journal.turn(action.turn)
        place = context.incoming.place
        kept = address_of(place.chat_id, action.question or context.message[1], place.thread_id)
        found = plain_text(turn.answer)[:_MAX_FOUND]
        await self.journal.open_ticket(turn, context.incoming.user_id, kept, found)
        self.desk.wake()
        await context.acknowledge()
        await context.reply_below([plain(f"📨 {Outcome.HANDED_OVER.message(turn.answer.language)}")])
