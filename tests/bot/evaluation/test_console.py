"""The tables of a run and of changes on the terminal."""

from __future__ import annotations

import io

from rich.console import Console

from bot.evaluation.comparison import compare
from bot.evaluation.console import show_changes, show_run
from tests.bot.evaluation.making import refusal, result, run


def test_the_terminal_shows_groups_floors_and_what_is_wrong() -> None:
    console = Console(record=True, width=120, file=io.StringIO())
    wrong = result(id="b", right=False, turns=["wo[r]ng?"], missing=["\\b33\\b"])
    show_run(run(result(), wrong, refusal()), ["handled is 1%, below 2%"], console)
    text = console.export_text()
    assert "collection ascn" in text
    assert "wo[r]ng?" in text
    assert "below the floor: handled is 1%, below 2%" in text


def test_the_terminal_shows_changes() -> None:
    console = Console(record=True, width=120, file=io.StringIO())
    show_changes(compare(run(result()), run(result(right=False, outcome="refused"))), console)
    assert "worse: 1" in console.export_text()
    show_changes([], console)
    assert "same answers" in console.export_text()
