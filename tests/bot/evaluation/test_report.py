"""The report of a run."""

from __future__ import annotations

from pathlib import Path

import pytest

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
