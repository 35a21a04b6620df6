"""Questions: ask the conversation, show the answer with what can be done next."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from sqlalchemy.exc import SQLAlchemyError

from bot.conversation import Conversation
from bot.journal import Turn
from bot.rate_limits import Debounce
from bot.telegram.actions import Ask, AskIndicator, Row, ShowMore, ShowSources
from bot.telegram.channel_journal import ChannelJournal
from bot.telegram.chat_state import ChatState
from bot.telegram.handlers.answer_keyboard import AnswerKeyboard
from bot.telegram.handlers.context import CallbackContext, UpdateContext
from bot.telegram.messages.html import Block, Run, italic, plain
from bot.telegram.messages.rendering import render, render_sources
from bot.telegram.messages.rich import is_tabular, rich
from bot.telegram.messages.texts import say
from bot.telegram.tables import CHANNEL
from knowledge.answers import Outcome
from knowledge.deadlines import OverdueError
from knowledge.documents import Language
from knowledge.errors import NotFoundError
from knowledge.indicators.catalogue import Catalogue

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Questions:
    """Answers questions in chats."""

    conversation: Conversation
    journal: ChannelJournal
    catalogue: Catalogue
    keyboard: AnswerKeyboard
    chat_state: ChatState
    notices: Debounce

    async def answer(
        self, context: UpdateContext, question: str, before: Sequence[Block] = (), after: str = ""
    ) -> None:
        """Answer a question where it was asked; ``before`` is put on top of the answer, ``after`` is the turn that the
        question replies to. One that was forwarded is not a follow-up: somebody else asked it."""
        incoming = context.incoming
        async with context.writing("answer") as tell:
            turn = await self._turn(context, question, after, tell)
        if turn.answer.outcome is Outcome.BUSY and not self.notices.due(incoming.conversation):
            return
        if incoming.stale:
            before = [italic(say("stale", context.language, hours=incoming.hours_old)), *before]
        rows = self.keyboard.rows(turn, incoming.place.reply_to)
        refused = await self._richly(context, turn, before, rows)
        if refused is not None:
            blocks = [*before, *refused, *render(turn.answer)]
            if not turn.answer.blocks:
                blocks.append(plain(turn.answer.outcome.message(turn.answer.language)))
            await context.reply(blocks, rows, for_user=incoming.user_id, key="answer")
        if turn.id and not isinstance(context, CallbackContext):
            await self._note(context, turn.id)

    async def aloud(
        self, context: UpdateContext, question: str, language: Language | None, before: Sequence[Block] = ()
    ) -> None:
        """Answer a question that stands behind a button or link; it is said above the answer, which is in that
        language where none was chosen."""
        incoming = replace(context.incoming, chosen=context.incoming.chosen or language)
        echo = Block((Run(say("question_asked", context.language, question=question), italic=True),))
        await self.answer(replace(context, incoming=incoming), question, [*before, echo])

    def of_indicator(self, key: str, language: Language) -> str:
        """The question for an indicator; raises ``NotFoundError`` when the catalogue does not have it."""
        indicator = self.catalogue.get(key)
        label = self.catalogue.standards[indicator.standard].label
        return say("indicator_question", language, code=indicator.code, standard=label)

    async def ask(self, context: CallbackContext, action: Ask) -> None:
        """Answer the question that a button stands for."""
        await context.acknowledge()
        await self.aloud(context, action.question, action.language)

    async def ask_indicator(self, context: CallbackContext, action: AskIndicator) -> None:
        """Answer with the card of an indicator; raises ``NotFoundError`` when the catalogue has it no more."""
        question = self.of_indicator(action.key, action.language)
        await context.acknowledge()
        await self.aloud(context, question, action.language)

    async def show_sources(self, context: CallbackContext, action: ShowSources) -> None:
        """Show what an answer stands on, in a group to who asks for it alone where that can be; raises
        ``NotFoundError`` when the answer is not stored any more."""
        turn = await self.journal.turn(action.turn)
        await context.acknowledge()
        await context.whisper(render_sources(turn.answer))

    async def show_more(self, context: CallbackContext, action: ShowMore) -> None:
        """Show all buttons of an answer; raises ``NotFoundError`` when it is not stored any more."""
        turn = await self.journal.turn(action.turn)
        await context.acknowledge()
        await context.edit_buttons(self.keyboard.rows(turn, action.question, action.rated, more=True))

    async def _richly(
        self, context: UpdateContext, turn: Turn, before: Sequence[Block], rows: list[Row]
    ) -> list[Block] | None:
        """Answer by a rich message where the chat chose so: None when that was done, else what is to be said of it."""
        incoming, sender = context.incoming, context.sender
        if context.shows("answer"):
            return []  # a message is there already, which becomes the answer
        if not is_tabular(turn.answer) or not await self._chose_rich(incoming.place.chat_id):
            return []
        html = rich(turn.answer, before)
        if html and await sender.send_rich(incoming.place, html, context.checkpoints, rows, incoming.user_id):
            return None
        due = self.notices.due(f"rich:{incoming.place.chat_id}")
        return [italic(say("table_refused", context.language))] if due else []

    async def _chose_rich(self, chat_id: int) -> bool:
        try:
            return await self.chat_state.rich(chat_id)
        except (SQLAlchemyError, OverdueError):
            return False

    async def _note(self, context: UpdateContext, turn_id: str) -> None:
        place, incoming = context.incoming.place, context.incoming
        if place.reply_to is None:
            return
        try:
            await self.chat_state.note_asked(place.chat_id, place.reply_to, turn_id, incoming.text, incoming.user_id)
        except (SQLAlchemyError, OverdueError) as error:
            logger.warning("A question cannot be remembered; should it be edited, it is taken for a new one: %s", error)

    async def _turn(
        self, context: UpdateContext, question: str, after: str, tell: Callable[[str], None] | None
    ) -> Turn:
        if known := context.checkpoints.steps.get("turn"):
            try:
                return await self.journal.turn(known)
            except NotFoundError:
                pass  # deleted since; the question is asked anew
        turn = await self.conversation.ask(
            question,
            channel=CHANNEL,
            who=str(context.incoming.user_id),
            conversation=context.incoming.conversation,
            new=context.incoming.forwarded,
            after=after,
            language=context.incoming.chosen,
            tell=tell,
        )
        if turn.id:
            context.checkpoints.note("turn", turn.id)
        return turn
