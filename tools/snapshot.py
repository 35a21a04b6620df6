"""What a change of shape must leave as it is, kept in one file: every answer, the HTTP API, the help of every command.

    python -m tools.snapshot before.json
    python -m tools.snapshot after.json
    python -m tools.snapshot --compare before.json after.json

The answers are those of the starter corpus, indexed anew in a temporary folder, to every turn of the golden questions
and to the questions of the calibration; durations and release ids are left out. Vectors are searched exactly: Chroma's
graph is built in threads, and now and then orders the far neighbours of an unanswerable question otherwise.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

GOLDEN = Path("tests/golden")
HISTORY = 4  # earlier answers that a channel hands over, too
FIELDS = {"outcome", "language", "question", "blocks", "citations", "suggestions", "subjects", "notice", "confidence"}


def main() -> None:
    """Write a snapshot, or list how two of them differ and end with exit code 1 when they do."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
    parser.add_argument("--compare", action="store_true", help="list the differences between two snapshots")
    given = parser.parse_args()
    if len(given.files) != (2 if given.compare else 1):
        parser.error("name one file to write, or two to compare")
    if given.compare:
        before, after = (json.loads(file.read_text(encoding="utf-8")) for file in given.files)
        found = list(differences(before, after))
        print("\n".join(found) if found else "No difference.")
        sys.exit(bool(found))
    text = json.dumps(snapshot(), ensure_ascii=False, indent=1, sort_keys=True)
    given.files[0].write_text(text + "\n", encoding="utf-8")


def snapshot() -> dict[str, Any]:
    """The help of every command, the description of the API, and the answers by case and turn."""
    from starlette.testclient import TestClient

    from bot.evaluation.cases import load_calibration, load_cases
    from bot.evaluation.starter import starter_app
    from bot.settings import Settings
    from bot.web.application import create_web

    questions = {f"calibration {one.question}": (one.question,) for one in load_calibration(GOLDEN)}
    questions |= {case.id: case.turns for case in load_cases(GOLDEN)}
    with starter_app(Settings(_env_file=None), exact=True) as app:
        document = TestClient(create_web(app), base_url="http://localhost").get("/api/v1/openapi.json")
        answers = {name: _answers(app.answering, turns) for name, turns in questions.items()}
        return {"help": _help(), "openapi": document.json(), "answers": answers}


def differences(before: Any, after: Any, path: str = "") -> Iterator[str]:
    """One line for each leaf that was added, removed or changed, named by its path."""
    if isinstance(before, dict) and isinstance(after, dict):
        for key in sorted(before.keys() | after.keys()):
            where = f"{path}/{key}"
            if key not in after:
                yield f"- {where}"
            elif key not in before:
                yield f"+ {where}"
            else:
                yield from differences(before[key], after[key], where)
    elif isinstance(before, list) and isinstance(after, list) and len(before) == len(after):
        for number, (old, new) in enumerate(zip(before, after, strict=True)):
            yield from differences(old, new, f"{path}/{number}")
    elif before != after:
        yield f"~ {path}: {json.dumps(before, ensure_ascii=False)} -> {json.dumps(after, ensure_ascii=False)}"


def _answers(answering: Any, turns: tuple[str, ...]) -> list[dict[str, Any]]:
    history: list[Any] = []
    for turn in turns:
        history.append(answering.answer(turn, history=history[-HISTORY:]))
    kept = [answer.model_dump(mode="json", include=FIELDS) for answer in history]
    # Sums of floating point numbers may be taken in another order.
    return [{**answer, "confidence": round(answer["confidence"], 6)} for answer in kept]


def _help() -> dict[str, list[str]]:
    # The width is read when typer is imported, and the commands look at what is called.
    os.environ.update(TERMINAL_WIDTH="100", COLUMNS="100", NO_COLOR="1")
    sys.argv = ["pandu", "--help"]
    import click
    import typer
    from typer.testing import CliRunner

    from bot.cli.main import cli, mount

    mount()

    def walk(command: click.Command, path: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
        yield path
        for name, inner in getattr(command, "commands", {}).items():
            yield from walk(inner, (*path, name))

    return {
        " ".join(("pandu", *path)): CliRunner().invoke(cli, [*path, "--help"]).output.splitlines()
        for path in walk(typer.main.get_command(cli), ())
    }


if __name__ == "__main__":
    main()
