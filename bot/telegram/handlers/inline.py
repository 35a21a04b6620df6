"""Inline mode: up to five short cited answers to share in any chat. Nothing of it is journalled: people type as they
go, and most of what arrives is half a question. What finds no answer is kept for an hour, to be asked in private."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from sqlalchemy.exc import SQLAlchemyError
from telegram import (
    Bot,
    InlineQuery,
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    InputTextMessageContent,
    LinkPreviewOptions,
)
from telegram.constants import ParseMode
from telegram.error import BadRequest

from bot.conversation import AnswerService
from bot.rate_limits import RateLimit
from bot.telegram.actions import Ask
from bot.telegram.chat_state import ChatState
from bot.telegram.handlers.deep_links import TYPED
from bot.telegram.handlers.off_switch import OffSwitch
from bot.telegram.messages.html import bold, split, to_html
from bot.telegram.messages.incoming import spoken_by
from bot.telegram.messages.rendering import render_short
from bot.telegram.messages.texts import say
from knowledge.answer_text import plain_text
from knowledge.answers import Answer, Outcome
from knowledge.deadlines import OverdueError
from knowledge.documents import Language
from knowledge.language import personal_data
from knowledge.language.cleaning import clean_question

logger = logging.getLogger(__name__)

_MIN_QUERY = 3  # characters
_MAX_RESULTS = 5
_CACHED = 60  # seconds for which Telegram may reuse the results
_SHARED = {Outcome.ANSWERED, Outcome.INDICATOR, Outcome.PARTLY}


@dataclass(frozen=True, slots=True)
class Inline:
    """Answers inline queries."""

    bot: Bot
    answers: AnswerService
    chat_state: ChatState
    rates: RateLimit
    off_switch: OffSwitch
    _slots: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(2))

    async def answer(self, query: InlineQuery) -> None:
        """Offer answers to what is typed so far; none when it is too short, comes too fast or holds personal data."""
        text = clean_question(query.query)
        chosen = await self.chat_state.language(query.from_user.id)
        language = chosen or spoken_by(query.from_user)
        found: list[Answer] = []
        asked = len(text) >= _MIN_QUERY and self.rates.allows(query.from_user.id) and not personal_data.find(text)
        if asked and not await self.off_switch.said(language):
            async with self._slots:
                found = await asyncio.to_thread(self._find, text, chosen)
            if not _answered(found):
                await self._keep(query.from_user.id, Ask(text, language))
        shared = [answer for answer in found if answer.outcome in _SHARED][:_MAX_RESULTS]
        results = [_article(position, answer) for position, answer in enumerate(shared)]
        button, cached = None, _CACHED
        if not _answered(found):  # the button goes with what was typed last
            button = InlineQueryResultsButton(say("inline_none_button", language), start_parameter=TYPED)
            cached = 0
        try:
            await self.bot.answer_inline_query(query.id, results, cache_time=cached, is_personal=True, button=button)
        except BadRequest as error:
            # Whoever types on has left this query behind.
            if "query is too old" not in error.message.lower() and "query id is invalid" not in error.message.lower():
                raise

    async def _keep(self, user_id: int, question: Ask) -> None:
        """Keep what was typed for the button that goes on in private."""
        try:
            await self.chat_state.keep_typed(user_id, question)
        except (SQLAlchemyError, OverdueError) as error:  # the button opens the chat all the same
            logger.warning("What was typed inline cannot be kept: %s", error)

    def _find(self, text: str, language: Language | None) -> list[Answer]:
        try:
            return list(self._related(text, language))
        except Exception:  # the border of inline mode: an error shows as no result
            logger.exception("An inline query could not be answered")
            return []

    def _related(self, text: str, language: Language | None) -> Iterator[Answer]:
        """The answer, then those to the questions it suggests."""
        first = self.answers.answer(text, language=language)
        yield first
        for question in first.suggestions[: _MAX_RESULTS - 1]:
            yield self.answers.answer(question, language=first.language)


def _answered(found: Sequence[Answer]) -> bool:
    """Whether what was typed is answered itself, and not only what is near to it."""
    return bool(found) and found[0].outcome in _SHARED


def _article(position: int, answer: Answer) -> InlineQueryResultArticle:
    blocks = [bold(f"❓ {answer.question}"), *render_short(answer)]
    return InlineQueryResultArticle(
        id=str(position),
        title=answer.question[:100],
        description=" ".join(plain_text(answer).split())[:150],
        input_message_content=InputTextMessageContent(
            to_html(split(blocks)[0]),
            parse_mode=ParseMode.HTML,
            link_preview_options=LinkPreviewOptions(is_disabled=True),
        ),
    )
