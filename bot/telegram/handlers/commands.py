"""Commands: /start, /help and the others, and the menu that lists them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace

from telegram import Bot, BotCommand, BotCommandScopeAllGroupChats, BotCommandScopeDefault

from bot.telegram.actions import Row
from bot.telegram.chat_state import ChatState
from bot.telegram.database_thread import DatabaseThread
from bot.telegram.handlers.menus import Menus, first_themes
from bot.telegram.handlers.questions import Questions
from bot.telegram.messages.html import Block, plain
from bot.telegram.messages.incoming import Command, Incoming
from bot.telegram.messages.sender import Sender
from bot.telegram.messages.texts import passage, say
from bot.telegram.updates.checkpoints import Checkpoints
from knowledge.documents import Language

_PRIVATE = ("start", "tanya", "indikator", "sumber", "bahasa", "help", "privasi", "hapus")
_GROUP = ("tanya", "indikator", "sumber", "help")
_ALIASES = {
    "ask": "tanya",
    "indicator": "indikator",
    "indicators": "indikator",
    "sources": "sumber",
    "language": "bahasa",
    "privacy": "privasi",
    "delete": "hapus",
    "bantuan": "help",
}
_EXAMPLES = ("example_1", "example_2", "example_3")
_Handler = Callable[[Incoming, str, Checkpoints], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Commands:
    """Answers commands."""

    questions: Questions
    views: Menus
    sender: Sender
    memory: ChatState
    thread: DatabaseThread
    keep_days: int
    keep_ticket_days: int
    username: str

    async def run(self, command: Command, incoming: Incoming, progress: Checkpoints) -> None:
        """Do what a command says; an unknown one is answered in private chats only."""
        handlers: dict[str, _Handler] = {
            "start": self._start,
            "help": self._help,
            "tanya": self._ask,
            "indikator": self._indicator,
            "sumber": self._documents,
            "bahasa": self._language,
            "privasi": self._privacy,
            "hapus": self._forget,
        }
        handler = handlers.get(_ALIASES.get(command.name, command.name))
        if handler is not None:
            await handler(incoming, command.arguments, progress)
        elif incoming.private:
            await self._say(incoming, [plain(say("unknown_command", incoming.language))], progress)

    async def _start(self, incoming: Incoming, _arguments: str, progress: Checkpoints) -> None:
        language = incoming.language
        if not incoming.private:
            await self._say(incoming, passage("group_hello", language, username=self.username), progress)
            return
        rows: list[Row] = [
            [(say(name, language), {"do": "ask", "question": say(name, language), "language": language})]
            for name in _EXAMPLES
        ]
        blocks = passage("start", language, days=self.keep_days)
        await self._say(incoming, blocks, progress, [*rows, language_row()])

    async def _help(self, incoming: Incoming, _arguments: str, progress: Checkpoints) -> None:
        await self._say(incoming, passage("help", incoming.language, username=self.username), progress)

    async def _ask(self, incoming: Incoming, arguments: str, progress: Checkpoints) -> None:
        if arguments:
            await self.questions.answer(incoming, arguments, progress)
        else:
            await self._say(incoming, [plain(say("group_ask_usage", incoming.language))], progress)

    async def _indicator(self, incoming: Incoming, arguments: str, progress: Checkpoints) -> None:
        if arguments:
            known = arguments.lower().startswith(("indikator", "indicator"))
            question = arguments if known else f"{'indicator' if incoming.chosen == 'en' else 'indikator'} {arguments}"
            await self.questions.answer(incoming, question, progress)
        else:
            blocks, rows = await self.thread.run(self.views.show, first_themes(incoming.language))
            await self._say(incoming, blocks, progress, rows)

    async def _documents(self, incoming: Incoming, _arguments: str, progress: Checkpoints) -> None:
        action = {"do": "documents", "page": 0, "language": incoming.language}
        blocks, rows = await self.thread.run(self.views.show, action)
        await self._say(incoming, blocks, progress, rows)

    async def _language(self, incoming: Incoming, arguments: str, progress: Checkpoints) -> None:
        wanted: dict[str, Language] = {"id": "id", "indonesia": "id", "en": "en", "english": "en", "inggris": "en"}
        chosen = wanted.get(arguments.lower())
        if chosen is None:
            await self._say(incoming, [plain(say("language_ask", incoming.language))], progress, [language_row()])
            return
        await self.thread.run(self.memory.choose_language, incoming.place.chat_id, chosen)
        await self._say(incoming, [plain(say("language_set", chosen))], progress)

    async def _privacy(self, incoming: Incoming, _arguments: str, progress: Checkpoints) -> None:
        kept = {"days": self.keep_days, "ticket_days": self.keep_ticket_days}
        await self._say(incoming, passage("privacy", incoming.language, **kept), progress)

    async def _forget(self, incoming: Incoming, _arguments: str, progress: Checkpoints) -> None:
        language = incoming.language
        row: Row = [
            (say("forget_yes", language), {"do": "forget", "language": language}),
            (say("forget_no", language), {"do": "keep", "language": language}),
        ]
        await self._say(incoming, [plain(say("forget_ask", language))], progress, [row], own=True)

    async def _say(
        self,
        incoming: Incoming,
        blocks: list[Block],
        progress: Checkpoints,
        rows: Sequence[Row] = (),
        own: bool = False,
    ) -> None:
        place = replace(incoming.place, reply_to=None) if incoming.private else incoming.place
        for_user = incoming.user_id if own else None
        await self.sender.send(place, blocks, progress, rows=rows, for_user=for_user)


def language_row() -> Row:
    """The buttons that choose a language."""
    return [
        ("🇮🇩 Indonesia", {"do": "language", "language": "id"}),
        ("🇬🇧 English", {"do": "language", "language": "en"}),
    ]


async def register_menu(bot: Bot) -> None:
    """Tell Telegram the commands to list, for each language and kind of chat.

    Raises:
        TelegramError: Telegram did not take them.
    """
    for scope, names in ((BotCommandScopeDefault(), _PRIVATE), (BotCommandScopeAllGroupChats(), _GROUP)):
        for code, language in (("", "id"), ("en", "en")):
            spoken: Language = "en" if language == "en" else "id"
            menu = [BotCommand(name, say(f"command_{name}", spoken)) for name in names]
            await bot.set_my_commands(menu, scope=scope, language_code=code or None)
