"""What an asker writes back to the directorate, by replying to the message that brought its words."""

from __future__ import annotations

from dataclasses import dataclass

from bot.telegram.channel_journal import ChannelJournal
from bot.telegram.handlers.context import UpdateContext
from bot.telegram.handlers.tickets import TicketDesk
from bot.tickets.ticket import TicketError
from knowledge.errors import NotFoundError


@dataclass(frozen=True, slots=True)
class FollowUps:
    """Puts what askers write back into their tickets."""

    journal: ChannelJournal
    desk: TicketDesk

    async def take(self, context: UpdateContext, ticket_id: int) -> bool:
        """Take a reply into a ticket; False when the ticket is not this person's, as of another member of a group."""

        async def follow_up() -> bool:
            await self.journal.follow_up(ticket_id, context.incoming.user_id, context.incoming.text)
            return True

        try:
            await context.checkpoints.run_once("followed_up", follow_up)
        except NotFoundError:
            return False
        except TicketError as error:
            await context.reply_text(error.said(context.language))
            return True
        self.desk.wake()
        await context.say("follow_up_taken", id=ticket_id)
        return True
