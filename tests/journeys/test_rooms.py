"""The rooms know each other in one direction only, and a command loads no more than it needs."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import pandu_environment

ROOT = Path(__file__).parents[2]
HEAVY = {"chromadb", "torch", "sentence_transformers", "alembic", "bm25s", "fastapi", "telegram", "langchain_core"}


def test_rooms_are_imported_in_one_direction() -> None:
    lint = Path(sys.executable).parent / "lint-imports"
    done = subprocess.run([lint], cwd=ROOT, capture_output=True, text=True, check=False, env={"PYTHONPATH": str(ROOT)})
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("arguments", [["ask", "Apa saja kewajiban kota anggota ASCN?"], ["docs"], ["releases"]])
def test_a_short_command_loads_nothing_heavy(published: Path, arguments: list[str], tmp_path: Path) -> None:
    program = f"""
import sys
sys.argv = ["pandu", *{arguments!r}]
from bot.cli import main
try:
    main()
except SystemExit as end:
    assert not end.code, end.code
print("LOADED", *sorted({{name.partition(".")[0] for name in sys.modules}}))
"""
    done = subprocess.run(
        [sys.executable, "-c", program],
        env=pandu_environment(published),
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert not HEAVY & set(done.stdout.rpartition("LOADED")[2].split())
