"""Numbers that documents are registered under."""

from __future__ import annotations

import pytest

from ingest.structure.numbers import number_of
from ingest.structure.pieces import Piece


@pytest.mark.parametrize(
    ("title", "lines", "number"),
    [
        ("PERATURAN WALI KOTA NOMOR 5 TAHUN 2020 TENTANG KOTA CERDAS", [], "Nomor 5 Tahun 2020"),
        ("SNI ISO 37122:2019 Kota cerdas", [], "SNI ISO 37122:2019"),
        ("Undangan rapat", ["Nomor : 650/2146/Bangda", "Lampiran: 1"], "650/2146/Bangda"),
        ("Undangan rapat", ["No. 005/12/2026"], "005/12/2026"),
        ("Laporan kota", ["Surat nomor 650/2146/Bangda dijawab."], ""),
        ("Laporan kota", ["Nomor telepon kantor"], ""),
    ],
)
def test_the_number_that_a_document_states_of_itself(title: str, lines: list[str], number: str) -> None:
    assert number_of(title, [Piece("paragraph", line) for line in lines]) == number
