"""Pressed buttons."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Literal

from telegram import CallbackQuery, Message
from telegram.constants import ChatType

from bot.journal import Journal, Turn
from bot.telegram.actions import Action
from bot.telegram.chat_state import REASON, ChatState, person
from bot.telegram.database_thread import DatabaseThread
from bot.telegram.handlers.menus import Menus
from bot.telegram.handlers.questions import REASONS, Questions, Rated
from bot.telegram.handlers.staff import Staff
from bot.telegram.handlers.tickets import TicketDesk, address_of
from bot.telegram.messages.html import Block, Run, plain
from bot.telegram.messages.incoming import Incoming, MessageId, Place, spoken_by
from bot.telegram.messages.rendering import render, render_sources
from bot.telegram.messages.sender import Sender
from bot.telegram.messages.texts import say
from bot.telegram.updates.checkpoints import Checkpoints
from bot.telegram.updates.ticket_queue import CHANNEL
from knowledge.answer_text import plain_text
from knowledge.answers import Outcome
from knowledge.documents import Language
from knowledge.errors import NotFoundError
from knowledge.storage.engine import now

_PUBLIC = {"ask", "sources", "indicator", "theme", "themes", "documents", "language", "official", "full_answer"}


@dataclass(frozen=True, slots=True)
class CallbackContext:
    """A pressed button: what it means, who pressed it, under which message."""

    query_id: str
    action: Action
    incoming: Incoming
    message: MessageId
    progress: Checkpoints

    @property
    def language(self) -> Language:
        """The language the bot speaks to this person."""
        return self.incoming.language


@dataclass(frozen=True, slots=True)
class Callbacks:
    """Answers pressed buttons."""

    questions: Questions
    views: Menus
    staff: Staff
    desk: TicketDesk
    journal: Journal
    memory: ChatState
    sender: Sender
    thread: DatabaseThread

    async def answer(self, query: CallbackQuery, progress: Checkpoints) -> None:
        """Do what a button means; every press is acknowledged, whatever becomes of it."""
        user = query.from_user
        if query.message is None or query.data is None:
            await self.sender.notify(query.id, say("button_gone", spoken_by(user)))
            return
        incoming = await self._incoming(query)
        pressed = await self.thread.run(self.memory.button, query.data, user.id)
        if pressed is None:
            await self.sender.notify(query.id, say("button_gone", incoming.language))
        elif not pressed.for_presser and pressed.action["do"] not in _PUBLIC:
            await self.sender.notify(query.id, say("not_yours", incoming.language))
        else:
            message = (query.message.chat.id, query.message.message_id)
            press = CallbackContext(query.id, pressed.action, incoming, message, progress)
            try:
                await self._handlers()[pressed.action["do"]](press)
            except NotFoundError:
                await self.sender.notify(query.id, say("button_gone", incoming.language))

    def _handlers(self) -> dict[str, Callable[[CallbackContext], Awaitable[None]]]:
        return {
            "ask": self._ask,
            "indicator": self._indicator,
            "sources": self._sources,
            "rate": self._rate,
            "reason": self._reason,
            "write_reason": self._write_reason,
            "hand_over": self._hand_over,
            "theme": self._view,
            "themes": self._view,
            "documents": self._view,
            "language": self._language,
            "forget": self._forget,
            "keep": self._keep,
            "official": self._official,
            "full_answer": self._full_answer,
            "take": self._take,
            "leave": self._leave,
        }

    async def _incoming(self, query: CallbackQuery) -> Incoming:
        message, user = query.message, query.from_user
        assert message is not None  # noqa: S101 - checked by the caller
        private = message.chat.type == ChatType.PRIVATE
        topic = message.message_thread_id if isinstance(message, Message) and message.is_topic_message else None
        chosen = await self.thread.run(self.memory.language, message.chat.id)
        place = Place(message.chat.id, topic, None if private else message.message_id)
        return Incoming(place, user.id, private, "", chosen, chosen or spoken_by(user), now())

    async def _ask(self, press: CallbackContext) -> None:
        await self.sender.notify(press.query_id)
        await self._answer(press, str(press.action["question"]))

    async def _indicator(self, press: CallbackContext) -> None:
        await self.sender.notify(press.query_id)
        await self._answer(press, self.views.question_about(press.action["key"], _language(press.action)))

    async def _answer(self, press: CallbackContext, question: str) -> None:
        asked = replace(press.incoming, chosen=press.incoming.chosen or _language(press.action))
        echo = Block((Run(say("question_asked", press.language, question=question), italic=True),))
        await self.questions.answer(asked, question, press.progress, [echo])

    async def _sources(self, press: CallbackContext) -> None:
        turn = await self._turn(press)
        await self.sender.notify(press.query_id)
        place = replace(press.incoming.place, reply_to=press.message[1])
        await self.sender.send(place, render_sources(turn.answer), press.progress)

    async def _rate(self, press: CallbackContext) -> None:
        turn = await self._turn(press)
        value: Literal[1, -1] = 1 if press.action["value"] == 1 else -1
        await self.thread.run(self.journal.rate, turn.id, value)
        await self.sender.notify(press.query_id, say("rated_up" if value == 1 else "rated_down", press.language))
        await self._show_judgement(press, turn, "up" if value == 1 else "down")

    async def _reason(self, press: CallbackContext) -> None:
        turn = await self._turn(press)
        reason = press.action["reason"]
        await self.thread.run(self.journal.rate, turn.id, -1, reason if reason in REASONS else "")
        await self.sender.notify(press.query_id, say("reason_thanks", press.language))
        await self._show_judgement(press, turn, "explained")

    async def _write_reason(self, press: CallbackContext) -> None:
        turn = await self._turn(press)
        await self.sender.notify(press.query_id)
        place = replace(press.incoming.place, reply_to=press.message[1])
        text = [plain(say("reason_ask", press.language))]
        asked = await self.sender.send(place, text, press.progress, ask_reply=True)
        if asked is not None:
            keep, user_id = self.memory.expect_reply, press.incoming.user_id
            await self.thread.run(keep, press.message[0], asked, REASON, {"turn": turn.id}, user_id)

    async def _hand_over(self, press: CallbackContext) -> None:
        turn = await self._turn(press)
        place, user_id = press.incoming.place, press.incoming.user_id
        kept = address_of(place.chat_id, press.action.get("question") or press.message[1], place.thread_id)
        found = plain_text(turn.answer)[:4000]
        open_ticket = partial(self.journal.open_ticket, turn, CHANNEL, person(user_id), address=kept, found=found)
        await self.thread.run(open_ticket)
        self.desk.wake()
        await self.sender.notify(press.query_id)
        text = Outcome.HANDED_OVER.message(turn.answer.language)
        reply = replace(place, reply_to=press.message[1])
        await self.sender.send(reply, [plain(f"📨 {text}")], press.progress)

    async def _view(self, press: CallbackContext) -> None:
        blocks, rows = await self.thread.run(self.views.show, press.action)
        await self.sender.notify(press.query_id)
        if press.action.get("new"):
            await self.sender.send(press.incoming.place, blocks, press.progress, rows=rows)
        else:
            await self.sender.edit(press.message, blocks, rows)

    async def _language(self, press: CallbackContext) -> None:
        language = _language(press.action)
        await self.thread.run(self.memory.choose_language, press.message[0], language)
        await self.sender.notify(press.query_id)
        await self.sender.send(press.incoming.place, [plain(say("language_set", language))], press.progress)

    async def _forget(self, press: CallbackContext) -> None:
        user_id = press.incoming.user_id
        forget = partial(self.thread.run, self.journal.forget, person(user_id))
        turns = await press.progress.once("forgotten", forget)
        await self.thread.run(self.memory.forget, user_id)
        await self.sender.notify(press.query_id)
        text = say("forget_done", _language(press.action), turns=turns)
        await self.sender.edit(press.message, [plain(text)])

    async def _keep(self, press: CallbackContext) -> None:
        await self.sender.notify(press.query_id)
        text = say("forget_kept", _language(press.action))
        await self.sender.edit(press.message, [plain(text)])

    async def _official(self, press: CallbackContext) -> None:
        ticket_id = int(press.action["ticket"])
        if not await self._by_staff(press):
            return
        try:
            document = await self.staff.propose(ticket_id)
        except NotFoundError:
            await self.sender.notify(press.query_id, say("official_needs_reply", "id"))
            return
        await self.sender.notify(press.query_id)
        place = replace(press.incoming.place, reply_to=press.message[1])
        await self.sender.send(
            place, [plain(say("official_proposed", "id", id=ticket_id, title=document.title))], press.progress
        )

    async def _full_answer(self, press: CallbackContext) -> None:
        if not await self._by_staff(press):
            return
        turn = await self._turn(press)
        await self.sender.notify(press.query_id)
        place = replace(press.incoming.place, reply_to=press.message[1])
        await self.sender.send(place, render(turn.answer), press.progress)

    async def _take(self, press: CallbackContext) -> None:
        await self.sender.notify(press.query_id)
        await self.staff.take(press.incoming, press.message, press.action, press.progress)

    async def _leave(self, press: CallbackContext) -> None:
        await self.sender.notify(press.query_id)
        await self.staff.leave(press.incoming, press.message, press.action, press.progress)

    async def _by_staff(self, press: CallbackContext) -> bool:
        if await self.staff.is_member(press.message[0], press.incoming.user_id):
            return True
        await self.sender.notify(press.query_id, say("not_yours", press.language))
        return False

    async def _turn(self, press: CallbackContext) -> Turn:
        return await self.thread.run(self.journal.turn, press.action["turn"])

    async def _show_judgement(self, press: CallbackContext, turn: Turn, rated: Rated) -> None:
        rows = self.questions.rows(turn, press.action.get("question"), rated)
        await self.sender.edit_buttons(press.message, rows, press.incoming.user_id)


def _language(action: Action) -> Language:
    return "en" if action.get("language") == "en" else "id"
