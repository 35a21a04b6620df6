"""What is chosen in the Mini App, answered in the chat."""

from __future__ import annotations

from dataclasses import dataclass

from telegram import User

from bot.telegram.chat_state import ChatState
from bot.telegram.handlers.context import UpdateContext
from bot.telegram.handlers.off_switch import OffSwitch
from bot.telegram.handlers.questions import Questions
from bot.telegram.messages.html import plain
from bot.telegram.messages.incoming import Incoming, Place, spoken_by
from bot.telegram.messages.sender import Sender
from bot.telegram.updates.checkpoints import Checkpoints
from knowledge.storage.engine import now


@dataclass(frozen=True, slots=True)
class AppRequests:
    """Answers people who opened the Mini App."""

    questions: Questions
    off_switch: OffSwitch
    chat_state: ChatState
    sender: Sender

    async def send_indicator(self, user: User, key: str) -> None:
        """Answer with the card of an indicator in the private chat, as if its button was pressed there.

        Raises:
            NotFoundError: the catalogue does not have it.
            TelegramError: it could not be sent; ``Forbidden`` where there is no chat.
        """
        chosen = await self.chat_state.language(user.id)
        language = chosen or spoken_by(user)
        question = self.questions.of_indicator(key, language)
        incoming = Incoming(Place(user.id), user.id, True, "", chosen, language, now())
        context = UpdateContext(incoming, Checkpoints(), self.sender)
        if said := await self.off_switch.said(language):
            await context.write([plain(said)])
        else:
            await self.questions.aloud(context, question, language)
