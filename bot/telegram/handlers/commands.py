"""Commands: /start, /help and the others, and the menu that lists them."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from telegram import (
    Bot,
    BotCommand,
    BotCommandScope,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
    BotCommandScopeDefault,
)
from telegram.error import BadRequest, Forbidden

from bot.settings import Settings
from bot.telegram.actions import Ask, Row, ShowDocuments
from bot.telegram.handlers.context import UpdateContext
from bot.telegram.handlers.deep_links import DeepLinks
from bot.telegram.handlers.erasure import Erasure
from bot.telegram.handlers.language_choice import LanguageChoice, language_row
from bot.telegram.handlers.menus import Menus, first_themes
from bot.telegram.handlers.questions import Questions
from bot.telegram.handlers.rich_view import RichView
from bot.telegram.messages.html import plain
from bot.telegram.messages.incoming import Command
from bot.telegram.messages.texts import passage, say
from knowledge.documents import Language

logger = logging.getLogger(__name__)

_PRIVATE = ("start", "tanya", "indikator", "sumber", "bahasa", "tampilan", "help", "privasi", "hapus")
_GROUP = ("tanya", "indikator", "sumber", "help")
_ALIASES = {
    "ask": "tanya",
    "indicator": "indikator",
    "indicators": "indikator",
    "sources": "sumber",
    "language": "bahasa",
    "view": "tampilan",
    "privacy": "privasi",
    "delete": "hapus",
    "bantuan": "help",
}
_EXAMPLES = ("example_1", "example_2", "example_3")
_Handler = Callable[[UpdateContext, str], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Commands:
    """Answers commands."""

    questions: Questions
    deep_links: DeepLinks
    menus: Menus
    rich_view: RichView
    language_choice: LanguageChoice
    erasure: Erasure
    settings: Callable[[], Awaitable[Settings]]
    username: str
    staff_chat: int

    async def run(self, context: UpdateContext, command: Command) -> None:
        """Do what a command says; an unknown one is answered in private chats only."""
        handlers: dict[str, _Handler] = {
            "start": self._start,
            "help": self._help,
            "tanya": self._ask,
            "indikator": self._indicator,
            "sumber": self._documents,
            "bahasa": self.language_choice.choose,
            "tampilan": self.rich_view.ask,
            "privasi": self._privacy,
            "hapus": self._forget,
        }
        handler = handlers.get(_ALIASES.get(command.name, command.name))
        if handler is not None:
            await handler(context, command.arguments)
        elif context.incoming.private:
            await context.write([plain(say("unknown_command", context.language))])

    async def _start(self, context: UpdateContext, payload: str) -> None:
        language = context.language
        if not context.incoming.private:
            await context.write(passage("group_hello", language, username=self.username))
            return
        if payload and await self.deep_links.follow(context, payload):
            return
        rows: list[Row] = [[(say(name, language), Ask(say(name, language), language))] for name in _EXAMPLES]
        await context.write(
            passage("start", language, days=(await self.settings()).keep_turns_days), [*rows, language_row()]
        )

    async def _help(self, context: UpdateContext, _arguments: str) -> None:
        if context.incoming.place.chat_id == self.staff_chat != 0:
            await context.write(passage("help_staff", context.language))
            return
        await context.write(passage("help", context.language, username=self.username))

    async def _ask(self, context: UpdateContext, arguments: str) -> None:
        if arguments:
            await self.questions.answer(context, arguments)
        else:
            await context.write([plain(say("group_ask_usage", context.language))])

    async def _indicator(self, context: UpdateContext, arguments: str) -> None:
        if not arguments:
            await self.menus.open(context, first_themes(context.language))
            return
        named = arguments.lower().startswith(("indikator", "indicator"))
        word = "indicator" if context.incoming.chosen == "en" else "indikator"
        await self.questions.answer(context, arguments if named else f"{word} {arguments}")

    async def _documents(self, context: UpdateContext, _arguments: str) -> None:
        await self.menus.open(context, ShowDocuments(0, context.language))

    async def _privacy(self, context: UpdateContext, _arguments: str) -> None:
        settings = await self.settings()
        kept = {"days": settings.keep_turns_days, "ticket_days": settings.keep_tickets_days}
        await context.write(passage("privacy", context.language, **kept))

    async def _forget(self, context: UpdateContext, _arguments: str) -> None:
        await self.erasure.confirm(context)


def is_of_right(command: Command) -> bool:
    """Whether a command is about the data of who gives it, and is answered whatever else is switched off."""
    return _ALIASES.get(command.name, command.name) in ("privasi", "hapus")


async def register_menu(bot: Bot, staff_chat: int) -> None:
    """Tell Telegram the commands to list, for each language and kind of chat; ``staff_chat`` is 0 where there is none.

    Raises:
        TelegramError: Telegram did not take them.
    """
    await _register(bot, BotCommandScopeDefault(), _PRIVATE)  # also where a scope is not known
    await _register(bot, BotCommandScopeAllPrivateChats(), _PRIVATE)
    await _register(bot, BotCommandScopeAllGroupChats(), _GROUP)
    if staff_chat:
        try:
            await _register(bot, BotCommandScopeChat(staff_chat), _GROUP, {"help": "help_staff"})
        except (BadRequest, Forbidden) as error:
            logger.warning("The staff group cannot be given its list of commands: %s", error.message)


async def _register(
    bot: Bot, scope: BotCommandScope, names: Sequence[str], texts: Mapping[str, str] = MappingProxyType({})
) -> None:
    spoken: tuple[tuple[str | None, Language], ...] = ((None, "id"), ("en", "en"))
    for code, language in spoken:
        menu = [BotCommand(name, say(f"command_{texts.get(name, name)}", language)) for name in names]
        await bot.set_my_commands(menu, scope=scope, language_code=code)
