from __future__ import annotations

import re
from pathlib import Path

import pytest
from openpyxl import load_workbook
from typer.testing import CliRunner

from bot.cli.indicators import app

RUNNER = CliRunner()


@pytest.mark.parametrize(
    ("arguments", "count"),
    [
        (["list"], "80 indicators"),
        (["list", "--standard", "all"], "273 indicators"),
        (["list", "--theme", "19"], "14 indicators"),
        (["list", "--theme", "energi", "--owner", "pln"], "9 indicators"),
    ],
)
def test_list_filters(arguments: list[str], count: str) -> None:
    result = RUNNER.invoke(app, arguments)
    assert result.exit_code == 0
    assert count in result.output


def test_list_finds_everyday_words() -> None:
    result = RUNNER.invoke(app, ["list", "--text", "lampu merah pintar"])
    assert "37122:19.9" in result.output


def test_show_prints_the_card_with_its_sources() -> None:
    result = RUNNER.invoke(app, ["show", "19.9", "--english"])
    assert result.exit_code == 0
    assert "Share of traffic lights that are smart" in result.output
    sources = [line for line in result.output.splitlines() if re.match(r"\[\d+\] ", line)]
    assert sources
    assert all("37122" in line and line.endswith("Pandu's summary)") for line in sources)


@pytest.mark.parametrize(
    "arguments",
    [
        ["show", "99.9"],
        ["list", "--theme", "nothing"],
        ["list", "--owner", "nobody"],
        ["list", "--standard", "37101"],
        ["export", "out.pdf"],
        ["export", "/nowhere/at/all.csv"],
    ],
)
def test_wrong_arguments_are_explained(arguments: list[str]) -> None:
    result = RUNNER.invoke(app, arguments)
    assert result.exit_code == 2
    assert "Traceback" not in result.output


def test_export_writes_workbook_and_csv(tmp_path: Path) -> None:
    assert RUNNER.invoke(app, ["export", str(tmp_path / "a.xlsx"), "--theme", "19"]).exit_code == 0
    assert load_workbook(tmp_path / "a.xlsx").active.max_row == 17
    assert RUNNER.invoke(app, ["export", str(tmp_path / "a.csv")]).exit_code == 0
    assert len((tmp_path / "a.csv").read_text(encoding="utf-8-sig").splitlines()) == 81
