"""Questions: ask the conversation, show the answer with what can be done next."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from bot.conversation import Conversation
from bot.journal import Journal, Turn
from bot.telegram.actions import Row
from bot.telegram.database_thread import DatabaseThread
from bot.telegram.messages.html import Block, italic, plain
from bot.telegram.messages.incoming import Incoming
from bot.telegram.messages.rendering import render
from bot.telegram.messages.sender import Sender
from bot.telegram.messages.texts import say
from bot.telegram.rates import Debounce
from bot.telegram.updates.checkpoints import Checkpoints
from knowledge.answers import Answer, Card, Outcome
from knowledge.documents import Language
from knowledge.errors import NotFoundError
from knowledge.indicators.catalogue import Catalogue

_RATED = {Outcome.ANSWERED, Outcome.INDICATOR, Outcome.PARTLY}
_HANDED_OVER = {Outcome.REFUSED, Outcome.PARTLY}
Rated = Literal["up", "down", "explained", None]
REASONS = ("wrong", "incomplete", "unclear")
_SUGGESTIONS, _SUGGESTIONS_OF_CARD, _TWINS = 3, 2, 3


@dataclass(frozen=True, slots=True)
class Questions:
    """Answers questions in chats."""

    conversation: Conversation
    journal: Journal
    catalogue: Catalogue
    sender: Sender
    thread: DatabaseThread
    notices: Debounce

    async def answer(self, asked: Incoming, question: str, progress: Checkpoints, before: Sequence[Block] = ()) -> None:
        """Answer a question where it was asked; ``before`` is put on top of the answer."""
        async with self.sender.typing(asked.place):
            turn = await self._ask(asked, question, progress)
        if turn.answer.outcome is Outcome.BUSY and not self.notices.due(asked.conversation):
            return
        blocks = [*before, *render(turn.answer)]
        if asked.stale:
            blocks.insert(0, italic(say("stale", asked.language, hours=asked.hours_old)))
        if not turn.answer.blocks:
            blocks.append(plain(turn.answer.outcome.message(turn.answer.language)))
        await self.sender.send(
            asked.place,
            blocks,
            progress,
            rows=self.rows(turn, asked.place.reply_to),
            for_user=asked.user_id,
            key="answer",
        )

    async def _ask(self, asked: Incoming, question: str, progress: Checkpoints) -> Turn:
        if known := progress.steps.get("turn"):
            try:
                return await self.thread.run(self.journal.turn, known)
            except NotFoundError:
                pass  # deleted since; the question is asked anew
        turn = await self.conversation.ask(
            question,
            channel="telegram",
            who=str(asked.user_id),
            conversation=asked.conversation,
            language=asked.chosen,
        )
        if turn.id:
            progress.remember("turn", turn.id)
        return turn

    def rows(self, turn: Turn, question_id: int | None, rated: Rated = None) -> list[Row]:
        """The buttons under an answer.

        Args:
            turn: the question with its answer.
            question_id: the message that a reply of the directorate goes to.
            rated: how the person judged the answer; ``down`` asks why, ``explained`` has been told.
        """
        answer, language = turn.answer, turn.answer.language
        rows: list[Row] = [
            [(text, {"do": "ask", "question": text, "language": language})]
            for text in answer.suggestions[:_SUGGESTIONS]
        ]
        if neighbours := list(self._neighbours(answer, language)):
            rows = rows[:_SUGGESTIONS_OF_CARD] + neighbours
        if turn.id and answer.outcome in _RATED:
            rows.append(_judgement(turn, question_id, rated))
        if rated == "down":
            rows += _reasons(turn.id, question_id, language)
        if turn.id and (answer.outcome in _HANDED_OVER or rated in ("down", "explained")):
            rows.append([(say("hand_over", language), {"do": "hand_over", "turn": turn.id, "question": question_id})])
        return rows

    def _neighbours(self, answer: Answer, language: Language) -> Iterator[Row]:
        """For a single card: its near twins and its theme."""
        cards = [block for block in answer.blocks if isinstance(block, Card) and block.key]
        if len(cards) != 1 or cards[0].key not in self.catalogue.indicators:
            return
        indicator = self.catalogue.get(cards[0].key)
        for twin in self.catalogue.neighbours(indicator)[:_TWINS]:
            label = say("twin_button", language, code=twin.code, title=twin.title.in_(language))
            yield [(label, {"do": "indicator", "key": twin.key, "language": language})]
        theme = self.catalogue.themes[indicator.theme]
        action = {"do": "theme", "theme": theme.slug, "standard": indicator.standard, "page": 0, "language": language}
        yield [(say("theme_button", language, theme=theme.name.in_(language)), {**action, "new": True})]


def _judgement(turn: Turn, question_id: int | None, rated: Rated) -> Row:
    up = "👍 ✓" if rated == "up" else "👍"
    down = "👎 ✓" if rated in ("down", "explained") else "👎"
    row: Row = [
        (up, {"do": "rate", "turn": turn.id, "value": 1, "question": question_id}),
        (down, {"do": "rate", "turn": turn.id, "value": -1, "question": question_id}),
    ]
    if turn.answer.citations:
        row.append((say("sources_button", turn.answer.language), {"do": "sources", "turn": turn.id}))
    return row


def _reasons(turn_id: str, question_id: int | None, language: Language) -> list[Row]:
    given: list[Row] = [[], []]
    for position, reason in enumerate(REASONS):
        action = {"do": "reason", "turn": turn_id, "reason": reason, "question": question_id}
        given[position // 2].append((say(f"reason_{reason}", language), action))
    given[1].append((say("reason_write", language), {"do": "write_reason", "turn": turn_id}))
    return given
