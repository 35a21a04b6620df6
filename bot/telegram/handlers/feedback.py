"""Feedback: a person's judgement of an answer, and why."""

from __future__ import annotations

from dataclasses import dataclass

from bot.journal import Turn
from bot.telegram.actions import GiveReason, Rate, ReasonReply, WriteReason
from bot.telegram.channel_journal import ChannelJournal
from bot.telegram.chat_state import ChatState
from bot.telegram.handlers.answer_keyboard import AnswerKeyboard, Rated
from bot.telegram.handlers.context import CallbackContext, UpdateContext
from bot.telegram.messages.html import plain
from bot.telegram.messages.texts import say
from knowledge.language import personal_data


@dataclass(frozen=True, slots=True)
class Feedback:
    """Takes judgements. Buttons raise ``NotFoundError`` when the answer is not stored any more."""

    journal: ChannelJournal
    chat_state: ChatState
    keyboard: AnswerKeyboard

    async def rate(self, context: CallbackContext, action: Rate) -> None:
        """Note a judgement and show it on the buttons; after 👎 they ask why."""
        turn = await self.journal.turn(action.turn)
        await self.journal.rate(turn.id, action.value)
        await context.acknowledge(say("rated_up" if action.value == 1 else "rated_down", context.language))
        await self._show(context, turn, action.question, "up" if action.value == 1 else "down")

    async def give_reason(self, context: CallbackContext, action: GiveReason) -> None:
        """Note the reason that a person chose."""
        turn = await self.journal.turn(action.turn)
        await self.journal.rate(turn.id, -1, action.reason)
        await context.acknowledge(say("reason_thanks", context.language))
        await self._show(context, turn, action.question, "explained")

    async def ask_reason(self, context: CallbackContext, action: WriteReason) -> None:
        """Ask for a reason in the person's own words; their reply to that message is the reason."""
        turn = await self.journal.turn(action.turn)
        await context.acknowledge()
        message_id = await context.reply_below([plain(say("reason_ask", context.language))], ask_reply=True)
        if message_id is not None:
            reply, user_id = ReasonReply(turn.id), context.incoming.user_id
            await self.chat_state.expect_reply(context.message[0], message_id, reply, user_id)

    async def take_reason(self, context: UpdateContext, turn_id: str) -> None:
        """Note a reason that a person wrote, without personal data."""
        await self.journal.rate(turn_id, -1, personal_data.mask(context.incoming.text.strip()))
        await context.say("reason_thanks")

    async def _show(self, context: CallbackContext, turn: Turn, question_id: int | None, rated: Rated) -> None:
        await context.edit_buttons(self.keyboard.rows(turn, question_id, rated))
