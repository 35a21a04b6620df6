"""Pages are drawn small, whatever their size."""

import io
from pathlib import Path

import pytest
from PIL import Image

from ingest.errors import DocumentError
from ingest.limits import Limits
from ingest.loaders.thumbnails import draw
from tests.ingest import making


def _sizes(path: Path, first: int = 1, most: int = 60) -> list[tuple[int, int]]:
    drawn = draw(path, Limits(), first, most)
    return [Image.open(io.BytesIO(picture), formats=("JPEG",)).size for picture in drawn]


def test_each_page_of_a_pdf_is_a_picture_of_the_same_width(tmp_path: Path) -> None:
    (width, height), *_ = sizes = _sizes(making.table_pdf(tmp_path / "a.pdf"))
    assert len(sizes) == 2
    assert width == 900
    assert height > width


def test_some_pages_are_drawn_by_themselves(tmp_path: Path) -> None:
    pdf = making.table_pdf(tmp_path / "a.pdf")
    assert [len(_sizes(pdf, *some)) for some in ((1, 1), (2, 5), (3, 5))] == [1, 1, 0]


def test_a_large_picture_is_made_small_and_a_tall_one_cut_in_size(tmp_path: Path) -> None:
    Image.new("L", (3_000, 1_500)).save(tmp_path / "wide.png")
    Image.new("L", (100, 5_400)).save(tmp_path / "tall.png")
    assert _sizes(tmp_path / "wide.png") == [(900, 450)]
    assert _sizes(tmp_path / "tall.png") == [(50, 2_700)]


def test_other_kinds_have_no_picture(tmp_path: Path) -> None:
    assert _sizes(making.write_docx(tmp_path / "a.docx")) == []


def test_a_damaged_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.7 rusak")
    with pytest.raises(DocumentError):
        _sizes(tmp_path / "a.pdf")
