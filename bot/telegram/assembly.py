"""Where the parts of the bot are put together once Telegram has told its name."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field

from telegram.ext import ExtBot

from bot.app import App
from bot.telegram.chat_state import ChatState
from bot.telegram.database_thread import DatabaseThread
from bot.telegram.handlers.callbacks import Callbacks
from bot.telegram.handlers.commands import Commands
from bot.telegram.handlers.inline import Inline
from bot.telegram.handlers.menus import Menus
from bot.telegram.handlers.questions import Questions
from bot.telegram.handlers.router import Router
from bot.telegram.handlers.staff import Staff
from bot.telegram.handlers.tickets import TicketDesk
from bot.telegram.messages.sender import Sender
from bot.telegram.rates import ChatRates, Debounce
from bot.telegram.updates.inbox import Inbox
from bot.telegram.updates.ticket_queue import TicketQueue
from bot.telegram.updates.worker import Worker
from ingest.importer import Importer
from ingest.sandbox import load_safely
from knowledge.documents import Document

_INLINE_PER_MINUTE = 40


@dataclass
class Parts:
    """What the service keeps hold of."""

    worker: Worker
    desk: TicketDesk
    sender: Sender
    memory: ChatState
    _tasks: list[asyncio.Task[None]] = field(default_factory=list)

    def start(self) -> None:
        """Begin to work off updates and to look after tickets."""
        self._tasks = [asyncio.create_task(self.worker.run()), asyncio.create_task(self.desk.run())]

    async def stop(self, grace: float) -> None:
        """Let what is in work be finished; ``grace`` is in seconds."""
        self.worker.stop()
        self.desk.stop()
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=grace)
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self.sender.close()


async def assemble(app: App, bot: ExtBot[int], inbox: Inbox, thread: DatabaseThread, grace: float) -> Parts:
    """Put the parts together for a bot that knows its name; ``grace`` are the seconds work may take when it stops."""
    settings, journal = app.settings, app.journal
    memory = ChatState(app.engine, journal)
    sender = Sender(bot, memory, thread)
    notices = Debounce()
    desk = TicketDesk(TicketQueue(app.engine, journal), sender, memory, thread, settings.staff_chat)
    importer = Importer(settings.data, app.document_store, load_safely)
    staff = Staff(bot, journal, desk, sender, thread, settings.staff_chat, importer, app.document_store)
    questions = Questions(app.conversation, journal, app.catalogue, sender, thread, notices)

    def documents() -> Sequence[Document]:
        release = app.release_store.published()
        return [one.document for one in app.document_store.documents(release)] if release else []

    views = Menus(app.catalogue, documents)
    router = Router(
        bot=bot,
        me=bot.bot,
        commands=Commands(questions, views, sender, memory, thread, settings.keep_turns_days, bot.username),
        questions=questions,
        presses=Callbacks(questions, views, staff, desk, journal, memory, sender, thread),
        inline=Inline(bot, app.answering, memory, thread, ChatRates(_INLINE_PER_MINUTE)),
        staff=staff,
        journal=journal,
        memory=memory,
        sender=sender,
        thread=thread,
        rates=ChatRates(settings.telegram_messages_per_chat),
        notices=notices,
    )
    return Parts(Worker(inbox, thread, router.handle, grace), desk, sender, memory)
