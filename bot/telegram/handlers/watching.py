"""Watching an answer: its asker is told here when it changes."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace

from bot.telegram.actions import Row, StopWatching, WatchAnswer
from bot.telegram.channel_journal import ChannelJournal, person
from bot.telegram.handlers.context import CallbackContext
from bot.telegram.handlers.tickets import address_of
from bot.telegram.messages.html import plain
from bot.telegram.messages.texts import say
from bot.telegram.tables import CHANNEL
from bot.watches.recall import Recall
from bot.watches.watches import MOST, TooManyError
from knowledge.documents import Language


@dataclass(frozen=True, slots=True)
class Watching:
    """Begins and ends watches."""

    journal: ChannelJournal
    recall: Recall

    async def begin(self, context: CallbackContext, action: WatchAnswer) -> None:
        """Watch an answer; raises ``NotFoundError`` when it is not stored any more."""
        turn, incoming = await self.journal.turn(action.turn), context.incoming
        address = address_of(incoming.place.chat_id, context.message[1], incoming.place.thread_id)
        who = person(incoming.user_id)
        try:
            watch = await asyncio.to_thread(self.recall.begin, turn, who, CHANNEL, address)
        except TooManyError:
            await context.acknowledge(say("watch_many", context.language, most=MOST))
            return
        await context.acknowledge()
        place = replace(incoming.place, reply_to=context.message[1])
        told = [plain(say("watch_begun", context.language))]
        await context.sender.send(place, told, context.checkpoints, rows=[stop_button(watch.id, context.language)])

    async def stop(self, context: CallbackContext, action: StopWatching) -> None:
        """End a watch; only its asker can."""
        who = person(context.incoming.user_id)
        stopped = await asyncio.to_thread(self.recall.watches.stop, action.watch, who)
        await context.acknowledge(say("watch_stopped" if stopped else "watch_gone", context.language))


def stop_button(watch_id: int, language: Language) -> Row:
    """The button that ends a watch."""
    return [(say("watch_stop", language), StopWatching(watch_id))]
