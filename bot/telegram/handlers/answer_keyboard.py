"""The buttons under an answer: three rows at most, and all others behind one of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from bot.journal import Turn
from bot.telegram.actions import (
    REASONS,
    Ask,
    AskIndicator,
    CopyText,
    GiveReason,
    HandOver,
    Rate,
    Row,
    ShowMore,
    ShowSources,
    ShowTable,
    ShowTheme,
    WatchAnswer,
    WriteReason,
)
from bot.telegram.messages.buttons import label_width
from bot.telegram.messages.rendering import has_wide_table
from bot.telegram.messages.rich import is_tabular
from bot.telegram.messages.texts import say
from bot.telegram.messages.widths import width
from knowledge.answers import Answer, Card, Outcome
from knowledge.documents import Language
from knowledge.indicators.catalogue import Catalogue, Indicator

Rated = Literal["up", "down", "explained", None]
_RATED = {Outcome.ANSWERED, Outcome.INDICATOR, Outcome.PARTLY}
_HANDED_OVER = {Outcome.REFUSED, Outcome.PARTLY, Outcome.PERSON}
_ROWS, _SUGGESTIONS, _NEIGHBOURS = 3, 3, 3


@dataclass(frozen=True, slots=True)
class AnswerKeyboard:
    """Makes the buttons that go with an answer: related questions, judgement, sources, being told when it changes, and
    the way to the directorate where ``available`` says that somebody is there; rich messages where the server knows
    them, as far as ``rich`` can tell."""

    catalogue: Catalogue
    available: Callable[[], bool]
    rich: Callable[[], bool] = lambda: False

    def rows(self, turn: Turn, question_id: int | None, rated: Rated = None, more: bool = False) -> list[Row]:
        """The buttons, row by row.

        Args:
            turn: the question with its answer.
            question_id: the message that a reply of the directorate goes to.
            rated: how the person judged the answer; after ``down`` they are asked why, ``explained`` is with a reason.
            more: whether to show all there are.
        """
        answer = turn.answer
        hand_over = self._hand_over(turn, question_id, rated)
        judged = bool(turn.id) and answer.outcome in _RATED
        if judged and rated == "down":
            return [_judgement(turn, question_id, rated, False), *_reasons(turn, question_id), *hand_over]
        suggested = sorted(answer.suggestions[:_SUGGESTIONS], key=lambda text: width(text) > label_width(1))
        related: list[Row] = [[(text, Ask(text, answer.language))] for text in suggested]  # first those not to be cut
        tables: list[Row] = [[(say("as_table", answer.language), ShowTable(turn.id))]] if self._tabular(turn) else []
        wide = has_wide_table(answer)
        steps = [*hand_over, *(tables if wide else []), *related]
        if not judged:
            return steps[:_ROWS]
        if not more:
            return [*steps[: _ROWS - 1], _judgement(turn, question_id, rated, True)]
        steps += [] if wide else tables
        steps += self._about_card(answer)
        steps.append([(say("watch", answer.language), WatchAnswer(turn.id))])
        return [*steps, _judgement(turn, question_id, rated, False)]

    def _tabular(self, turn: Turn) -> bool:
        return bool(turn.id) and is_tabular(turn.answer) and self.rich()

    def _hand_over(self, turn: Turn, question_id: int | None, rated: Rated) -> list[Row]:
        wanting = turn.answer.outcome in _HANDED_OVER or rated in ("down", "explained")
        if not turn.id or not wanting or not self.available():
            return []
        return [[(say("hand_over", turn.answer.language), HandOver(turn.id, question_id))]]

    def _about_card(self, answer: Answer) -> Iterator[Row]:
        """For a single card: its code to be copied, the indicators most like it, and its theme."""
        indicator, language = self._indicator(answer), answer.language
        if indicator is None:
            return
        label = self.catalogue.standards[indicator.standard].label
        cited = say("cited_code", language, code=indicator.code, standard=label, title=indicator.title.in_(language))
        yield [(say("copy_code", language, code=indicator.code), CopyText(cited))]
        for neighbour in self.catalogue.neighbours(indicator)[:_NEIGHBOURS]:
            label = say("twin_button", language, code=neighbour.code, title=neighbour.title.in_(language))
            yield [(label, AskIndicator(neighbour.key, language))]
        theme = self.catalogue.themes[indicator.theme]
        label = say("theme_button", language, theme=theme.name.in_(language))
        yield [(label, ShowTheme(theme.slug, indicator.standard, 0, language, new=True))]

    def _indicator(self, answer: Answer) -> Indicator | None:
        cards = [block for block in answer.blocks if isinstance(block, Card) and block.key]
        return self.catalogue.indicators.get(cards[0].key) if len(cards) == 1 else None


def _judgement(turn: Turn, question_id: int | None, rated: Rated, more: bool) -> Row:
    """Judgement and sources, by signs alone so that none is cut; with the way to all others where there is ``more``."""
    up = "👍 ✓" if rated == "up" else "👍"
    down = "👎 ✓" if rated in ("down", "explained") else "👎"
    row: Row = [(up, Rate(turn.id, 1, question_id)), (down, Rate(turn.id, -1, question_id))]
    if turn.answer.citations:
        row.append(("📖", ShowSources(turn.id)))
    if more:
        known = None if rated == "down" else rated
        row.append((say("more", turn.answer.language), ShowMore(turn.id, question_id, known)))
    return row


def _reasons(turn: Turn, question_id: int | None) -> list[Row]:
    """Two reasons to a row; the last place is for one's own words."""
    language: Language = turn.answer.language
    buttons: Row = [(say(f"reason_{reason}", language), GiveReason(turn.id, reason, question_id)) for reason in REASONS]
    buttons.append((say("reason_write", language), WriteReason(turn.id)))
    return [buttons[:2], buttons[2:]]
