"""Pages are drawn when they are looked at, and kept."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from ingest.errors import DocumentError
from ingest.page_views import STRIDE, PageViews
from tests.ingest import making


def test_a_page_is_drawn_in_the_confined_process_and_kept(tmp_path: Path) -> None:
    (tmp_path / "originals").mkdir()
    making.table_pdf(tmp_path / "originals" / "abc.pdf")
    views = PageViews(tmp_path)
    first = views.page("abc.pdf", 1)
    assert first is not None
    assert first.read_bytes()[:2] == b"\xff\xd8"
    assert views.page("abc.pdf", 3) is None
    shutil.rmtree(tmp_path / "originals")
    assert first.exists()


def test_pages_are_drawn_some_at_a_time_and_what_cannot_be_drawn_not_at_once_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "originals").mkdir()
    for name in ("a.pdf", "b.pdf"):
        (tmp_path / "originals" / name).write_bytes(b"x")
    asked: list[tuple[str, int]] = []

    def draw(path: Path, *, first: int, most: int) -> list[bytes]:
        asked.append((path.name, first))
        if path.name == "b.pdf":
            raise DocumentError("Rusak.", "Damaged.")
        return [b"picture"] * most

    views = PageViews(tmp_path, draw)
    assert all(views.page("a.pdf", number) for number in (12, 11, 20))
    assert views.page("b.pdf", 1) is None
    assert views.page("b.pdf", 2) is None
    assert asked == [("a.pdf", STRIDE + 1), ("b.pdf", 1)]
    monkeypatch.setattr("ingest.page_views._AGAIN", 0.0)
    views.page("b.pdf", 1)
    assert asked[2:] == [("b.pdf", 1)], "the fault may have passed"


@pytest.mark.parametrize("file", ["", "tiada.pdf", "../rahasia"])
def test_there_is_no_picture_of_what_is_not_kept(tmp_path: Path, file: str) -> None:
    (tmp_path / "rahasia").write_text("x")
    assert PageViews(tmp_path).page(file, 1) is None
    assert PageViews(tmp_path).page(file, 0) is None
