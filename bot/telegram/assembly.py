"""The parts of the bot, put together over those of the application once Telegram has told the bot's name."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from telegram.ext import ExtBot

from bot.app import App
from bot.rate_limits import Debounce, RateLimit
from bot.settings import Settings
from bot.telegram.channel_journal import ChannelJournal
from bot.telegram.chat_state import ChatState
from bot.telegram.database_thread import DatabaseThread
from bot.telegram.handlers.albums import Albums
from bot.telegram.handlers.answer_keyboard import AnswerKeyboard
from bot.telegram.handlers.app_requests import AppRequests
from bot.telegram.handlers.callbacks import Callbacks
from bot.telegram.handlers.commands import Commands
from bot.telegram.handlers.deep_links import DeepLinks
from bot.telegram.handlers.document_uploads import DocumentUploads
from bot.telegram.handlers.edits import Edits
from bot.telegram.handlers.erasure import Erasure
from bot.telegram.handlers.feedback import Feedback
from bot.telegram.handlers.follow_up import FollowUps
from bot.telegram.handlers.hand_over import HandOvers
from bot.telegram.handlers.inline import Inline
from bot.telegram.handlers.language_choice import LanguageChoice
from bot.telegram.handlers.menus import Menus
from bot.telegram.handlers.off_switch import OffSwitch
from bot.telegram.handlers.questions import Questions
from bot.telegram.handlers.rich_view import RichView
from bot.telegram.handlers.router import Router
from bot.telegram.handlers.staff import Staff
from bot.telegram.handlers.tickets import TicketDesk
from bot.telegram.handlers.watch_desk import WatchDesk
from bot.telegram.handlers.watching import Watching
from bot.telegram.messages.sender import Sender
from bot.telegram.mini_app import PATH
from bot.telegram.updates.inbox import Inbox
from bot.telegram.updates.ticket_queue import TicketQueue
from bot.telegram.updates.worker import Worker
from knowledge.documents import Document, Language

_INLINE_PER_MINUTE = 40


@dataclass
class Parts:
    """What the service keeps hold of."""

    worker: Worker
    desk: TicketDesk
    watch_desk: WatchDesk
    sender: Sender
    chat_state: ChatState
    app_requests: AppRequests
    _tasks: list[asyncio.Task[None]] = field(default_factory=list)

    def start(self) -> None:
        """Begin to work off updates, and to look after tickets and watched answers."""
        works = (self.worker.run(), self.desk.run(), self.watch_desk.run())
        self._tasks = [asyncio.create_task(work) for work in works]

    async def stop(self, grace: float) -> None:
        """Let what is in work be finished; ``grace`` is in seconds."""
        self.worker.stop()
        self.desk.stop()
        self.watch_desk.stop()
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=grace)
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self.sender.close()


def assemble(app: App, bot: ExtBot[int], inbox: Inbox, thread: DatabaseThread, grace: float) -> Parts:
    """Put the parts together for a bot that knows its name; ``grace`` are the seconds work may take when it stops."""
    chat_state = ChatState(app.engine, app.people, thread)
    sender = Sender(bot, chat_state)
    queue = TicketQueue(app.engine, app.tickets, thread)
    desk = TicketDesk(queue, sender, chat_state, app.settings.staff_chat, app.settings.mails)
    router, app_requests = _router(app, bot, inbox, thread, chat_state, sender, desk)
    watch_desk = WatchDesk(app.recall.watches, sender, OffSwitch(app.switches).said)
    worker = Worker(inbox, thread, router.handle, grace)
    return Parts(worker, desk, watch_desk, sender, chat_state, app_requests)


def _router(
    app: App,
    bot: ExtBot[int],
    inbox: Inbox,
    thread: DatabaseThread,
    chat_state: ChatState,
    sender: Sender,
    desk: TicketDesk,
) -> tuple[Router, AppRequests]:
    settings, notices, off_switch = app.settings, Debounce(), OffSwitch(app.switches)
    journal = ChannelJournal(app.journal, app.tickets, app.handling, app.retention, app.official_answers, thread)
    keyboard = AnswerKeyboard(app.catalogue, app.available, lambda: sender.knows_rich)
    questions = Questions(app.conversation, journal, app.catalogue, keyboard, chat_state, notices)
    feedback = Feedback(journal, chat_state, keyboard)
    staff = Staff(bot, journal, desk, settings.staff_chat)
    uploads = DocumentUploads(bot, staff, app.importer, app.audit, app.people)
    language_choice, erasure = LanguageChoice(chat_state), Erasure(journal)

    async def expected(language: Language) -> str:
        return await thread.run(app.inbox.expected, language)

    async def in_force() -> Settings:
        return await thread.run(app.changed_settings.current)

    async def documents() -> Sequence[Document]:
        return await thread.run(_published_documents, app)

    async def behind(chat_id: int, update_id: int) -> Sequence[dict[str, Any]]:
        return await thread.run(inbox.behind, chat_id, update_id)

    menus, rich_view = Menus(app.catalogue, documents, app_address(settings)), RichView(journal, chat_state)
    router = Router(
        bot=bot,
        me=bot.bot,
        commands=Commands(
            questions,
            DeepLinks(questions, journal, chat_state),
            menus,
            rich_view,
            language_choice,
            erasure,
            in_force,
            bot.username,
            settings.staff_chat,
        ),
        questions=questions,
        callbacks=Callbacks(
            questions=questions,
            feedback=feedback,
            hand_overs=HandOvers(journal, desk, app.available, expected),
            watching=Watching(journal, app.recall),
            rich_view=rich_view,
            menus=menus,
            language_choice=language_choice,
            erasure=erasure,
            staff=staff,
            uploads=uploads,
            off_switch=off_switch,
            chat_state=chat_state,
            sender=sender,
        ),
        inline=Inline(bot, app.answering, chat_state, RateLimit(_INLINE_PER_MINUTE), off_switch),
        staff=staff,
        uploads=uploads,
        feedback=feedback,
        follow_ups=FollowUps(journal, desk),
        albums=Albums(behind, chat_state),
        edits=Edits(journal, chat_state),
        off_switch=off_switch,
        chat_state=chat_state,
        sender=sender,
        rates=RateLimit(settings.telegram_messages_per_chat),
        notices=notices,
    )
    return router, AppRequests(questions, off_switch, chat_state, sender)


def app_address(settings: Settings) -> str:
    """The address of the Mini App; "" where this server has no public https address, since Telegram opens no other."""
    url = settings.public_url
    return f"{str(url).rstrip('/')}{PATH}" if url is not None and url.scheme == "https" else ""


def _published_documents(app: App) -> list[Document]:
    release = app.release_store.published()
    return [version.document for version in app.document_store.documents(release)] if release else []
