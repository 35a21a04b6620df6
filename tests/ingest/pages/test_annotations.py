"""What lies over a page: notes on it, comments, files."""

from pathlib import Path

import pytest

from ingest.loaders.pdf import load
from tests.ingest.raw_pdf import HEIGHT, RawPdf, line

BODY = line(60, 120, "Jadwal sidang komisi kota Nilam diumumkan pada papan pengumuman balai kota.")


def _load(folder: Path, *annotations: str) -> tuple[str, str]:
    listed = " ".join(f"<< /Type /Annot {annotation} >>" for annotation in annotations)
    loaded = load(RawPdf().page(BODY, entries=f"/Annots [{listed}]").write(folder / "a.pdf"))
    return "\n".join(section.text for section in loaded.sections), " ".join(loaded.warnings)


def test_a_note_written_onto_the_page_is_read(tmp_path: Path) -> None:
    rectangle = f"/Rect [60 {HEIGHT - 180} 400 {HEIGHT - 150}]"
    text, told = _load(
        tmp_path, f"/Subtype /FreeText {rectangle} /DA (/Helv 11 Tf) /Contents (Sidang diundur\\rke 28 Mei 2025.)"
    )
    assert "Sidang diundur ke 28 Mei 2025." in text.replace("\n\n", " ")
    assert told == ""


@pytest.mark.parametrize("flags", [2, 32])
def test_a_note_that_is_not_shown_is_not_read(tmp_path: Path, flags: int) -> None:
    text, _ = _load(tmp_path, f"/Subtype /FreeText /Rect [60 600 400 620] /F {flags} /Contents (Sidang diundur)")
    assert "diundur" not in text


@pytest.mark.parametrize("kind", ["Text", "Highlight", "Caret", "Square"])
def test_a_comment_is_told_and_not_read(tmp_path: Path, kind: str) -> None:
    text, told = _load(tmp_path, f"/Subtype /{kind} /Rect [60 700 80 720] /Contents (Mohon diperiksa lagi)")
    assert "diperiksa" not in text
    assert told == "Comments on page 1 were not read."


def test_a_stamp_and_a_file_are_told(tmp_path: Path) -> None:
    _, told = _load(
        tmp_path,
        "/Subtype /Stamp /Rect [60 700 80 720] /Name /Draft",
        "/Subtype /FileAttachment /Rect [90 700 99 720] /Contents (lampiran)",
    )
    assert told == "Stamps on page 1 were not read. Files attached to page 1 were not read."


def test_a_highlight_and_a_link_tell_nothing(tmp_path: Path) -> None:
    _, told = _load(tmp_path, "/Subtype /Highlight /Rect [60 700 80 720]", "/Subtype /Link /Rect [60 700 80 720]")
    assert told == ""
