"""Pictures inside Office files."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from PIL import Image, ImageDraw, ImageFont

from ingest.limits import Limits
from ingest.loaders.left_out import LeftOut
from ingest.loaders.pictures import Picture, recognised
from ingest.pages import ocr
from ingest.structure.pieces import Piece


def _data(size: tuple[int, int], text: str = "", letters: int = 40, mode: str = "RGB") -> bytes:
    picture = Image.new(mode, size, (255, 255, 255, 0)[: len(mode)])
    fill = (0, 0, 0, 255)[: len(mode)]
    ImageDraw.Draw(picture).text((20, size[1] // 3), text, fill=fill, font=ImageFont.load_default(letters))
    data = io.BytesIO()
    picture.save(data, "PNG")
    return data.getvalue()


def _read(*data: bytes, limits: Limits | None = None) -> tuple[list[Piece], list[str]]:
    left_out = LeftOut()
    items: list[Piece | Picture] = [Picture(str(at), lambda one=one: one, page=3) for at, one in enumerate(data)]  # type: ignore[misc]
    return list(recognised(items, limits or Limits(), left_out)), list(map(str, left_out.notices()))


def test_text_of_a_picture_is_a_paragraph_with_its_confidence_and_page() -> None:
    (piece,), notices = _read(_data((1000, 160), "Nomor layanan 1500-077"))
    assert (piece.kind, piece.page, piece.text) == ("paragraph", 3, "Nomor layanan 1500-077")
    assert piece.confidence is not None
    assert piece.confidence > 0.8
    assert not notices


def test_small_letters_of_a_screen_and_transparent_paper_are_read() -> None:
    assert "1500-077" in _read(_data((420, 60), "Nomor layanan 1500-077", 16))[0][0].text
    assert "1500-077" in _read(_data((1000, 160), "Nomor layanan 1500-077", mode="RGBA"))[0][0].text


def test_a_picture_without_text_or_too_small_for_it_is_passed_over() -> None:
    assert _read(_data((600, 400)), _data((30, 30), "x")) == ([], [])


def test_a_picture_shown_twice_is_read_once() -> None:
    picture = Picture("a", lambda: _data((1000, 160), "Nomor layanan 1500-077"))
    assert len(list(recognised([picture, replace(picture, page=4)], Limits(), LeftOut()))) == 1


@pytest.mark.parametrize("limits", [Limits(pixels=1_000), Limits(ocr_pages=0), Limits(seconds=0)])
def test_what_the_limits_do_not_allow_is_told_of(limits: Limits) -> None:
    found, notices = _read(_data((1000, 160), "Nomor layanan 1500-077"), limits=limits)
    assert not found
    assert notices == ["1 picture was not read; if it holds text, type it out."]


def test_pictures_are_told_of_where_nothing_recognises_them(monkeypatch: pytest.MonkeyPatch) -> None:
    def unavailable(*_: object) -> None:
        raise ocr.OcrUnavailable

    monkeypatch.setattr(ocr, "recognise_all", unavailable)
    assert _read(b"no picture", _data((1000, 160), "teks"))[1] == [
        "2 pictures were not read; if they hold text, type it out."
    ]
