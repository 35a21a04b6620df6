"""The commands of ``pandu``, run in this process as the installed script does."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.bot.cli.conftest import Run


def test_help_names_every_command(run: Run) -> None:
    ended = run("--help")
    commands = (
        "ask",
        "chat",
        "ingest",
        "docs",
        "describe",
        "retire",
        "releases",
        "build",
        "publish",
        "rollback",
        "rebuild",
        "doctor",
    )
    assert ended.code == 0
    assert all(command in ended.out for command in commands)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("nonsense",), "No such command 'nonsense'"),
        (("ask",), "Missing argument"),
        (("ask", "apa", "--lang", "fr"), "The language is id or en, not 'fr'"),
        (("ask", "apa", "--scope", "kota"), "there is no 'kota'"),
        (("ingest",), "Name a file, folder, ZIP or address"),
        (("docs", "--nonsense"), "No such option"),
    ],
)
def test_a_wrong_call_is_told_with_exit_code_2(run: Run, arguments: tuple[str, ...], told: str) -> None:
    ended = run(*arguments)
    assert ended.code == 2
    assert told in ended.err
    assert "Traceback" not in ended.err


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("publish", "r1"), "There is no release 'r1'"),
        (("retire", "nothing"), "There is no document 'nothing'"),
        (("rollback",), "There is no earlier release"),
    ],
)
def test_what_is_not_there_is_told_in_one_sentence(run: Run, arguments: tuple[str, ...], told: str) -> None:
    ended = run(*arguments)
    assert ended.code == 1
    assert ended.err.strip().startswith("pandu: ")
    assert told in ended.err
    assert len(ended.err.strip().splitlines()) == 1


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("PANDU_PORT", "many", "PANDU_PORT"),
        ("PANDU_DATA", "/dev/null/data", "PANDU_DATA"),
        ("PANDU_DATABASE_URL", "nonsense", "PANDU_DATABASE_URL"),
    ],
)
def test_a_wrong_setting_is_told(run: Run, monkeypatch: pytest.MonkeyPatch, name: str, value: str, told: str) -> None:
    monkeypatch.setenv(name, value)
    ended = run("ask", "apa")
    assert (ended.code, told in ended.err) == (1, True)


def test_a_new_data_folder_says_what_to_do(run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PANDU_DATA", str(tmp_path / "new"))
    ended = run("ask", "Apa itu ASCN?")
    assert (ended.code, ended.err) == (
        1,
        "pandu: Nothing is published yet. Run `pandu ingest --starter --publish`.\n",
    )
    assert run("docs").out.endswith("0 documents\n")
    assert run("releases").code == 0
