"""Questions: ask the conversation, show the answer with what can be done next."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from bot.conversation import Conversation
from bot.journal import Turn
from bot.rate_limits import Debounce
from bot.telegram.actions import Ask, AskIndicator, ShowSources
from bot.telegram.channel_journal import ChannelJournal
from bot.telegram.handlers.answer_keyboard import AnswerKeyboard
from bot.telegram.handlers.context import CallbackContext, UpdateContext
from bot.telegram.messages.html import Block, Run, italic, plain
from bot.telegram.messages.rendering import render, render_sources
from bot.telegram.messages.texts import say
from bot.telegram.tables import CHANNEL
from knowledge.answers import Outcome
from knowledge.documents import Language
from knowledge.errors import NotFoundError
from knowledge.indicators.catalogue import Catalogue


@dataclass(frozen=True, slots=True)
class Questions:
    """Answers questions in chats."""

    conversation: Conversation
    journal: ChannelJournal
    catalogue: Catalogue
    keyboard: AnswerKeyboard
    notices: Debounce

    async def answer(
        self, context: UpdateContext, question: str, before: Sequence[Block] = (), after: str = ""
    ) -> None:
        """Answer a question where it was asked; ``before`` is put on top of the answer, ``after`` is the turn that the
        question replies to."""
        incoming = context.incoming
        async with context.writing() as tell:
            turn = await self._turn(context, question, after, tell)
        if turn.answer.outcome is Outcome.BUSY and not self.notices.due(incoming.conversation):
            return
        blocks = [*before, *render(turn.answer)]
        if incoming.stale:
            blocks.insert(0, italic(say("stale", context.language, hours=incoming.hours_old)))
        if not turn.answer.blocks:
            blocks.append(plain(turn.answer.outcome.message(turn.answer.language)))
        rows = self.keyboard.rows(turn, incoming.place.reply_to)
        await context.reply(blocks, rows, for_user=incoming.user_id, key="answer")

    async def ask(self, context: CallbackContext, action: Ask) -> None:
        """Answer the question that a button stands for."""
        await context.acknowledge()
        await self._answer_button(context, action.question, action.language)

    async def ask_indicator(self, context: CallbackContext, action: AskIndicator) -> None:
        """Answer with the card of an indicator; raises ``NotFoundError`` when the catalogue has it no more."""
        await context.acknowledge()
        indicator = self.catalogue.get(action.key)
        label = self.catalogue.standards[indicator.standard].label
        question = say("indicator_question", action.language, code=indicator.code, standard=label)
        await self._answer_button(context, question, action.language)

    async def show_sources(self, context: CallbackContext, action: ShowSources) -> None:
        """Show what an answer stands on; raises ``NotFoundError`` when the answer is not stored any more."""
        turn = await self.journal.turn(action.turn)
        await context.acknowledge()
        await context.reply_below(render_sources(turn.answer))

    async def _answer_button(self, context: CallbackContext, question: str, language: Language) -> None:
        incoming = replace(context.incoming, chosen=context.incoming.chosen or language)
        echo = Block((Run(say("question_asked", context.language, question=question), italic=True),))
        await self.answer(replace(context, incoming=incoming), question, [echo])

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
            after=after,
            language=context.incoming.chosen,
            tell=tell,
        )
        if turn.id:
            context.checkpoints.note("turn", turn.id)
        return turn
