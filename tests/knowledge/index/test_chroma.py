"""Collections: written once, closed, then searched."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from knowledge.errors import IntegrityError
from knowledge.index.chroma import open_vectors, write_vectors
from knowledge.index.exact import ExactVectors


def _vectors(n: int, seed: int = 0) -> NDArray[np.float32]:
    vectors = np.random.default_rng(seed).standard_normal((n, 24), dtype=np.float32)
    return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), dtype=np.float32)


def test_an_empty_collection_can_be_opened(tmp_path: Path) -> None:
    write_vectors(tmp_path, "kb_r1", _vectors(0))
    with open_vectors(tmp_path, "kb_r1") as collection:
        assert collection.count == 0
    assert ExactVectors(_vectors(0)).search(_vectors(1)[0], 5)[0].shape == (0,)


def test_a_leftover_of_the_same_name_is_replaced(tmp_path: Path) -> None:
    write_vectors(tmp_path, "kb_r1", _vectors(30))
    write_vectors(tmp_path, "kb_r1", _vectors(10))
    with open_vectors(tmp_path, "kb_r1") as collection:
        assert collection.count == 10


def test_closing_one_reader_leaves_another_open(tmp_path: Path) -> None:
    write_vectors(tmp_path, "kb_r1", _vectors(10))
    first, second = (open_vectors(tmp_path, "kb_r1") for _ in range(2))
    first.close()
    assert second.search(_vectors(10)[3], 1)[0][0] == 3
    second.close()


@pytest.fixture
def _often_switched() -> Iterator[None]:
    """Threads take turns after every microsecond, so that what can happen between two of their steps does."""
    usual = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(usual)


@pytest.mark.usefixtures("_often_switched")
def test_readers_open_while_others_close(tmp_path: Path) -> None:
    vectors = _vectors(10)
    write_vectors(tmp_path, "kb_r1", vectors)

    def read(number: int) -> int:
        with open_vectors(tmp_path, "kb_r1") as collection:
            return int(collection.search(vectors[number % 10], 1)[0][0])

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(read, range(400))) == [number % 10 for number in range(400)]


def test_what_cannot_be_opened_is_told(tmp_path: Path) -> None:
    with pytest.raises(IntegrityError, match=r"is missing\. Run `pandu rebuild`"):
        open_vectors(tmp_path, "kb_r1")
    write_vectors(tmp_path, "kb_r1", _vectors(10))
    with pytest.raises(IntegrityError, match=r"cannot be read .*Run `pandu rebuild`"):
        open_vectors(tmp_path, "kb_r2")
    other = tmp_path / "damaged"
    other.mkdir()
    (other / "chroma.sqlite3").write_bytes(b"not a database at all " * 500)
    with pytest.raises(IntegrityError, match="cannot be read"):
        open_vectors(other, "kb_r1")
    with pytest.raises(IntegrityError, match="cannot be read"):
        open_vectors("http://127.0.0.1:1", "kb_r1")


def test_a_folder_that_was_repaired_can_be_opened(tmp_path: Path) -> None:
    write_vectors(tmp_path, "kb_r1", _vectors(10))
    sound = (tmp_path / "chroma.sqlite3").read_bytes()
    (tmp_path / "chroma.sqlite3").write_bytes(sound[: len(sound) // 2])
    with pytest.raises(IntegrityError, match="cannot be read"):
        open_vectors(tmp_path, "kb_r1")
    (tmp_path / "chroma.sqlite3").write_bytes(sound)
    with open_vectors(tmp_path, "kb_r1") as collection:
        assert collection.count == 10
