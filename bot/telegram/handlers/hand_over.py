"""Handing a question over: a ticket for the directorate, and where its reply goes."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from bot.telegram.actions import HandOver
from bot.telegram.channel_journal import ChannelJournal
from bot.telegram.handlers.context import CallbackContext
from bot.telegram.handlers.tickets import TicketDesk, address_of
from bot.telegram.messages.html import plain
from bot.telegram.messages.texts import say
from knowledge.answer_text import plain_text
from knowledge.documents import Language


@dataclass(frozen=True, slots=True)
class HandOvers:
    """Opens tickets. ``available`` tells whether staff can be reached, ``expected`` when a reply may come."""

    journal: ChannelJournal
    desk: TicketDesk
    available: Callable[[], bool]
    expected: Callable[[Language], Awaitable[str]]

    async def hand_over(self, context: CallbackContext, action: HandOver) -> None:
        """Hand a question to the directorate; raises ``NotFoundError`` when it is not stored any more."""
        if not self.available():
            await context.acknowledge(say("hand_over_nobody", context.language))
            return
        turn = await self.journal.turn(action.turn)
        place = context.incoming.place
        kept = address_of(place.chat_id, action.question or context.message[1], place.thread_id)
        found = plain_text(turn.answer)
        ticket = await self.journal.open_ticket(turn, context.incoming.user_id, kept, found)
        self.desk.wake()
        await context.acknowledge()
        expected = await self.expected(ticket.language)
        await context.reply_below([plain(say("handed_over", ticket.language, id=ticket.id, expected=expected))])
