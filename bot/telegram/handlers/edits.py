"""Edited messages: which of them are asked anew."""

from __future__ import annotations

import logging
from dataclasses import dataclass

from sqlalchemy.exc import SQLAlchemyError

from bot.telegram.channel_journal import ChannelJournal
from bot.telegram.chat_state import ChatState
from bot.telegram.messages.incoming import Incoming
from knowledge.answers import Outcome
from knowledge.deadlines import OverdueError
from knowledge.errors import NotFoundError

logger = logging.getLogger(__name__)

_LEFT_OPEN = {Outcome.REFUSED, Outcome.ASKED_BACK, Outcome.OUTSIDE, Outcome.ERROR}


@dataclass(frozen=True, slots=True)
class Edits:
    """Knows what became of the message before it was edited."""

    journal: ChannelJournal
    chat_state: ChatState

    async def reopen(self, incoming: Incoming, message_id: int) -> bool:
        """Whether an edited message is to be looked at again: it was no question to the bot until now, or one that was
        left without an answer. Telegram tells of edits that change no word, too."""
        try:
            asked = await self.chat_state.asked(incoming.place.chat_id, message_id)
            if asked is None:
                return True
            if asked.words == self.chat_state.words(incoming.text):
                return False
            return (await self.journal.turn(asked.turn)).answer.outcome in _LEFT_OPEN
        except NotFoundError:
            return False  # deleted since
        except (SQLAlchemyError, OverdueError) as error:
            logger.warning("What became of an edited message cannot be read: %s", error)
            return False
