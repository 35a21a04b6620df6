"""The report, the tables and the comparison of runs."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from rich.console import Console

from bot.evaluation.comparison import compare
from bot.evaluation.console import show_changes, show_run
from bot.evaluation.report import render, write_report
from bot.evaluation.runner import read_run
from knowledge.errors import ConfigError
from tests.bot.evaluation.making import refusal, result, run


def test_a_report_stands_on_its_own(tmp_path: Path) -> None:
    page = write_report(run(result(), refusal()), ["right is 1%, below 2%"], tmp_path / "out")
    html = page.read_text(encoding="utf-8")
    assert html.count("<svg") == 2
    assert "right is 1%, below 2%" in html
    assert not any(outside in html for outside in ("http:", "https:", "src=", "<script", "@import"))
    assert read_run(tmp_path / "out" / "run.json").results[0].id == "founded"


def test_what_was_asked_and_answered_is_escaped() -> None:
    html = render(run(result(turns=["<img src=x>"], answer="<b>&", right=False)), [])
    assert "<img" not in html
    assert "&lt;b&gt;&amp;" in html


def test_questions_of_the_kept_split_are_counted_but_not_listed() -> None:
    html = render(run(result(), result(id="secret", split="kept", turns=["hidden question"])), [])
    assert "hidden question" not in html
    assert "1 questions of the kept split" in html


def test_an_empty_run_can_be_reported() -> None:
    assert "<svg" in render(run(), [])


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(ConfigError, match="cannot be written"):
        write_report(run(result()), [], tmp_path / "file" / "out")


def test_a_file_that_is_no_run_is_refused(tmp_path: Path) -> None:
    (tmp_path / "run.json").write_text("{}", encoding="utf-8")
    with pytest.raises(ConfigError, match="not a run"):
        read_run(tmp_path / "run.json")
    with pytest.raises(ConfigError, match="cannot be read"):
        read_run(tmp_path / "none.json")


def test_changes_between_runs_are_sorted_by_weight() -> None:
    before = run(result(id="a"), result(id="b", right=False), result(id="c"), result(id="d"), result(id="same"))
    after = run(result(id="a", right=False), result(id="b"), result(id="c", answer="new"), result(id="same"), refusal())
    changes = [(one.id, one.change) for one in compare(before, after)]
    assert changes == [("a", "worse"), ("b", "better"), ("c", "different"), ("weather", "new"), ("d", "gone")]


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
