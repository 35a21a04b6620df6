"""Tickets in Telegram: announced to the staff group, and the directorate's replies brought to the askers."""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress

from telegram.error import BadRequest, Forbidden, TelegramError

from bot.telegram.actions import FollowUpReply, Promote, Row, ShowAnswer, TicketReply
from bot.telegram.chat_state import ChatState
from bot.telegram.messages.html import Block, Run, bold, italic, plain
from bot.telegram.messages.incoming import Place
from bot.telegram.messages.sender import Sender
from bot.telegram.messages.texts import say
from bot.telegram.updates.checkpoints import Checkpoints
from bot.telegram.updates.ticket_queue import Announcement, TicketQueue
from bot.tickets.ticket import Delivery, Ticket, TicketMessage, Way, way_of
from knowledge.answer_text import source_lines

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
        mails: whether askers who left a mailbox get mail.
        every: seconds between looks.
    """

    def __init__(
        self,
        queue: TicketQueue,
        sender: Sender,
        chat_state: ChatState,
        staff_chat: int,
        mails: bool = False,
        every: float = 5.0,
    ) -> None:
        self._queue = queue
        self._sender = sender
        self._chat_state = chat_state
        self._staff_chat = staff_chat
        self._mails = mails
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

    def way(self, ticket: Ticket) -> Way:
        """How what the directorate writes reaches the asker."""
        return way_of(ticket, mails=self._mails)

    async def _look_after(self) -> None:
        if self._staff_chat:
            for announcement in await self._queue.to_announce():
                await self._announce(announcement)
        for ticket, message in await self._queue.to_deliver():
            await self._deliver(ticket, message)

    async def _announce(self, announcement: Announcement) -> None:
        ticket = announcement.ticket
        blocks = announced(ticket, self.way(ticket)) if announcement.seen is None else followed_up(announcement)
        try:
            message_id = await self._sender.send(Place(self._staff_chat), blocks, Checkpoints(), rows=_buttons(ticket))
        except TelegramError as error:
            logger.warning("Ticket %d could not be announced to the staff group: %s", ticket.id, error.message)
            await self._queue.not_announced(announcement)
            return
        if message_id is not None:
            await self.expect_reply(message_id, ticket.id)
        await self._queue.announced(announcement)

    async def _deliver(self, ticket: Ticket, message: TicketMessage) -> None:
        delivery: Delivery = "sent"
        try:
            place = place_of(ticket.address)
            message_id = await self._sender.send(place, reply_blocks(ticket, message), Checkpoints())
            if message_id is not None:
                follow_up = FollowUpReply(ticket.id)
                await self._chat_state.expect_reply(place.chat_id, message_id, follow_up, None)
        except (Forbidden, BadRequest, ValueError) as error:
            logger.info("The reply to ticket %d cannot be delivered: %s", ticket.id, type(error).__name__)
            await self._tell_staff(plain(say("ticket_unreachable", "id", id=ticket.id)))
            delivery = "failed"
        except TelegramError as error:
            logger.warning("The reply to ticket %d is not delivered yet: %s", ticket.id, error.message)
            await self._queue.not_delivered(message.id)
            return
        await self._queue.delivered(message.id, delivery)

    async def expect_reply(self, message_id: int, ticket_id: int) -> None:
        """Remember that a reply to this message of the staff group answers the ticket."""
        await self._chat_state.expect_reply(self._staff_chat, message_id, TicketReply(ticket_id), None)

    async def _tell_staff(self, block: Block) -> None:
        if self._staff_chat:
            with suppress(TelegramError):
                await self._sender.send(Place(self._staff_chat), [block], Checkpoints())


def announced(ticket: Ticket, way: Way) -> list[Block]:
    """A new ticket as the staff group sees it, in Indonesian; ``way`` is how replies reach the asker."""
    found = ticket.found or say("ticket_nothing", "id")
    shown = found if len(found) <= _FOUND_SHOWN else found[:_FOUND_SHOWN].rsplit(" ", 1)[0] + "…"
    return [
        bold(say("ticket_title", "id", id=ticket.id)),
        italic(say(f"ticket_origin_{ticket.language}", "id", channel=ticket.channel.capitalize())),
        bold(say("ticket_question", "id")),
        Block((Run(ticket.question),), "quote", tight=True),
        bold(say("ticket_found", "id")),
        Block((Run(shown),), "details", tight=True),
        plain(say(f"ticket_how_{way}", "id", contact=ticket.contact)),
    ]


def followed_up(announcement: Announcement) -> list[Block]:
    """What an asker wrote to a reply, as the staff group sees it."""
    return [
        bold(say("ticket_follow_up", "id", id=announcement.ticket.id)),
        italic(say("ticket_follow_up_of", "id", question=announcement.ticket.question)),
        *(Block((Run(message.text),), "quote", tight=True) for message in announcement.written),
        plain(say("ticket_follow_up_how", "id")),
    ]


def reply_blocks(ticket: Ticket, message: TicketMessage) -> list[Block]:
    """What the directorate wrote, as the asker sees it."""
    language = ticket.language
    cited = source_lines(message.sources, language, numbered=False)
    return [
        bold(say("directorate_asks" if message.kind == "inquiry" else "directorate_reply", language)),
        italic(say("directorate_your_question", language, question=ticket.question)),
        plain(message.text),
        *([bold(say("sources", language)), *(plain(f"• {line}") for line in cited)] if cited else []),
        italic(say("directorate_answer_here", language, id=ticket.id)),
    ]


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
