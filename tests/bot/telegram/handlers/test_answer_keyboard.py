"""The buttons under an answer."""

from __future__ import annotations

import pytest

from bot.journal import Turn
from bot.telegram.actions import (
    Ask,
    AskIndicator,
    CopyText,
    GiveReason,
    HandOver,
    Rate,
    ShowMore,
    ShowSources,
    ShowTheme,
    WatchAnswer,
    WriteReason,
)
from bot.telegram.handlers.answer_keyboard import AnswerKeyboard, Rated
from knowledge.answers import Answer, Card, Citation, Outcome
from knowledge.indicators.catalogue import Catalogue

CITED = (Citation(number=1, title="ToR"),)
SUGGESTED = ("satu?", "dua?", "tiga?", "empat?")


@pytest.fixture(scope="module")
def keyboard() -> AnswerKeyboard:
    """Buttons over the shipped catalogue."""
    return AnswerKeyboard(Catalogue.load(), lambda: True)


def turn(outcome: Outcome, turn_id: str = "t", **values: object) -> Turn:
    """A turn that ended so."""
    return Turn(turn_id, "c", Answer(outcome=outcome, language="id", question="q", **values))


def kinds(keyboard: AnswerKeyboard, of: Turn, rated: Rated = None, more: bool = False) -> list[list[type]]:
    """What the buttons do, row by row."""
    return [[type(action) for _, action in row] for row in keyboard.rows(of, 5, rated, more)]


def test_an_answer_has_suggestions_judgement_and_sources(keyboard: AnswerKeyboard) -> None:
    answered = turn(Outcome.ANSWERED, suggestions=SUGGESTED, citations=CITED)
    assert kinds(keyboard, answered) == [[Ask]] * 2 + [[Rate, Rate, ShowSources, ShowMore]]
    assert kinds(keyboard, answered, more=True) == [[Ask]] * 3 + [[WatchAnswer], [Rate, Rate, ShowSources]]
    assert kinds(keyboard, turn(Outcome.ANSWERED)) == [[Rate, Rate, ShowMore]]  # nothing is cited


def test_a_refusal_is_handed_over_not_judged(keyboard: AnswerKeyboard) -> None:
    assert keyboard.rows(turn(Outcome.REFUSED), 5) == [[("📨 Teruskan ke Direktorat", HandOver("t", 5))]]
    assert kinds(keyboard, turn(Outcome.REFUSED, suggestions=SUGGESTED)) == [[HandOver], [Ask], [Ask]]
    assert kinds(keyboard, turn(Outcome.PARTLY)) == [[HandOver], [Rate, Rate, ShowMore]]
    assert kinds(keyboard, turn(Outcome.PERSON)) == [[HandOver]]
    for outcome in (Outcome.SMALLTALK, Outcome.CARE, Outcome.OUTSIDE):
        assert kinds(keyboard, turn(outcome)) == []


def test_where_nobody_is_there_nothing_is_handed_over() -> None:
    keyboard = AnswerKeyboard(Catalogue.load(), lambda: False)
    assert kinds(keyboard, turn(Outcome.REFUSED)) == []
    assert kinds(keyboard, turn(Outcome.ANSWERED), "explained") == [[Rate, Rate, ShowMore]]


def test_what_is_not_stored_has_no_buttons_that_need_it(keyboard: AnswerKeyboard) -> None:
    assert kinds(keyboard, turn(Outcome.PARTLY, turn_id="", suggestions=SUGGESTED[:1])) == [[Ask]]


def test_a_bad_judgement_asks_why_until_it_is_explained(keyboard: AnswerKeyboard) -> None:
    answered = turn(Outcome.ANSWERED)
    assert kinds(keyboard, answered, "down") == [
        [Rate, Rate],
        [GiveReason, GiveReason],
        [GiveReason, WriteReason],
        [HandOver],
    ]
    assert kinds(keyboard, answered, "explained") == [[HandOver], [Rate, Rate, ShowMore]]


@pytest.mark.parametrize(("rated", "labels"), [("up", ["👍 ✓", "👎"]), ("down", ["👍", "👎 ✓"]), (None, ["👍", "👎"])])
def test_the_judgement_shows_on_its_button(keyboard: AnswerKeyboard, rated: Rated, labels: list[str]) -> None:
    assert [label for label, _ in keyboard.rows(turn(Outcome.ANSWERED), 5, rated)[0]][:2] == labels


def test_a_card_leads_to_its_neighbours_and_its_theme(keyboard: AnswerKeyboard) -> None:
    card = Card(key="37122:19.9", title="19.9", fields=())
    rows = keyboard.rows(turn(Outcome.INDICATOR, blocks=(card,), suggestions=SUGGESTED), 5, more=True)
    actions = [action for row in rows for _, action in row]
    copied = next(action.text for action in actions if isinstance(action, CopyText))
    assert copied.startswith("SNI ISO 37122:2019, indikator 19.9: Persentase lampu")
    assert 1 <= sum(isinstance(action, AskIndicator) for action in actions) <= 3
    assert any(isinstance(action, ShowTheme) and action.new and action.page == 0 for action in actions)
    assert AskIndicator("37122:19.9", "id") not in actions


@pytest.mark.parametrize("cards", [("37122:19.9", "37122:19.8"), ("37122:99.9",), ("",)], ids=str)
def test_several_or_unknown_cards_have_no_neighbours(keyboard: AnswerKeyboard, cards: tuple[str, ...]) -> None:
    blocks = tuple(Card(key=key, title="x", fields=()) for key in cards)
    assert kinds(keyboard, turn(Outcome.INDICATOR, blocks=blocks), more=True) == [[WatchAnswer], [Rate, Rate]]
