"""Running golden cases through real answering, and the command over it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from bot.cli.evaluate import evaluate_command
from bot.evaluation.runner import run_cases
from knowledge.errors import ConfigError
from knowledge.retrieval.retriever import Retriever
from tests.bot.evaluation.making import case
from tests.parts import Parts

CASES = """
- id: chair
  collection: ascn
  language: en
  style: formal
  expect: answered
  question: On which day was the ASEAN Smart Cities Network established?
  required: ['28 april 2018']
  sections: [ascn-basics#founding]
- id: hello
  collection: none
  language: id
  style: chat
  expect: smalltalk
  question: halo min
"""


@pytest.fixture
def command() -> typer.Typer:
    app = typer.Typer()
    app.command()(evaluate_command)
    return app


@pytest.fixture
def cases(tmp_path: Path) -> Path:
    folder = tmp_path / "golden"
    folder.mkdir()
    (folder / "cases.yaml").write_text(CASES, encoding="utf-8")
    return folder


def test_cases_are_asked_of_the_published_release(readable: Parts) -> None:
    told: list[tuple[int, int]] = []
    cases = [
        case(turns=["On which day was the ASEAN Smart Cities Network established?"]),
        case(id="weather", turns=["Who painted the Mona Lisa?"], expect="refused", required=[], sections=[]),
    ]
    answered, refused = run_cases(
        cases, readable.answering, Retriever(readable.releases), lambda done, total: told.append((done, total))
    )
    assert answered.right
    assert answered.citation is True
    assert answered.ranked
    assert answered.rank in {1, 2}
    assert refused.right
    assert refused.searched
    assert not refused.ranked
    assert told == [(1, 2), (2, 2)]


def test_only_the_last_turn_is_scored(readable: Parts) -> None:
    chain = case(turns=["What is the ASCN?", "And when was it founded?"])
    (found,) = run_cases([chain], readable.answering, Retriever(readable.releases))
    assert found.turns == chain.turns
    assert found.right
    assert found.standalone != "What is the ASCN?"


def test_the_command_reports_and_compares(
    command: typer.Typer, cases: Path, published: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PANDU_DATA", str(published))
    runner, report = CliRunner(), tmp_path / "report"
    done = runner.invoke(command, ["--cases", str(cases), "--report", str(report), "--json"])
    assert done.exit_code == 0, done.output
    assert json.loads(done.stdout)["figures"]["right"] == 1.0
    assert (report / "report.html").exists()
    runs = [str(report / "run.json")] * 2
    assert "same answers" in runner.invoke(command, ["--compare", *runs]).output


def test_a_missed_floor_ends_with_one(
    command: typer.Typer, cases: Path, published: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (cases / "floors.toml").write_text("[all]\nright = 1.01\n", encoding="utf-8")
    monkeypatch.setenv("PANDU_DATA", str(published))
    done = CliRunner().invoke(command, ["--cases", str(cases)])
    assert done.exit_code == 1
    assert "below the floor: right" in done.output


def test_an_unknown_split_is_refused(command: typer.Typer, cases: Path) -> None:
    done = CliRunner().invoke(command, ["--cases", str(cases), "--split", "mine"])
    assert isinstance(done.exception, ConfigError)
    assert "“mine”" in str(done.exception)
