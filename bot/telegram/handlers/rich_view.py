"""Answers shown as rich messages: one of them, by a button, or all that gain by it, where a chat chose so."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.telegram.actions import ChooseView, Row, ShowTable
from bot.telegram.channel_journal import ChannelJournal
from bot.telegram.chat_state import ChatState
from bot.telegram.handlers.context import CallbackContext, UpdateContext
from bot.telegram.messages.html import plain
from bot.telegram.messages.rich import rich
from bot.telegram.messages.texts import say
from knowledge.documents import Language


@dataclass(frozen=True, slots=True)
class RichView:
    """Shows an answer so, and lets a chat choose."""

    journal: ChannelJournal
    chat_state: ChatState

    async def show(self, context: CallbackContext, action: ShowTable) -> None:
        """Show an answer as a rich message below it; raises ``NotFoundError`` when it is not stored any more."""
        turn = await self.journal.turn(action.turn)
        language = turn.answer.language
        await context.acknowledge(say("table_hint", language))
        place = replace(context.incoming.place, reply_to=context.message[1])
        rows: list[Row] = [[(say("view_always", language), ChooseView(True, language))]]
        html = rich(turn.answer)
        if not html or await context.sender.send_rich(place, html, context.checkpoints, rows) is None:
            await context.reply_below([plain(say("table_refused", language))])

    async def ask(self, context: UpdateContext, _arguments: str) -> None:
        """Ask how tables are to be shown in this chat."""
        await context.write([plain(say("view_ask", context.language))], [view_row(context.language)])

    async def choose(self, context: CallbackContext, action: ChooseView) -> None:
        """Choose how tables are shown in this chat from now on."""
        await self.chat_state.choose_view(context.incoming.place.chat_id, action.rich)
        await context.acknowledge()
        await context.write([plain(say("view_rich" if action.rich else "view_plain", context.language))])


def view_row(language: Language) -> Row:
    """The buttons that choose how tables are shown."""
    return [
        (say("view_plain_button", language), ChooseView(False, language)),
        (say("view_rich_button", language), ChooseView(True, language)),
    ]
