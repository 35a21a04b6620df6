"""Where sentences end, and where a chunk may."""

from __future__ import annotations

import pytest

from knowledge.markup.sentences import sentence_parts, sentences


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Satu. Dua! Tiga? Empat", ["Satu.", "Dua!", "Tiga?", "Empat"]),
        ("Menurut Perpres No. 63 Tahun 2019 hlm. 4. Lalu.", ["Menurut Perpres No. 63 Tahun 2019 hlm. 4.", "Lalu."]),
        ("Dr. A. Budi hadir. Selesai.", ["Dr. A. Budi hadir.", "Selesai."]),
        ("Nilainya 19.9 persen. “Baik,” katanya.", ["Nilainya 19.9 persen.", "“Baik,” katanya."]),
        ("", []),
    ],
)
def test_sentences(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Syarat: Kota mendaftar; Menteri menetapkan. Selesai.",
            ["Syarat:", "Kota mendaftar;", "Menteri menetapkan.", "Selesai."],
        ),
        ("huruf kecil: tetap; utuh. begitu", ["huruf kecil: tetap; utuh. begitu"]),
        ("Menurut No. 63 dan A. Budi. (Catatan)", ["Menurut No. 63 dan A. Budi.", "(Catatan)"]),
        ("", []),
    ],
)
def test_a_long_sentence_may_be_cut_at_its_parts(text: str, expected: list[str]) -> None:
    assert sentence_parts(text) == expected
