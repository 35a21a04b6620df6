"""Pressed buttons: whether the person may press it, and who does what it means."""

from __future__ import annotations

from dataclasses import dataclass
from typing import assert_never

from telegram import CallbackQuery

from bot.telegram.actions import (
    AcceptDocument,
    Action,
    Ask,
    AskIndicator,
    CancelForget,
    ChooseLanguage,
    ChooseView,
    DeclineDocument,
    Forget,
    GiveReason,
    HandOver,
    Promote,
    Rate,
    ShowAnswer,
    ShowDocuments,
    ShowMore,
    ShowSources,
    ShowTable,
    ShowTheme,
    ShowThemes,
    StopWatching,
    WatchAnswer,
    WriteReason,
)
from bot.telegram.chat_state import ChatState
from bot.telegram.handlers.context import CallbackContext
from bot.telegram.handlers.document_uploads import DocumentUploads
from bot.telegram.handlers.erasure import Erasure
from bot.telegram.handlers.feedback import Feedback
from bot.telegram.handlers.hand_over import HandOvers
from bot.telegram.handlers.language_choice import LanguageChoice
from bot.telegram.handlers.menus import Menus
from bot.telegram.handlers.off_switch import OffSwitch
from bot.telegram.handlers.questions import Questions
from bot.telegram.handlers.rich_view import RichView
from bot.telegram.handlers.staff import Staff
from bot.telegram.handlers.watching import Watching
from bot.telegram.messages.html import plain
from bot.telegram.messages.incoming import read_callback, spoken_by
from bot.telegram.messages.sender import Sender
from bot.telegram.messages.texts import say
from bot.telegram.updates.checkpoints import Checkpoints
from knowledge.errors import NotFoundError

# The other buttons are for the person they were made for; whether somebody is staff is asked again when they press.
_FOR_EVERYBODY = (
    Ask,
    AskIndicator,
    ShowSources,
    ShowDocuments,
    ShowThemes,
    ShowTheme,
    ChooseLanguage,
    ChooseView,
    ShowTable,
    Promote,
    ShowAnswer,
    StopWatching,
)
_ASKING = (Ask, AskIndicator, HandOver, WatchAnswer)  # not while the channel is off


@dataclass(frozen=True, slots=True)
class Callbacks:
    """Answers pressed buttons."""

    questions: Questions
    feedback: Feedback
    hand_overs: HandOvers
    watching: Watching
    rich_view: RichView
    menus: Menus
    language_choice: LanguageChoice
    erasure: Erasure
    staff: Staff
    uploads: DocumentUploads
    off_switch: OffSwitch
    chat_state: ChatState
    sender: Sender

    async def answer(self, query: CallbackQuery, checkpoints: Checkpoints) -> None:
        """Do what a button means; every press is acknowledged, whatever becomes of it."""
        user, message = query.from_user, query.message
        if message is None or query.data is None:
            await self.sender.notify(query.id, say("button_gone", spoken_by(user)))
            return
        incoming = read_callback(message, user, await self.chat_state.language(message.chat.id))
        context = CallbackContext(incoming, checkpoints, self.sender, query.id, (message.chat.id, message.message_id))
        pressed = await self.chat_state.button(query.data, user.id)
        if pressed is None:
            await context.acknowledge(say("button_gone", context.language))
        elif not pressed.for_presser and not isinstance(pressed.action, _FOR_EVERYBODY):
            await context.acknowledge(say("not_yours", context.language))
        elif isinstance(pressed.action, _ASKING) and (said := await self.off_switch.said(context.language)):
            await context.acknowledge()
            await context.reply_below([plain(said)])
        else:
            try:
                await self._act(context, pressed.action)
            except NotFoundError:
                await context.acknowledge(say("button_gone", context.language))

    async def _act(self, context: CallbackContext, action: Action) -> None:
        match action:
            case Ask():
                await self.questions.ask(context, action)
            case AskIndicator():
                await self.questions.ask_indicator(context, action)
            case ShowSources():
                await self.questions.show_sources(context, action)
            case ShowMore():
                await self.questions.show_more(context, action)
            case ShowTable():
                await self.rich_view.show(context, action)
            case ChooseView():
                await self.rich_view.choose(context, action)
            case Rate():
                await self.feedback.rate(context, action)
            case GiveReason():
                await self.feedback.give_reason(context, action)
            case WriteReason():
                await self.feedback.ask_reason(context, action)
            case HandOver():
                await self.hand_overs.hand_over(context, action)
            case WatchAnswer():
                await self.watching.begin(context, action)
            case StopWatching():
                await self.watching.stop(context, action)
            case ShowDocuments() | ShowThemes() | ShowTheme():
                await self.menus.turn_to(context, action)
            case ChooseLanguage():
                await self.language_choice.press(context, action)
            case Forget():
                await self.erasure.forget(context, action)
            case CancelForget():
                await self.erasure.cancel(context, action)
            case Promote():
                await self.staff.promote(context, action)
            case ShowAnswer():
                await self.staff.show_answer(context, action)
            case AcceptDocument():
                await self.uploads.accept(context, action)
            case DeclineDocument():
                await self.uploads.decline(context, action)
            case _:
                assert_never(action)
