"""The rooms know each other in one direction only, and a command loads no more than it needs."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import pandu_environment

ROOT = Path(__file__).parents[2]
READERS = {"bs4", "docx", "lxml", "openpyxl", "PIL", "pptx", "pypdfium2", "pytesseract", "trafilatura"}
CLIENTS = {"aiohttp", "httpx", "telegram", "tornado"}
HEAVY = {"alembic", "bm25s", "chromadb", "langchain", "langchain_core", "scipy", "sentence_transformers", "torch"}
HEAVY |= READERS | CLIENTS
SERVERS = {"fastapi", "starlette", "uvicorn"}
OTHERS = {"numpy", "pydantic", "sqlalchemy", "yaml"}


def test_rooms_are_imported_in_one_direction() -> None:
    lint = Path(sys.executable).parent / "lint-imports"
    done = subprocess.run([lint], cwd=ROOT, capture_output=True, text=True, check=False, env={"PYTHONPATH": str(ROOT)})
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("arguments", [["ask", "Apa saja kewajiban kota anggota ASCN?"], ["docs"], ["releases"]])
def test_a_short_command_loads_nothing_heavy(published: Path, arguments: list[str], tmp_path: Path) -> None:
    program = f"""
import sys
sys.argv = ["pandu", *{arguments!r}]
from bot.cli.main import main
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
    assert not (HEAVY | SERVERS) & set(done.stdout.rpartition("LOADED")[2].split())


@pytest.mark.parametrize(
    ("program", "unwanted"),
    [
        ("import sys; sys.argv = ['pandu', 'serve']; import bot.cli.main", HEAVY | SERVERS | OTHERS),
        (
            "from bot.server import build_app, build_server; from bot.settings import Settings\n"
            "app = build_app(Settings(_env_file=None)); build_server(app); app.close()",
            HEAVY,
        ),
    ],
    ids=["command line", "web"],
)
def test_what_the_first_request_does_not_need_is_not_imported_at_the_start(
    published: Path, program: str, unwanted: set[str], tmp_path: Path
) -> None:
    program += "\nimport sys; print(*{name.partition('.')[0] for name in sys.modules})"
    done = subprocess.run(
        [sys.executable, "-c", program],
        env=pandu_environment(published),
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    loaded = set(done.stdout.split())
    assert "bot" in loaded
    assert not unwanted & loaded
