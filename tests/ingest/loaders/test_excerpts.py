"""The place of a sentence on its page, as a picture in which it is marked."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path

import pytest
from PIL import Image

from ingest.errors import DocumentError
from ingest.limits import Limits
from ingest.loaders import excerpts
from ingest.loaders.excerpts import draw_excerpts
from ingest.loaders.registry import load
from knowledge.grounding.alignment import places_of
from tests.ingest import making
from tests.ingest.making import PdfPage, write_pdf

REPORT = "d. write a short report on the projects of their city every year and send it to the Secretariat."


def _drawn(path: Path, *places: tuple[int, str], limits: Limits | None = None) -> list[bytes]:
    return list(draw_excerpts(path, places, limits or Limits()))


def _opened(picture: bytes) -> Image.Image:
    return Image.open(io.BytesIO(picture), formats=("JPEG",)).convert("RGB")


def _marked(picture: Image.Image) -> int:
    """How many points are of the colour of the mark."""
    pixels: Sequence[tuple[int, int, int]] = list(picture.get_flattened_data())  # type: ignore[arg-type]
    return sum(red > 200 and green > 180 and blue < 220 and red - blue > 30 for red, green, blue in pixels)


def _inked(picture: Image.Image) -> int:
    """How many points are of letters, under the mark or beside it."""
    return sum(value < 110 for value in picture.convert("L").get_flattened_data())  # type: ignore[operator]


def test_every_sentence_of_a_file_has_its_place(tmp_path: Path) -> None:
    path = making.terms_pdf(tmp_path / "tor.pdf")
    places = [(place.page, place.text) for place in places_of(load(path).sections)]
    pictures = _drawn(path, *places)
    assert len(pictures) == len(places) > 15
    for picture in map(_opened, pictures):
        assert max(picture.width / 900, picture.height / 1200) <= 1.01
        assert _marked(picture) > 500
        assert _inked(picture) > 100


def test_the_picture_holds_the_sentence_and_little_around_it(tmp_path: Path) -> None:
    (picture,) = map(_opened, _drawn(making.terms_pdf(tmp_path / "tor.pdf"), (2, REPORT)))
    assert picture.height < picture.width / 4  # a line and its neighbours, not the page
    middle = picture.crop((0, picture.height // 2 - 12, picture.width, picture.height // 2 + 12))
    assert _marked(middle) > 0.8 * _marked(picture)


def test_a_sentence_over_several_lines_is_marked_on_each(tmp_path: Path) -> None:
    lines = [
        "Each city of the Network shall write a report",
        "on its projects once in every year and shall",
        "send it.",
    ]
    path = write_pdf(tmp_path / "a.pdf", [PdfPage().lines(72, 200, lines)])
    (whole,) = map(_opened, _drawn(path, (1, " ".join(lines))))
    (first,) = map(_opened, _drawn(path, (1, lines[0])))
    assert whole.height / whole.width > 1.2 * first.height / first.width
    assert _marked(whole) > 1.5 * _marked(first) * (whole.width / first.width)


def test_a_sentence_that_goes_on_elsewhere_is_found_by_its_beginning(tmp_path: Path) -> None:
    path = making.terms_pdf(tmp_path / "tor.pdf")
    pictures = _drawn(path, (2, f"{REPORT} This stands in no original at all."), (2, "d. write a short story."))
    assert pictures[0]
    assert pictures[1] == b""


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
def test_the_place_is_found_on_a_page_that_is_turned(tmp_path: Path, rotate: int) -> None:
    page = PdfPage(rotate=rotate).text(72, 120, "This sentence stands at the top of the page.")
    page.text(72, 700, "This other sentence stands at its bottom.")
    path = write_pdf(tmp_path / "a.pdf", [page])
    for sentence in ("This sentence stands at the top of the page.", "This other sentence stands at its bottom."):
        (picture,) = map(_opened, _drawn(path, (1, sentence)))
        assert _marked(picture) > 500
        assert _inked(picture) > 100


def test_the_place_is_found_on_a_page_that_is_cut(tmp_path: Path) -> None:
    page = PdfPage(crop=(90, 90, 560, 800)).text(160, 300, "This sentence stands on a page with a margin.")
    path = write_pdf(tmp_path / "a.pdf", [page])
    (picture,) = map(_opened, _drawn(path, (1, "This sentence stands on a page with a margin.")))
    assert _marked(picture) > 500
    assert _inked(picture) > 100


@pytest.mark.parametrize("place", [(0, REPORT), (3, REPORT), (1, REPORT), (2, "Nobody wrote this."), (-1, REPORT)])
def test_what_is_not_on_the_page_has_no_picture(tmp_path: Path, place: tuple[int, str]) -> None:
    assert _drawn(making.terms_pdf(tmp_path / "tor.pdf"), place) == [b""]


def test_no_more_places_are_drawn_than_a_file_may_have_pages(tmp_path: Path) -> None:
    path = making.terms_pdf(tmp_path / "tor.pdf")
    assert len(_drawn(path, *[(2, REPORT)] * 5, limits=Limits(pages=3))) == 3


def test_other_kinds_have_no_picture(tmp_path: Path) -> None:
    path = making.write_docx(tmp_path / "a.docx")
    assert _drawn(path, (1, "Pedoman ini berlaku"), (1, "rencana induk;")) == [b"", b""]


def test_a_scan_has_no_picture_of_a_place(tmp_path: Path) -> None:
    path = making.scanned_pdf(tmp_path / "scan.pdf", making.terms_pdf(tmp_path / "tor.pdf"), dpi=100)
    assert _drawn(path, (2, REPORT)) == [b""]


def test_a_damaged_or_locked_file_is_told(tmp_path: Path) -> None:
    damaged = tmp_path / "a.pdf"
    damaged.write_bytes(b"%PDF-1.7 rusak")
    for path in (damaged, making.encrypted_pdf(tmp_path / "b.pdf")):
        with pytest.raises(DocumentError):
            _drawn(path, (1, REPORT))


def test_a_picture_is_bounded_however_much_of_a_page_is_marked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(excerpts, "_HEIGHT", 300)
    lines = [f"Line number {number} of a long passage of the original," for number in range(40)]
    path = write_pdf(tmp_path / "a.pdf", [PdfPage().lines(72, 100, lines)])
    (picture,) = map(_opened, _drawn(path, (1, " ".join(lines))))
    assert picture.height <= 301
