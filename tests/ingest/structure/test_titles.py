"""What a document is called, of those whose title stands in no larger a face than its text."""

from pathlib import Path

import pytest

from ingest.structure.metadata import guess
from ingest.structure.pieces import Piece


def _title(*pieces: Piece | str, stated: str = "") -> str:
    read = [piece if isinstance(piece, Piece) else Piece("paragraph", piece) for piece in pieces]
    return guess(Path("scan 0042.pdf"), read, title=stated).title


def _heading(text: str, level: int = 1) -> Piece:
    return Piece("heading", text, level)


@pytest.mark.parametrize(
    ("lines", "title"),
    [
        (
            ("Summary Record of", "the Seventh Meeting on Smart Cities", "The Meeting was held in Melati."),
            "Summary Record of the Seventh Meeting on Smart Cities",
        ),
        (
            ("Concept Note Training for City Officers 2025", "Cities grow fast."),
            "Concept Note Training for City Officers 2025",
        ),
        (("NOTULEN", "RAPAT KOORDINASI DATA KOTA", "Hari : Senin"), "NOTULEN RAPAT KOORDINASI DATA KOTA"),
        (("KEMENTERIAN CONTOH REPUBLIK INDONESIA FORMULIR BERITA", "DARI : MENTERI"), "FORMULIR BERITA"),
        (("Laporan ini disusun oleh dinas.", "Isi."), "scan 0042"),
    ],
)
def test_lines_that_say_what_they_head_are_the_title(lines: tuple[str, ...], title: str) -> None:
    assert _title(*lines) == title


def test_a_form_is_called_by_what_it_is_of() -> None:
    assert _title(_heading("Project Proposal Form"), "Project title: Cleaner rivers") == "Cleaner rivers"
    assert _title("Judul kegiatan : Sungai bersih", "Uraian.") == "Sungai bersih"


def test_a_letterhead_and_a_chapter_are_no_title() -> None:
    office = (_heading("PEMERINTAH KOTA CONTOH"), _heading("DINAS KOMUNIKASI DAN INFORMATIKA"))
    assert (
        _title(*office, "Jalan Melati 1", _heading("RENCANA KERJA TAHUN 2026", 2), "Isi.") == "RENCANA KERJA TAHUN 2026"
    )
    assert _title(*office, _heading("LAPORAN KINERJA", 3), "Isi.") == "LAPORAN KINERJA"
    assert _title(_heading("Rencana Aksi Kota 2026"), _heading("Pendahuluan", 2), "Isi.") == "Rencana Aksi Kota 2026"
