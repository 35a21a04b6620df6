"""The buttons under an answer."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from bot.journal import Turn
from bot.telegram.actions import (
    REASONS,
    Ask,
    AskIndicator,
    GiveReason,
    HandOver,
    Rate,
    Row,
    ShowSources,
    ShowTheme,
    WatchAnswer,
    WriteReason,
)
from bot.telegram.messages.texts import say
from knowledge.answers import Answer, Card, Outcome
from knowledge.documents import Language
from knowledge.indicators.catalogue import Catalogue

Rated = Literal["up", "down", "explained", None]
_RATED = {Outcome.ANSWERED, Outcome.INDICATOR, Outcome.PARTLY}
_HANDED_OVER = {Outcome.REFUSED, Outcome.PARTLY, Outcome.PERSON}
_SUGGESTIONS, _SUGGESTIONS_OF_CARD, _NEIGHBOURS = 3, 2, 3


@dataclass(frozen=True, slots=True)
class AnswerKeyboard:
    """Makes the buttons that go with an answer: related questions, judgement, sources, being told when it changes, and
    the way to the directorate where ``available`` says that somebody is there."""

    catalogue: Catalogue
    available: Callable[[], bool]

    def rows(self, turn: Turn, question_id: int | None, rated: Rated = None) -> list[Row]:
        """The buttons, row by row.

        Args:
            turn: the question with its answer.
            question_id: the message that a reply of the directorate goes to.
            rated: how the person judged the answer; after ``down`` they are asked why, ``explained`` is with a reason.
        """
        answer, language = turn.answer, turn.answer.language
        rows: list[Row] = [[(text, Ask(text, language))] for text in answer.suggestions[:_SUGGESTIONS]]
        if neighbours := list(self._neighbours(answer, language)):
            rows = rows[:_SUGGESTIONS_OF_CARD] + neighbours
        if turn.id and answer.outcome in _RATED:
            rows.append(_judgement(turn, question_id, rated))
        if rated == "down":
            rows += _reasons(turn.id, question_id, language)
        elif turn.id and answer.outcome in _RATED:
            rows.append([(say("watch", language), WatchAnswer(turn.id))])
        wanting = answer.outcome in _HANDED_OVER or rated in ("down", "explained")
        if turn.id and wanting and self.available():
            rows.append([(say("hand_over", language), HandOver(turn.id, question_id))])
        return rows

    def _neighbours(self, answer: Answer, language: Language) -> Iterator[Row]:
        """For a single card: the indicators most like it, and its theme."""
        cards = [block for block in answer.blocks if isinstance(block, Card) and block.key]
        if len(cards) != 1 or cards[0].key not in self.catalogue.indicators:
            return
        indicator = self.catalogue.get(cards[0].key)
        for neighbour in self.catalogue.neighbours(indicator)[:_NEIGHBOURS]:
            label = say("twin_button", language, code=neighbour.code, title=neighbour.title.in_(language))
            yield [(label, AskIndicator(neighbour.key, language))]
        theme = self.catalogue.themes[indicator.theme]
        label = say("theme_button", language, theme=theme.name.in_(language))
        yield [(label, ShowTheme(theme.slug, indicator.standard, 0, language, new=True))]


def _judgement(turn: Turn, question_id: int | None, rated: Rated) -> Row:
    up = "👍 ✓" if rated == "up" else "👍"
    down = "👎 ✓" if rated in ("down", "explained") else "👎"
    row: Row = [(up, Rate(turn.id, 1, question_id)), (down, Rate(turn.id, -1, question_id))]
    if turn.answer.citations:
        row.append((say("sources_button", turn.answer.language), ShowSources(turn.id)))
    return row


def _reasons(turn_id: str, question_id: int | None, language: Language) -> list[Row]:
    """Two reasons to a row; the last place is for one's own words."""
    buttons: Row = [(say(f"reason_{reason}", language), GiveReason(turn_id, reason, question_id)) for reason in REASONS]
    buttons.append((say("reason_write", language), WriteReason(turn_id)))
    return [buttons[:2], buttons[2:]]
