"""Deep links: what ``https://t.me/<bot>?start=<payload>`` opens. Payloads are 64 of ``A-Za-z0-9_-`` at most."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.telegram.actions import Ask, Row, ShowSources
from bot.telegram.channel_journal import ChannelJournal
from bot.telegram.chat_state import ChatState
from bot.telegram.handlers.context import UpdateContext
from bot.telegram.handlers.questions import Questions
from bot.telegram.messages.html import Block, italic
from bot.telegram.messages.rendering import render
from bot.telegram.messages.texts import say
from knowledge.answers import Outcome
from knowledge.errors import NotFoundError

TYPED = "ask"  #: asks what the person typed inline
_INDICATOR = re.compile(r"i-([0-9]{5})-([0-9_]{1,9})")
_TURN = re.compile(r"a-([0-9a-f]{32})")


@dataclass(frozen=True, slots=True)
class DeepLinks:
    """Does what a link stands for."""

    questions: Questions
    journal: ChannelJournal
    chat_state: ChatState

    async def follow(self, context: UpdateContext, payload: str) -> bool:
        """Answer in a private chat with what a payload names: an indicator, an answer, or what the person typed inline;
        False where it names nothing of the kind."""
        hello = [italic(say("link_hello", context.language))]
        if link := _TURN.fullmatch(payload):
            await self._answer(context, link[1], hello)
        elif (link := _INDICATOR.fullmatch(payload)) and (question := self._indicator(context, link)):
            await self.questions.aloud(context, question, context.language, hello)
        elif payload == TYPED and (typed := await self.chat_state.typed(context.incoming.user_id)):
            await self.questions.aloud(context, typed.question, None, hello)
        else:
            return False
        return True

    def _indicator(self, context: UpdateContext, link: re.Match[str]) -> str:
        """The question for an indicator; "" where the catalogue does not have it."""
        try:
            return self.questions.of_indicator(f"{link[1]}:{link[2].replace('_', '.')}", context.language)
        except NotFoundError:
            return ""

    async def _answer(self, context: UpdateContext, turn_id: str, hello: list[Block]) -> None:
        """Show an answer to whoever was given its link, as the web page of that id does."""
        try:
            turn = await self.journal.turn(turn_id)
        except NotFoundError:
            await context.say("link_gone")
            return
        answer = turn.answer
        if answer.outcome is Outcome.CARE:
            await context.say("link_gone")
            return
        asked = italic(say("question_asked", context.language, question=answer.question))
        rows: list[Row] = [[(text, Ask(text, answer.language))] for text in answer.suggestions[:2]]
        if answer.citations:
            rows.append([(say("sources_button", answer.language), ShowSources(turn.id))])
        await context.write([*hello, asked, *render(answer)], rows)


def indicator_payload(key: str) -> str:
    """The payload that opens an indicator: ``i-37122-19_9`` for ``37122:19.9``."""
    standard, _, code = key.partition(":")
    return f"i-{standard}-{code.replace('.', '_')}"
