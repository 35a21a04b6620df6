"""Erasure: deleting everything stored about a person when they ask for it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from bot.telegram.actions import CancelForget, Forget, Row
from bot.telegram.channel_journal import ChannelJournal
from bot.telegram.handlers.context import CallbackContext, UpdateContext
from bot.telegram.messages.html import plain
from bot.telegram.messages.texts import say


@dataclass(frozen=True, slots=True)
class Erasure:
    """Deletes what is stored of a person."""

    journal: ChannelJournal

    async def confirm(self, context: UpdateContext) -> None:
        """Ask whether everything is really to be deleted; only the person who asked may press."""
        language = context.language
        row: Row = [
            (say("forget_yes", language), Forget(language)),
            (say("forget_no", language), CancelForget(language)),
        ]
        await context.write([plain(say("forget_ask", language))], [row], for_user=context.incoming.user_id)

    async def forget(self, context: CallbackContext, action: Forget) -> None:
        """Delete everything and say how much it was."""
        user_id = context.incoming.user_id
        turns = await context.checkpoints.run_once("forgotten", partial(self.journal.forget, user_id))
        await context.acknowledge()
        await context.edit([plain(say("forget_done", action.language, turns=turns))])

    async def cancel(self, context: CallbackContext, action: CancelForget) -> None:
        """Leave everything as it is."""
        await context.acknowledge()
        await context.edit([plain(say("forget_kept", action.language))])
