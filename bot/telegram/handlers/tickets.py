"""Tickets in Telegram: announced to the staff group, and the directorate's replies brought to the askers."""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress

from telegram.error import BadRequest, Forbidden, TelegramError

from bot.telegram.actions import Promote, Row, ShowAnswer, TicketReply
from bot.telegram.chat_state import ChatState
from bot.telegram.messages.html import Block, Run, bold, italic, plain
from bot.telegram.messages.incoming import Place
from bot.telegram.messages.sender import Sender
from bot.telegram.messages.texts import say
from bot.telegram.tables import CHANNEL
from bot.telegram.updates.checkpoints import Checkpoints
from bot.telegram.updates.ticket_queue import TicketQueue
from bot.tickets import Ticket

logger = logging.getLogger(__name__)

_FOUND_SHOWN = 1200


class TicketDesk:
    """Carries tickets to the staff group and replies to askers; looks after them when woken and every few seconds,
    since tickets and replies also come from the web.

    Args:
        queue: which tickets have something to send.
        sender: sends messages.
        chat_state: remembers which message of the group stands for which ticket.
        staff_chat: the group's chat id; 0 means none.
        every: seconds between looks.
    """

    def __init__(
        self,
        queue: TicketQueue,
        sender: Sender,
        chat_state: ChatState,
        staff_chat: int,
        every: float = 5.0,
    ) -> None:
        self._queue = queue
        self._sender = sender
        self._chat_state = chat_state
        self._staff_chat = staff_chat
        self._every = every
        self._wake = asyncio.Event()
        self._stopping = False

    def wake(self) -> None:
        """Look after tickets now."""
        self._wake.set()

    def stop(self) -> None:
        """End after the tickets in hand."""
        self._stopping = True
        self._wake.set()

    async def run(self) -> None:
        """Look after tickets until told to stop."""
        while not self._stopping:
            self._wake.clear()
            try:
                await self._look_after()
            except Exception:  # the desk must outlive a failing database or a ticket it cannot render
                logger.exception("The tickets could not be looked after; trying again")
            with suppress(TimeoutError):
                async with asyncio.timeout(self._every):
                    await self._wake.wait()

    async def _look_after(self) -> None:
        if self._staff_chat:
            for ticket in await self._queue.to_announce():
                await self._announce(ticket)
        for ticket in await self._queue.to_deliver():
            await self._deliver(ticket)

    async def _announce(self, ticket: Ticket) -> None:
        try:
            message_id = await self._sender.send(
                Place(self._staff_chat), announcement(ticket), Checkpoints(), rows=_buttons(ticket)
            )
        except TelegramError as error:
            logger.warning("Ticket %d could not be announced to the staff group: %s", ticket.id, error.message)
            await self._queue.let_go(ticket.id)
            return
        if message_id is not None:
            await self.expect_reply(message_id, ticket.id)
        await self._queue.announced(ticket.id)

    async def _deliver(self, ticket: Ticket) -> None:
        try:
            await self._sender.send(place_of(ticket.address), reply_blocks(ticket), Checkpoints())
        except (Forbidden, BadRequest, ValueError) as error:
            logger.info("The reply to ticket %d cannot be delivered: %s", ticket.id, type(error).__name__)
            await self._tell_staff(plain(say("ticket_unreachable", "id", id=ticket.id)))
        except TelegramError as error:
            logger.warning("The reply to ticket %d is not delivered yet: %s", ticket.id, error.message)
            await self._queue.let_go(ticket.id)
            return
        await self._queue.delivered(ticket.id)

    async def expect_reply(self, message_id: int, ticket_id: int) -> None:
        """Remember that a reply to this message of the staff group answers the ticket."""
        await self._chat_state.expect_reply(self._staff_chat, message_id, TicketReply(ticket_id), None)

    async def _tell_staff(self, block: Block) -> None:
        if self._staff_chat:
            with suppress(TelegramError):
                await self._sender.send(Place(self._staff_chat), [block], Checkpoints())


def announcement(ticket: Ticket) -> list[Block]:
    """A ticket as the staff group sees it, in Indonesian."""
    found = ticket.found or say("ticket_nothing", "id")
    shown = found if len(found) <= _FOUND_SHOWN else found[:_FOUND_SHOWN].rsplit(" ", 1)[0] + "…"
    how = "ticket_how" if reachable(ticket) else "ticket_contact" if ticket.contact else "ticket_nowhere"
    return [
        bold(say("ticket_title", "id", id=ticket.id)),
        italic(say(f"ticket_origin_{ticket.language}", "id", channel=ticket.channel.capitalize())),
        bold(say("ticket_question", "id")),
        Block((Run(ticket.question),), "quote", tight=True),
        bold(say("ticket_found", "id")),
        Block((Run(shown),), "details", tight=True),
        plain(say(how, "id", contact=ticket.contact)),
    ]


def reply_blocks(ticket: Ticket) -> list[Block]:
    """The directorate's reply as the asker sees it."""
    return [
        bold(say("directorate_reply", ticket.language)),
        italic(say("directorate_your_question", ticket.language, question=ticket.question)),
        plain(ticket.reply),
    ]


def reachable(ticket: Ticket) -> bool:
    """Whether this channel can bring the reply to the asker."""
    return ticket.channel == CHANNEL and ticket.address != ""


def address_of(chat_id: int, message_id: int, thread_id: int | None = None) -> str:
    """The address a ticket keeps of its asker: where the question was asked, as Telegram told it."""
    return f"{chat_id}:{message_id}" + (f":{thread_id}" if thread_id else "")


def place_of(address: str) -> Place:
    """The place an address stands for; raises ``ValueError`` if it is not one."""
    chat_id, message_id, *thread = address.split(":")
    return Place(int(chat_id), int(thread[0]) if thread else None, int(message_id))


def _buttons(ticket: Ticket) -> list[Row]:
    official: Row = [(say("ticket_official", "id"), Promote(ticket.id))]
    if ticket.turn_id is None:
        return [official]
    return [[(say("ticket_sources", "id"), ShowAnswer(ticket.turn_id))], official]
