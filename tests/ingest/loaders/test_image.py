"""Pictures are measured before they are unpacked."""

from pathlib import Path

import pytest
from PIL import Image

from ingest.errors import DocumentError
from ingest.limits import Limits
from ingest.loaders.image import frames
from ingest.loaders.registry import load
from tests.ingest import making


def test_an_image_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match="decompression bomb"):
        load(making.image_bomb(tmp_path / "a.png"))


def test_every_frame_is_a_page_in_grey_on_white(tmp_path: Path) -> None:
    clear, black = Image.new("RGBA", (40, 30), (0, 0, 0, 0)), Image.new("RGBA", (40, 30), (0, 0, 0, 255))
    clear.save(tmp_path / "a.tiff", save_all=True, append_images=[black])
    pages = frames(tmp_path / "a.tiff", Limits())
    assert [(page.mode, page.size, page.getpixel((5, 5))) for page in pages] == [
        ("L", (40, 30), 255),
        ("L", (40, 30), 0),
    ]


def test_a_photo_is_turned_as_its_camera_says(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # turn by 90 degrees
    Image.new("RGB", (40, 30)).save(tmp_path / "a.jpg", exif=exif)
    assert frames(tmp_path / "a.jpg", Limits())[0].size == (30, 40)


def test_too_many_pixels_or_frames_are_refused(tmp_path: Path) -> None:
    frame = Image.new("L", (40, 30))
    frame.save(tmp_path / "a.tiff", save_all=True, append_images=[frame, frame])
    for limits in (Limits(pixels=1_199), Limits(ocr_pages=2)):
        with pytest.raises(DocumentError, match="too large"):
            frames(tmp_path / "a.tiff", limits)


def test_a_damaged_picture_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(30))
    with pytest.raises(DocumentError, match="damaged"):
        frames(tmp_path / "a.png", Limits())
