"""Whose a document is, by its letterhead."""

from pathlib import Path

from ingest.structure.metadata import guess
from ingest.structure.pieces import Piece
from ingest.structure.publishers import is_letterhead


def _publisher(*lines: str) -> str:
    return guess(Path("a.pdf"), [Piece("paragraph", line) for line in lines]).publisher


def test_an_office_below_its_government_is_named_with_it() -> None:
    assert _publisher("PEMERINTAH KOTA CONTOH", "SEKRETARIAT DAERAH", "Jalan Melati 1") == (
        "PEMERINTAH KOTA CONTOH SEKRETARIAT DAERAH"
    )
    assert _publisher("PEMERINTAH KOTA CONTOH", "Jalan Melati 1") == "PEMERINTAH KOTA CONTOH"


def test_the_name_of_a_form_is_no_part_of_its_office() -> None:
    assert (
        _publisher("KEMENTERIAN CONTOH REPUBLIK INDONESIA FORMULIR BERITA") == "KEMENTERIAN CONTOH REPUBLIK INDONESIA"
    )


def test_a_letterhead_names_an_office_and_nothing_else() -> None:
    assert is_letterhead("DINAS PERHUBUNGAN")
    assert not is_letterhead("LAPORAN DINAS PERHUBUNGAN")
