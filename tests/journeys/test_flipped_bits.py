"""One bit flipped anywhere in a data folder: answers stay as they were or are refused, and nothing dies."""

from __future__ import annotations

import json
import random
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import pandu_environment

FLIPS = {"files": 12, "database": 8}


class Answerer:
    """Answers from a data folder in a process of its own."""

    def __init__(self, data: Path) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.journeys.answering_process"],
            cwd=Path(__file__).parents[2],
            env=pandu_environment(data),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            encoding="utf-8",
            bufsize=1,
        )

    def look(self, data: Path) -> tuple[dict[str, Any], int]:
        """What was answered and what the doctor says, and the exit status."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(f"{data}\n")
        found = json.loads(self._process.stdout.readline())
        return found, int(self._process.stdout.readline())

    def close(self) -> None:
        """End."""
        self._process.communicate()


@pytest.fixture(scope="module")
def answerer(published: Path) -> Iterator[Answerer]:
    answerer = Answerer(published)
    yield answerer
    answerer.close()


@pytest.fixture(scope="module")
def sound(published: Path, answerer: Answerer, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What is answered from the undamaged folder."""
    copy = shutil.copytree(published, tmp_path_factory.mktemp("sound") / "data")
    found, status = answerer.look(copy)
    assert status == 0
    assert [answer[0] for answer in found["answers"]] == ["answered", "answered", "answered", "indicator"]
    assert all(fine for _, fine in found["doctor"])
    return found


def _places(data: Path, kind: str, dice: random.Random) -> Iterator[tuple[Path, int, int]]:
    """Where bits are flipped: file, byte, bit. Each file of the release as often as the others; of the database every
    other one in a text that can be cited."""
    paths = sorted(path for path in (data / "releases").rglob("*") if path.is_file())
    paths = [Path("pandu.db")] if kind == "database" else [path.relative_to(data) for path in paths]
    texts = _texts(data / "pandu.db")
    for number in range(FLIPS[kind]):
        path = paths[number % len(paths)]
        size = (data / path).stat().st_size
        byte = dice.choice(texts) if kind == "database" and number % 2 else dice.randrange(max(size, 1))
        yield path, byte, dice.randrange(8)


def _texts(database: Path) -> list[int]:
    """Where in the file the chunks' texts begin."""
    with closing(sqlite3.connect(database)) as connection:
        texts = [text for (text,) in connection.execute("SELECT substr(text, 1, 40) FROM chunks ORDER BY id")]
    content = database.read_bytes()
    return [place for text in texts if (place := content.find(text.encode())) >= 0]


@pytest.mark.parametrize("kind", list(FLIPS))
def test_a_flipped_bit_changes_no_answer_and_ends_no_process(
    kind: str, published: Path, answerer: Answerer, sound: dict[str, Any], tmp_path: Path
) -> None:
    same = refused = 0
    texts = _texts(published / "pandu.db")
    for path, byte, bit in _places(published, kind, random.Random(20451123)):
        data = Path(shutil.copytree(published, tmp_path / "data"))
        content = bytearray((data / path).read_bytes())
        if not content:
            continue
        content[byte] ^= 1 << bit
        (data / path).write_bytes(content)
        found, status = answerer.look(data)
        where = f"bit {bit} of byte {byte} of {path}"
        assert status == 0, where
        for answer, wanted in zip(found["answers"], sound["answers"], strict=True):
            assert answer == wanted or str(answer).startswith("refused: "), where
            same += answer == wanted
            refused += answer != wanted
        # Chroma writes to its database as it opens it, so no checksum holds that one; of ours every text has one.
        if path.name != "chroma.sqlite3" and (kind == "files" or byte in texts):
            assert not all(fine for _, fine in found["doctor"]), f"{where} is not told"
        shutil.rmtree(data)
    assert same > refused if kind == "database" else same > 0
