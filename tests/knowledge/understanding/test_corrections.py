"""What is meant by a text that takes something back."""

from __future__ import annotations

import pytest

from knowledge.understanding.corrections import corrected, meant, says_meant


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("bukan itu, maksud saya syarat menjadi anggota", "syarat menjadi anggota"),
        ("I meant the Vision documents, not the ISO standard!!", "the Vision documents"),
        ("yang saya tanya: benar tidak Surabaya termasuk kota awal?", "benar tidak Surabaya termasuk kota awal"),
        ("saya nanya konsekuensi kalau ga lolos", "konsekuensi kalau ga lolos"),
        ("bukan denpasar, semarang", "semarang"),
        ("yang tahun 2024, maksudku", "tahun 2024"),
        ("apa maksud klausul 7?", "apa maksud klausul 7?"),
        ("saya mau nanya soal iuran", "saya mau nanya soal iuran"),
        ("maksud saya", "maksud saya"),
    ],
)
def test_what_is_meant(text: str, wanted: str) -> None:
    assert meant(text) == wanted


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("bukan itu, maksud saya SCAP", True),
        ("not 37122 but 37120", True),
        ("Bukan alasannya.", False),
        ("salah", False),
    ],
)
def test_what_is_only_denied_is_not_meant(text: str, says: bool) -> None:
    assert says_meant(text) is says


@pytest.mark.parametrize(
    ("text", "before", "mended"),
    [
        ("421 bukan 412", "412 lampu dari 900", "421 lampu dari 900"),
        ("bukan 14, yg aktif cuma 9", "14 dari 30 halte", "9 dari 30 halte"),
        ("421 bukan 412", "apa itu ASCN", ""),
        ("412 lampu", "412 lampu dari 900", ""),
    ],
)
def test_a_figure_is_put_in_the_place_of_another(text: str, before: str, mended: str) -> None:
    assert corrected(text, before) == mended
