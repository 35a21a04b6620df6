"""The language of a chat: asked for, and chosen by a command or a button."""

from __future__ import annotations

from dataclasses import dataclass

from bot.telegram.actions import ChooseLanguage, Row
from bot.telegram.chat_state import ChatState
from bot.telegram.handlers.context import CallbackContext, UpdateContext
from bot.telegram.messages.html import plain
from bot.telegram.messages.texts import say
from knowledge.documents import Language

_NAMES: dict[str, Language] = {"id": "id", "indonesia": "id", "en": "en", "english": "en", "inggris": "en"}


@dataclass(frozen=True, slots=True)
class LanguageChoice:
    """Lets a chat choose the language the bot speaks in it."""

    chat_state: ChatState

    async def choose(self, context: UpdateContext, name: str) -> None:
        """Choose a language by its name or code; ask for one when there is none of that name."""
        language = _NAMES.get(name.lower())
        if language is None:
            await context.write([plain(say("language_ask", context.language))], [language_row()])
        else:
            await self._set(context, language)

    async def press(self, context: CallbackContext, action: ChooseLanguage) -> None:
        """Choose the language that a button names."""
        await context.acknowledge()
        await self._set(context, action.language)

    async def _set(self, context: UpdateContext, language: Language) -> None:
        await self.chat_state.choose_language(context.incoming.place.chat_id, language)
        await context.write([plain(say("language_set", language))])


def language_row() -> Row:
    """The buttons that choose a language."""
    return [("🇮🇩 Indonesia", ChooseLanguage("id")), ("🇬🇧 English", ChooseLanguage("en"))]
